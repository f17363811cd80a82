//! The index of authors: every form of a name that works carry, by family name, page by page.
//!
//! The page of one name stands in `name.rs`, that of a registered person in `people.rs`.

mod behind;
pub(crate) mod name;

use std::collections::HashMap;

use axum::extract::State;
use axum::http::Uri;
use ibid_app::search::NameForm;
use ibid_core::Record;
use ibid_core::name::{Name, form};
use ibid_core::people::suggest;
use ibid_core::record::Person;
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::urls;

const PER_PAGE: usize = 120;

/// Where each script begins, the key after its last letter, and the letters to start from. Han stands
/// under one, since its characters have no order that readers look things up by.
const SCRIPTS: [(&str, &str, &str); 7] = [
    ("a", "{", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("α", "ϰ", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"),
    ("а", "ԁ", "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"),
    ("あ", "ヿ", "あかさたなはまやらわ"),
    ("一", "鿿", "一"),
    ("가", "힣", "가나다라마바사아자차카타파하"),
    ("0", ":", "0"),
];

struct Index {
    /// As typed, or the key to go on from.
    from: String,
    forms: Vec<NameForm>,
    next: Option<String>,
    /// Registered people, by every form of their name.
    registered: HashMap<String, Registered>,
    /// Which of `SCRIPTS` have names.
    scripts: Vec<bool>,
}

/// A registered person: the name and the page.
#[derive(Clone)]
struct Registered {
    name: String,
    address: String,
}

pub(crate) async fn list(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer {
    let t = lang.messages();
    let pairs = urls::percent::decode_pairs(uri.query().unwrap_or(""))
        .ok_or_else(|| Problem::unreadable(|t| t.problem.no_text))?;
    let from = pairs.into_iter().find(|(name, _)| name == "from").map(|(_, value)| value).unwrap_or_default();
    let index = Index::gather(&site, from).await?;
    let frame = Frame {
        title: t.site.authors,
        address: urls::AUTHORS,
        listed: index.from.is_empty(),
        ..Frame::default()
    };
    Ok(Page::html(layout::page(&site, t, frame, index.view(t))).searched())
}

/// What a letter to start from is shown as.
fn label(letter: char) -> String {
    match letter {
        '0' => "0–9".to_owned(),
        '一' => "漢字".to_owned(),
        letter => letter.to_string(),
    }
}

/// Typed names are looked up where they would stand; keys stay as they are.
fn key_of(from: &str) -> String {
    if from.contains(',') { Name::parse(from).sort_key() } else { ibid_core::text::fold(from) }
}

impl Index {
    async fn gather(site: &Site, from: String) -> Answer<Index> {
        // Names that begin with a figure stand first in order, and are the last that anyone looks for.
        let key = if from.is_empty() { "a".to_owned() } else { key_of(&from) };
        let mut forms = site.search().names(&key, PER_PAGE + 1).await?;
        let more = forms.len() > PER_PAGE;
        forms.truncate(PER_PAGE);
        let next = forms.last().filter(|_| more).map(|last| format!("{} ", last.key));
        let registered = registered(site, &forms).await?;
        let mut scripts = Vec::new();
        for (first, end, _) in SCRIPTS {
            let found = site.search().names(first, 1).await?;
            scripts.push(found.first().is_some_and(|it| it.key.as_str() < end));
        }
        Ok(Index { from, forms, next, registered, scripts })
    }

    fn view(&self, t: &Messages) -> Markup {
        let words = &t.names;
        html! {
            h1 { (t.site.authors) }
            p.read.narrow { (words.intro) }
            form.row action=(urls::AUTHORS) {
                label for="from" { (words.from) }
                input #from name="from" value=(self.from.trim()) maxlength="200" autocomplete="off";
                button { (words.go) }
            }
            nav.letters aria-label=(words.letters) {
                @for ((_, _, letters), _) in SCRIPTS.iter().zip(&self.scripts).filter(|(_, there)| **there) {
                    ul { @for letter in letters.chars() { li { a href=(urls::authors_from(&letter.to_lowercase().to_string())) { (label(letter)) } } } }
                }
            }
            @if self.forms.is_empty() { p { (words.none_from) } }
            @else { ul.cols { @for it in &self.forms { li { (self.entry(t, it)) } } } }
            nav.acts aria-label=(t.site.pages) {
                @if !self.from.is_empty() { a.btn href=(urls::AUTHORS) { (t.site.first_page) } }
                @if let Some(next) = &self.next { a.btn rel="next" href=(urls::authors_from(next)) { (t.site.next_page) } }
            }
        }
    }

    fn entry(&self, t: &Messages, it: &NameForm) -> Markup {
        let profile = self.registered.get(&form(&it.name));
        html! {
            a href=(urls::author(&it.name)) { (t.said(&Name::parse(&it.name).inverted(), None)) }
            " " span.soft.s.n { (t.number(it.works as i64)) }
            @if let Some(Registered { name, address }) = profile {
                " " a.s href=(address) {
                    @if form(name) == form(&it.name) { (t.names.registered_mark) } @else { "→ " (t.said(name, None)) }
                }
            }
        }
    }
}

/// Registered people, by the names they go by, of whom one is among these.
async fn registered(site: &Site, forms: &[NameForm]) -> Answer<HashMap<String, Registered>> {
    let people = people_named(site, forms.iter().map(|it| it.name.as_str())).await?;
    let mut registered = HashMap::new();
    for person in people {
        let (names, name) = (suggest::names(&person), person.name.clone());
        let address = urls::record(&Record::Person(Box::new(person)));
        let one = Registered { name, address };
        registered.extend(names.iter().map(|name| (form(name), one.clone())));
    }
    Ok(registered)
}

/// Registered people who go by one of these names.
async fn people_named(site: &Site, names: impl Iterator<Item = &str>) -> Answer<Vec<Person>> {
    let forms = names.map(form).filter(|it| !it.is_empty()).collect();
    Ok(site.search().registered(forms, PER_PAGE).await?)
}

#[cfg(test)]
mod tests {
    use crate::tests::checked;
    use crate::tests::world::World;

    #[tokio::test]
    async fn names_are_listed_from_anywhere() {
        let world = World::toy().await;
        for (path, says) in [
            ("/authors/", "from=b"),
            ("/authors/?from=kim", "Kimuran, Mitsuhiko"),
            ("/authors/?from=Kimuran,+M", "Kimuran, Mitsuhiko"),
            ("/authors/?from=zzzz", "</main>"),
            ("/authors/?from=%EA%B0%80", "</main>"),
        ] {
            let got = world.get(path).await;
            assert_eq!(got.status, 200, "{path}");
            checked::page(path, &got.text());
            assert!(got.text().contains(says), "{path}: {says}");
        }
        assert_eq!(world.get("/authors/?from=%00").await.status, 400);
    }

    #[tokio::test]
    async fn registered_people_are_marked() {
        let person = "Template-Type: ReDIF-Person 1.0\nName-Full: Seo Park\nName-First: Seo\nName-Last: Park\nX-Name-Variation: 박서\nShort-ID: ppa3\nHandle: RePEc:per:2015-02-03:seo_park\n";
        let work = "Template-Type: ReDIF-Paper 1.0\nTitle: Rice\nAuthor-Name: Park, Seo\nAuthor-Name: Ann Other\nAuthor-Name: 박서\nHandle: RePEc:abc:papers:1\n";
        let world = World::of(&format!("{person}\n{work}")).await;
        let list = world.get("/authors/").await.text();
        let profile = checked::links(&list).into_iter().find(|it| it.contains("ppa3")).expect("marked");
        // Another spelling leads to the same place, by name; nobody else does.
        assert_eq!(list.matches(&*profile).count(), 2, "{list}");
        assert!(list.contains("→ Seo Park"), "{list}");
        let page = world.get("/authors/Seo%20Park.html").await.text();
        assert!(page.contains(&profile), "{page}");
        // Their own record is none of the works that carry the name.
        assert!(page.contains(">1 work "), "{page}");
        let other = world.get("/authors/Ann%20Other.html").await.text();
        assert!(!other.contains(&profile), "{other}");
    }

    #[tokio::test]
    async fn other_spellings_are_a_click_away() {
        let work = |number: usize, name: &str| {
            format!(
                "Template-Type: ReDIF-Paper 1.0\nTitle: Rice {number}\nAuthor-Name: {name}\nHandle: RePEc:abc:papers:{number}\n\n"
            )
        };
        let world =
            World::of(&(work(1, "Andrei Lankov") + &work(2, "Ланьков, Андрей") + &work(3, "Ann Other")))
                .await;
        let page = world.get("/authors/Andrei%20Lankov.html").await.text();
        checked::page("name", &page);
        assert!(page.contains("Other spellings") && page.contains("Ланьков, Андрей"), "{page}");
        let together =
            checked::links(&page).into_iter().find(|it| it.contains("q=author:(")).expect("a link");
        let found = world.get(&together).await.text();
        assert!(found.contains("<b data-count>2 results"), "{found}");
        let other = world.get("/authors/Ann%20Other.html").await.text();
        assert!(!other.contains("Other spellings"), "{other}");
    }

    #[tokio::test]
    async fn a_name_has_a_page() {
        let world = World::toy().await;
        let got = world.get("/authors/Mitsuhiko%20Kimuran.html").await;
        assert_eq!(got.status, 200);
        checked::page("name", &got.text());
        assert!(got.text().contains("/p/hst/ghsdps/gd11-190.html"), "{}", got.text());
        assert!(got.text().contains("/search.bib?q=byline"), "{}", got.text());
        assert_eq!(world.get("/authors/Nobody%20At%20All.html").await.status, 404);
        assert_eq!(world.get("/authors/%3Cscript%3E.html").await.status, 404);
        for nameless in ["---", "%2E%2E%2E", "%22%22", "%20"] {
            assert_eq!(world.get(&format!("/authors/{nameless}.html")).await.status, 404, "{nameless}");
        }
        let other = world.get("/authors/KIMURAN,%20Mitsuhiko.html").await.text();
        let canonical = "rel=\"canonical\" href=\"https://ibid.example/authors/Mitsuhiko%20Kimuran.html\"";
        assert!(other.contains(canonical), "{other}");
    }
}
