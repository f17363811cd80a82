//! The JEL classification as a tree: how many works stand under each code, and the works of one.
//!
//! A code counts what carries it or a narrower one, each work once; so counts are asked of the index and
//! not added up.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::search::{Results, SearchRequest, Sort};
use ibid_core::jel::Code;
use ibid_core::query::{Field, Node};
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::pages::authors::name;
use crate::problem::{self, Answer, Problem};
use crate::site::{Placed, Shown};
use crate::urls::{self, Facet, Feed, Order, PER_PAGE, Search};
use crate::view::line;

/// A code and the works under it.
type Counted = (Code, u64);

/// `/j/`: the letters, each with the codes right under it.
pub(crate) async fn tree(State(site): State<Site>, lang: Lang) -> Answer {
    let t = lang.messages();
    let letters: Vec<Code> = ('A'..='Z')
        .filter_map(|letter| Code::parse(&letter.to_string()))
        .filter(|it| it.is_known())
        .collect();
    let codes: Vec<Code> = letters.iter().flat_map(|it| std::iter::once(*it).chain(it.children())).collect();
    let counted = counted(&site, codes).await?;
    let words = &t.subjects;
    let main = html! {
        h1 { (t.site.subjects) }
        p.read.narrow { (words.intro) " " @if t.lang != Lang::En { (words.in_english) } }
        div.tree { @for group in counted.chunk_by(|_, next| next.0.parent().is_some()) {
            section { @if let Some((letter, children)) = group.split_first() {
                h2 { (entry(t, letter)) }
                ul.b { @for it in children { li { (entry(t, it)) } } }
            } }
        } }
    };
    let frame = Frame { title: t.site.subjects, address: urls::SUBJECTS, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, main)).searched())
}

async fn counted(site: &Site, codes: Vec<Code>) -> Answer<Vec<Counted>> {
    let nodes = codes.iter().map(|code| under(*code)).collect();
    let counts = site.search().counts(nodes).await?;
    Ok(codes.into_iter().zip(counts).collect())
}

fn under(code: Code) -> Node {
    Node::Is { field: Field::Jel, value: code.to_string() }
}

fn entry(t: &Messages, (code, count): &Counted) -> Markup {
    html! {
        a href=(urls::jel(*code)) { b { (code) } " " (t.jel(*code)) }
        " " span.n.s.soft { (t.number(*count as i64)) }
    }
}

struct Subject {
    code: Code,
    results: Results,
    hits: Vec<Placed>,
    children: Vec<Counted>,
    page: usize,
}

/// `/j/F51.html`, from a page on with `?page=2`.
pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let Some(code) = urls::html_name(uri.path()).and_then(|name| Code::parse(&name)) else {
        return Err(problem::no_such_page(uri).await);
    };
    let address = urls::jel(code);
    if address != uri.path() {
        return Ok(Redirect::permanent(&address).into_response());
    }
    let asked = Search::parse(uri.query().unwrap_or(""))
        .map_err(|why| Problem::Unreadable { why, instead: Some(address.clone()) })?;
    let subject = Subject::gather(&site, code, asked.page).await?;
    let title = match code.label() {
        Some(label) => format!("{code} {label}"),
        None => code.to_string(),
    };
    let feed = Some(Feed::Subject(code));
    let frame =
        Frame { title: &title, address: &address, listed: subject.page == 1, feed, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, subject.view(t))).searched().into_response())
}

impl Subject {
    async fn gather(site: &Site, code: Code, page: usize) -> Answer<Subject> {
        let request = SearchRequest {
            narrowed: vec![under(code)],
            sort: Sort::Newest,
            offset: (page - 1) * PER_PAGE,
            limit: PER_PAGE,
            facets: true,
            ..SearchRequest::default()
        };
        let found = site.search().search(request).await?;
        let hits = site.placed(found.hits.into_iter().map(Shown::from)).await?;
        let children = counted(site, code.children().collect()).await?;
        Ok(Subject { code, results: found.results, hits, children, page })
    }

    fn search(&self) -> Search {
        Search::of(Facet::Jel, self.code.as_str()).with_order(Order::Newest)
    }

