//! Works related to this one, each with the reason: a page, and the part of one that a script asks for
//! (`part=`).

use axum::http::Uri;
use ibid_app::related::{Reason, Related};
use ibid_core::record::Work;
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::Answer;
use crate::urls::{self, Face, WorkPaths};
use crate::view::chart;
use crate::view::line::Line;
use crate::view::tongue::Tongue;

/// Works shown.
const SHOWN: usize = 12;

pub(super) async fn page(site: &Site, t: &Messages, work: &Work, uri: &Uri) -> Answer<Page> {
    let related = site.search().related(work, SHOWN).await?;
    let list = view(t, &related);
    if urls::percent::decode_pairs(uri.query().unwrap_or(""))
        .is_some_and(|it| it.iter().any(|(name, _)| name == "part"))
    {
        return Ok(Page::html(list.0).searched());
    }
    let paths = WorkPaths::of(work.kind, &work.handle);
    let title = if work.title.is_empty() { work.handle.as_str() } else { &work.title };
    let tongue = Tongue::of(t.lang, &work.title, work.language.as_deref());
    let address = paths.face(Face::Related);
    let frame =
        Frame { title, address: &address, listed: false, head: super::head::own(site), ..Frame::default() };
    let main = html! {
        article.narrow {
            (layout::crumbs(t, &[(paths.face(Face::Page), html! { bdi lang=[tongue.lang] dir=[tongue.dir] { (title) } })]))
            h1 { (t.related.title) }
            h2.vh { (t.related.list) }
            (list)
        }
    };
    Ok(Page::html(layout::page(site, t, frame, main)).searched())
}

fn view(t: &Messages, related: &[Related]) -> Markup {
    html! {
        @if related.is_empty() { p { (t.related.nothing) } }
        @else { ul.list { @for it in related {
            @if let Some(work) = it.found.record.as_work() {
                li {
                    (Line { series: None, ..Line::new(t, work, "") })
                    ul.dots.s { @for reason in &it.reasons { li { (why(t, reason)) } } }
                }
            }
        } } }
    }
}

/// "Both are about 1955–1960."
fn why(t: &Messages, reason: &Reason) -> Markup {
    let list = |words: &[String]| {
        html! {
            @for (at, word) in words.iter().enumerate() { @if at > 0 { ", " } bdi { (word) } }
        }
    };
    match reason {
        Reason::People(names) => fill(t.related.people, &[("names", &list(names))]),
        Reason::Years(from, to) => fill(t.related.years, &[("years", &chart::spans(&[(*from, *to)]))]),
        Reason::Subjects(words) => fill(t.related.subjects, &[("words", &list(words))]),
        Reason::Jel(codes) => {
            let codes = html! { @for (at, code) in codes.iter().enumerate() {
                @if at > 0 { ", " }
                a href=(urls::jel(*code)) { (code) } " " (t.jel(*code))
            } };
            fill(t.related.classes, &[("codes", &codes)])
        }
        Reason::Series => html! { (t.related.series) },
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::checked;
    use crate::tests::world::World;

    const PAPER: &str = "/p/hst/ghsdps/gd11-190";
    const LECTURE: &str = "/t/rak/lectur/2014-03-11";

    #[tokio::test]
    async fn a_paper_and_a_lecture_show_each_other_and_why() {
        let world = World::toy().await;
        for (one, other) in [(PAPER, LECTURE), (LECTURE, PAPER)] {
            let page = world.get(&format!("{one}/related")).await.text();
            checked::page(&format!("{one}/related"), &page);
            let at = page.find(&format!("<h3 class=\"t\"><a href=\"{other}.html\"")).expect("the other one");
            let reasons = &page[at..][..page[at..].find("</ul>").unwrap()];
            for reason in [
                "<li>Both are about: <bdi>North Korea</bdi>, <bdi>Soviet Union</bdi></li>",
                "<li>Both are about 1955–1960</li>",
            ] {
                assert!(reasons.contains(reason), "{one}: {reason}\n{reasons}");
            }
            assert!(!page.contains(&format!("<h3 class=\"t\"><a href=\"{one}.html\"")), "itself");
            let part = world.get(&format!("{one}/related?part=1")).await.text();
            assert!(part.starts_with("<ul class=\"list\">") && page.contains(&part), "{part}");
        }
    }

    #[tokio::test]
    async fn reasons_are_told_in_every_language() {
        let world = World::toy().await;
        let cases = [
            ("ko", "둘 다 다루는 연도: 1955–1960"),
            ("ja", "どちらも扱う年代：1955–1960"),
            ("ru", "Обе о годах 1955–1960"),
            ("zh", "都论及 1955–1960 年"),
        ];
        for (tag, expected) in cases {
            let page =
                world.ask("GET", &format!("{PAPER}/related"), &[("accept-language", tag)]).await.text();
            assert!(page.contains(expected), "{tag}\n{page}");
        }
    }

    #[tokio::test]
    async fn nothing_in_common_is_said_and_nothing_is_run() {
        let paper = |item: u8, title: &str, keyword: &str| {
            format!(
                "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: <b>Ann</b> One\nTitle: {title}\n\
                 Keywords: {keyword}\nHandle: RePEc:abc:papers:{item}\n\n"
            )
        };
        let alone = World::of(&paper(1, "Silk", "silk")).await;
        let page = alone.get("/p/abc/papers/1/related").await;
        assert!(page.status == 200 && page.text().contains("Nothing in the catalogue"), "{}", page.text());
        let script = "a < b & weaving";
        let others = (3..20).map(|item| paper(item, &format!("Matter number{item}"), "matter"));
        let all = others.collect::<String>();
        let all = all + &paper(1, "Silk in Kyoto", script) + &paper(2, "Silk in Lyon", script);
        let two = World::of(&all).await;
        let page = two.get("/p/abc/papers/1/related").await.text();
        assert!(page.contains("/p/abc/papers/2.html") && page.contains("a &lt; b &amp; weaving"), "{page}");
        assert!(!page.contains("<script>alert") && !page.contains("<b>Ann"), "{page}");
        assert_eq!(two.get("/p/abc/papers/99/related").await.status, 404);
    }
}
