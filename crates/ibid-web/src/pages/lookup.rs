//! The lookup box: whatever is pasted into it leads to its record, or to those that may be meant.
//!
//! One line that is certain is answered by going there. Many lines become a table, which leaves as a file
//! in any format. What a text is and what fits it is decided below, in `ibid_app::lookup`.

mod view;

use axum::extract::State;
use axum::http::{HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::export::{As, Export};
use ibid_app::lookup::{self, Lookup};
use ibid_app::search::SearchError;
use ibid_core::export::Format;
use ibid_core::lookup::{MOST, Named, What, plainly, read};
use ibid_core::{Handle, query};
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::urls;

/// What was pasted, and what is to become of it.
#[derive(Default)]
struct Pasted {
    text: String,
    /// The format in which what is found is wanted, instead of a page.
    export: Option<Format>,
}

/// Asked by address or by form; a form whose text fits into an address leads to that address.
pub(crate) async fn show(
    State(site): State<Site>,
    lang: Lang,
    method: Method,
    uri: Uri,
    body: String,
) -> Answer<Response> {
    let posted = method == Method::POST;
    let pasted = Pasted::read(if posted { &body } else { uri.query().unwrap_or("") })?;
    if posted && pasted.export.is_none() && pasted.text.len() <= urls::LONGEST_LOOKUP {
        return Ok(Redirect::to(&urls::lookup(&pasted.text)).into_response());
    }
    let asked = read(&pasted.text);
    let many = asked.len() > 1;
    let mut answers = Vec::with_capacity(asked.len());
    let mut lookup = Lookup::new(site.search(), site.reader());
    for asked in asked {
        // Of many, those for which there was no room are told as such; what was found is not lost.
        match lookup.look_up(asked.clone()).await {
            Err(SearchError::Busy) if many => answers.push(lookup::Answer::missed(asked)),
            answer => answers.push(answer?),
        }
    }
    // A file would not tell what it lacks.
    let missed = answers.iter().filter(|it| it.missed).count();
    if missed > 0 && (missed == answers.len() || pasted.export.is_some()) {
        return Err(SearchError::Busy.into());
    }
    if let Some(format) = pasted.export {
        return file(&site, &answers, format).await;
    }
    if let ([answer], false) = (answers.as_slice(), many)
        && let Some(to) = certain(answer)
    {
        return Ok(Redirect::to(&to).into_response());
    }
    let near = near(&site, &answers).await?;
    let t = lang.messages();
    let main = view::Found { text: &pasted.text, answers: &answers, near: &near }.view(t);
    let frame = Frame {
        title: t.lookup.title,
        address: urls::LOOKUP,
        listed: pasted.text.is_empty(),
        ..Frame::default()
    };
    Ok(Page::html(layout::page(&site, t, frame, main)).searched().into_response())
}

impl Pasted {
    fn read(query: &str) -> Answer<Pasted> {
        let pairs =
            urls::percent::decode_lines(query).ok_or_else(|| Problem::unreadable(|t| t.problem.no_text))?;
        let mut pasted = Pasted::default();
        for (name, value) in pairs {
            match name.as_str() {
                "q" => pasted.text = value,
                "as" => pasted.export = Format::from_extension(&value),
                _ => (),
            }
        }
        Ok(pasted)
    }
}

/// Where one answer leads when there is no doubt.
fn certain(answer: &lookup::Answer) -> Option<String> {
    match &answer.asked.what {
        What::Named(Named::Jel(code)) | What::Url { named: Some(Named::Jel(code)), .. } => {
            Some(urls::jel(*code))
        }
        _ => answer.sure().map(|it| urls::record(&it.record)),
    }
}

/// Handles like the one that was asked for and is not there.
async fn near(site: &Site, answers: &[lookup::Answer]) -> Answer<Vec<Handle>> {
    let [answer] = answers else { return Ok(Vec::new()) };
    let named = match &answer.asked.what {
        What::Named(named) => Some(named),
        What::Url { named, .. } => named.as_ref(),
        _ => None,
    };
    let key = match named.filter(|_| answer.candidates.is_empty()) {
        Some(Named::Handle(handle)) => handle.key(),
        Some(Named::Key(key)) => key.clone(),
        _ => return Ok(Vec::new()),
    };
    Ok(site.reader().nearest(&key, 5).await?)
}

/// What is certain among the answers, as a file.
async fn file(site: &Site, answers: &[lookup::Answer], format: Format) -> Answer<Response> {
    let mut export = Export::new(site.reader().clone(), As::Format(format));
    let mut text = export.begin().to_owned();
    for candidate in answers.iter().filter_map(lookup::Answer::sure) {
        text.extend(export.entry(&candidate.stored).await?);
    }
    text.push_str(export.end());
    let mut response = Page::new(format.media_type(), text).searched().into_response();
    let name = format!("attachment; filename=\"lookup.{}\"", format.extension());
    if let Ok(name) = HeaderValue::try_from(name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// For the search page: when a text in the box plainly names a record, the way there.
pub(crate) fn offer(t: &Messages, text: &str) -> Markup {
    let what = plainly(text).filter(|_| query::parse(text).terms().len() <= 8);
    html! {
        @if what.is_some() {
            @let link = html! { a href=(urls::lookup(text.trim())) { b { (text.trim()) } } };
            p.box { (fill(t.lookup.go_to, &[("what", &link)])) }
        }
    }
}

/// Whether more was pasted than is looked up at a time.
fn is_cut(answers: &[lookup::Answer]) -> bool {
    answers.len() >= MOST
}

#[cfg(test)]
mod tests {
    use crate::tests::checked;
    use crate::tests::world::World;

    #[tokio::test]
    async fn what_is_certain_is_gone_to() {
        let world = World::toy().await;
        let paper = "/p/hst/ghsdps/gd11-190.html";
        for (text, to) in [
            ("RePEc:hst:ghsdps:gd11-190", paper),
            ("repec:HST:ghsdps:GD11-190", paper),
            ("https://ideas.repec.org/p/hst/ghsdps/gd11-190.html", paper),
            ("https://econpapers.repec.org/paper/hstghsdps/gd11-190.htm", paper),
            // The record misspells its author.
            ("Kimura, M. (2011) Toward normalization of relations with Japan. Global COE Hi-Stat", paper),
            (
                "Toward Normalization of Relations with Japan: The Strategy of North Korea, circa 1950 to 1961",
                paper,
            ),
            ("RePEc:hst:ghsdps", "/s/hst/ghsdps.html"),
            ("https://ideas.repec.org/s/hst/ghsdps.html", "/s/hst/ghsdps.html"),
            ("pla7", "/e/pla7.html"),
            ("F51", "/j/F51.html"),
        ] {
            let got = world.get(&crate::urls::lookup(text)).await;
            assert_eq!((got.status, got.header("location")), (303, to), "{text}");
        }
    }

    #[tokio::test]
    async fn files_and_dois_are_found_by_their_address() {
        let paper = "Template-Type: ReDIF-Paper 1.0\nTitle: First\nAuthor-Name: A\nDOI: 10.1000/Ab1\nFile-URL: https://example.org/a/First.pdf\nHandle: RePEc:abc:papers:1\n";
        let world = World::of(paper).await;
        for text in [
            "10.1000/ab1",
            "https://doi.org/10.1000/AB1",
            "doi:10.1000/ab1.",
            "https://example.org/a/First.pdf",
            "http://example.org/a/First.pdf",
            "ftp://example.org/a/First.pdf",
            "https://WWW.example.org/a/First.pdf/",
            "https://example.org/a/First.pdf#page=2",
        ] {
            let got = world.get(&crate::urls::lookup(text)).await;
            assert_eq!((got.status, got.header("location")), (303, "/p/abc/papers/1.html"), "{text}");
        }
    }

    #[tokio::test]
    async fn what_is_not_certain_is_shown() {
        let world = World::toy().await;
        for (text, says) in [
            ("", "<textarea"),
            ("Normalization of relations", "gd11-190"),
            ("RePEc:hst:ghsdps:gd11-191", "gd11-190"),
            ("qqqq zzzz", "/search?q=qqqq+zzzz"),
            ("<script>alert(1)</script>", "&lt;script&gt;"),
        ] {
            let got = world.get(&crate::urls::lookup(text)).await;
            assert_eq!(got.status, 200, "{text}");
            checked::page(text, &got.text());
            assert!(got.text().contains(says), "{text}: {says}");
        }
    }

    #[tokio::test]
    async fn many_lines_become_a_table_and_a_file() {
        let world = World::toy().await;
        let text = "[1] Kimura, M. (2011) Toward normalization of relations with Japan. Global COE Hi-Stat\n\
                    [2] Nobody, N. (1850) Nothing at all\n[3] RePEc:hst:ghsdps:gd11-190";
        let got = world.get(&crate::urls::lookup(text)).await;
        checked::page("many", &got.text());
        assert_eq!(got.text().matches("/p/hst/ghsdps/gd11-190.html").count(), 2);
        let file = world.get(&format!("{}&as=bib", crate::urls::lookup(text))).await;
        assert!(file.header("content-disposition").contains("lookup.bib"));
        assert!(file.text().contains("Kimuran"), "{}", file.text());
    }
}