    fn view(&self, t: &Messages) -> Markup {
        let words = &t.subjects;
        let mut steps = vec![(urls::SUBJECTS.to_owned(), html! { (t.site.subjects) })];
        let broader = std::iter::successors(self.code.parent(), |code| code.parent()).collect::<Vec<_>>();
        steps.extend(broader.into_iter().rev().map(|it| (urls::jel(it), html! { (it) " " (t.jel(it)) })));
        html! {
            article.two {
                div {
                    (layout::crumbs(t, &steps))
                    h1 { (self.code) " " (t.jel(self.code)) }
                    p.facts { (t.plural(t.count.works, self.results.total as i64))
                        @if self.results.total > 0 { " · " a href=(self.search()) { (words.search_among) } } }
                    @if !self.code.is_known() { p.wait { (words.unknown) } }
                    @if !self.children.is_empty() && self.page == 1 {
                        section.sec { h2 { (words.narrower) } ul.b { @for it in &self.children { li { (entry(t, it)) } } } }
                    }
                    section.sec #works { h2 { (words.works) } (self.works(t)) }
                }
                aside.side {
                    (name::years(t, &self.search(), &self.results))
                    @if let Some(parent) = self.code.parent() {
                        h2 { (words.beside) }
                        ul.b { @for it in parent.children() { li {
                            @if it == self.code { b { (it) } } @else { a href=(urls::jel(it)) { (it) } } " " (t.jel(it))
                        } } }
                    }
                }
            }
        }
    }

    fn works(&self, t: &Messages) -> Markup {
        let more = (self.page * PER_PAGE) < self.results.total as usize && self.page < urls::LAST_PAGE;
        let at = |page: usize| format!("{}?page={page}", urls::jel(self.code));
        html! {
            @if self.hits.is_empty() { p { (t.subjects.none) } }
            @else { ol.list start=((self.page - 1) * PER_PAGE + 1) { @for placed in &self.hits { (line::item(t, placed)) } } }
            nav.acts aria-label=(t.site.pages) {
                @if self.page > 1 { a.btn rel="prev" href=(at(self.page - 1)) { (t.site.previous_page) } }
                @if more { a.btn rel="next" href=(at(self.page + 1)) { (t.site.next_page) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::checked;
    use crate::tests::world::World;

    const THREE: &str = "Template-Type: ReDIF-Paper 1.0\nTitle: One\nAuthor-Name: A\nClassification-JEL: F51\nHandle: RePEc:abc:papers:1\n\n\
        Template-Type: ReDIF-Paper 1.0\nTitle: Two\nAuthor-Name: A\nClassification-JEL: F51, F52\nHandle: RePEc:abc:papers:2\n\n\
        Template-Type: ReDIF-Paper 1.0\nTitle: Three\nAuthor-Name: A\nClassification-JEL: F10\nHandle: RePEc:abc:papers:3\n";

    #[tokio::test]
    async fn every_level_counts_each_work_once() {
        let world = World::of(THREE).await;
        let tree = world.get("/j/").await;
        checked::page("/j/", &tree.text());
        let after = |text: &str, code: &str| {
            let rest = text.split_once(&format!("/j/{code}.html\"")).expect("the code").1;
            let rest = rest.split_once("soft\">").expect("a count").1;
            rest.split('<').next().expect("a number").to_owned()
        };
        assert_eq!(after(&tree.text(), "F"), "3");
        assert_eq!(after(&tree.text(), "F5"), "2");
        let page = world.get("/j/F5.html").await.text();
        checked::page("/j/F5.html", &page);
        assert_eq!((after(&page, "F51").as_str(), after(&page, "F52").as_str()), ("2", "1"));
    }

    #[tokio::test]
    async fn codes_nobody_knows_have_an_honest_page() {
        let world = World::of(THREE).await;
        for path in ["/j/F99.html", "/j/F51.html?page=2", "/j/Z.html"] {
            let got = world.get(path).await;
            assert_eq!(got.status, 200, "{path}");
            checked::page(path, &got.text());
        }
        for path in ["/j/ZZZ.html", "/j/F51.html?page=0", "/j/F51.html?page=x"] {
            assert!((400..500).contains(&world.get(path).await.status), "{path}");
        }
    }
}
