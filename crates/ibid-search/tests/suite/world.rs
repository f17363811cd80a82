//! A small catalogue to search in, and how tests look at answers.

use ibid_core::date::Date;
use ibid_core::jel::Code;
use ibid_core::record::Access;
use ibid_core::{Handle, Kind, query};
use ibid_search::{Byline, Document, Edit, Index, Request, Results};
use tempfile::TempDir;

/// An index that lives as long as the test.
pub(crate) struct World {
    pub(crate) index: Index,
    pub(crate) url: String,
    pub(crate) folder: Option<TempDir>,
}

/// An empty index on every engine.
pub(crate) fn engines() -> Vec<World> {
    let folder = TempDir::new().expect("a folder");
    let url = format!("tantivy:{}", folder.path().display());
    let open = |url: &str| Index::open(url).expect("an index");
    vec![
        World { index: open("tantivy::memory:"), url: "tantivy::memory:".to_owned(), folder: None },
        World { index: open(&url), url, folder: Some(folder) },
    ]
}

/// The catalogue below on every engine.
pub(crate) fn worlds() -> Vec<World> {
    let worlds = engines();
    for world in &worlds {
        world.put(documents());
        world.index.commit(1).expect("committed");
    }
    worlds
}

impl World {
    pub(crate) fn put(&self, documents: impl IntoIterator<Item = Document>) {
        let edits = documents.into_iter().map(|document| Edit::Put(Box::new(document)));
        self.index.apply(edits).expect("applied");
    }

    pub(crate) fn ask(&self, text: &str, request: &Request) -> Results {
        self.index.search(&query::parse(text), request).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    /// Items of everything found, in alphabetical order.
    pub(crate) fn found(&self, text: &str) -> Vec<String> {
        let results = self.ask(text, &Request { limit: 1_000, ..Request::default() });
        let mut items = items(&results);
        assert_eq!(results.total, items.len() as u64, "{text}: total");
        items.sort_unstable();
        items
    }
}

pub(crate) fn items(results: &Results) -> Vec<String> {
    results.hits.iter().map(|hit| name(&hit.handle)).collect()
}

fn name(handle: &Handle) -> String {
    let parts = [handle.item(), handle.series(), handle.archive()];
    parts.into_iter().find(|part| !part.is_empty()).unwrap_or("").to_owned()
}

pub(crate) fn handle(item: &str) -> Handle {
    Handle::parse(&format!("RePEc:hst:{item}")).expect("a handle")
}

pub(crate) fn codes(text: &str) -> Vec<Code> {
    text.split_whitespace().map(|code| Code::parse(code).expect("a code")).collect()
}

pub(crate) fn year(year: i16) -> Option<Date> {
    Some(Date { year, month: None, day: None })
}

/// A work of the series `wp` with this much said of it.
pub(crate) fn work(item: &str, title: &str, people: &[&str], summary: &str) -> Document {
    let handle = handle(&format!("wp:{item}"));
    Document {
        title: title.to_owned(),
        people: people.iter().map(|name| Byline::from(*name)).collect(),
        summary: summary.to_owned(),
        series: Some(handle.series_handle()),
        series_name: "Global Discussion Papers".to_owned(),
        access: Some(Access::Free),
        ..Document::bare(handle, Kind::Paper)
    }
}

fn documents() -> Vec<Document> {
    vec![
        Document {
            keywords: vec!["North Korea".to_owned(), "planning".to_owned()],
            jel: codes("F51 P20"),
            date: year(2011),
            language: Some("en".to_owned()),
            about: vec![(1950, 1961)],
            cited: 3,
            ..work(
                "gd190",
                "The Financing of the Economic Plans",
                &["Mitsuhiko Kimura"],
                "Aid from the Soviet Union paid for heavy industry, circa 1950 to 1961.",
            )
        },
        Document {
            kind: Kind::Article,
            jel: codes("E52"),
            date: Some(Date { year: 2011, month: Some(7), day: Some(2) }),
            language: Some("en".to_owned()),
            access: Some(Access::Restricted),
            cited: 9,
            ..work(
                "rates",
                "Monetary Policy and Interest Rates",
                &["Karl Müller", "Anna Jones"],
                "We study policies of central banks. Prices follow money.",
            )
        },
        Document {
            jel: codes("F51"),
            date: year(1999),
            language: Some("ko".to_owned()),
            about: vec![(1996, 1999)],
            ..work("korean", "북한의 경제 계획과 서울대학교", &["김철수"], "한국은행의 통계를 쓴다.")
        },
        Document {
            date: year(2005),
            language: Some("ja".to_owned()),
            ..work("japanese", "北朝鮮の経済と山", &["木村光彦"], "戦後の工業化を論じる。")
        },
        Document {
            kind: Kind::Book,
            date: year(1987),
            language: Some("de".to_owned()),
            ..work("mueller", "Geld und Größe", &["Petra Mueller"], "Über die Geldpolitik der Notenbanken.")
        },
        Document { date: None, ..work("muller", "Ｆｕｌｌ Width of Markets", &["Jan Muller"], "") },
        Document {
            summary: "Papers on financing".to_owned(),
            ..Document {
                title: "Global Discussion Papers".to_owned(),
                ..Document::bare(handle("wp"), Kind::Series)
            }
        },
        Document {
            title: "Mitsuhiko Kimura".to_owned(),
            people: vec![Byline::from("Mitsuhiko Kimura")],
            ..Document::bare(Handle::parse("RePEc:per:1952-01-01:kimura").expect("a handle"), Kind::Person)
        },
    ]
}
