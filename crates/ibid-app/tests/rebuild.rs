//! Invariant 5: an index grown step by step answers as one made from nothing, whatever was done to the
//! archive in between.

use std::fs;
use std::path::Path;

use ibid_app::archives::harvest::harvest;
use ibid_app::archives::source::Source;
use ibid_app::projection::search::{catch_up, rebuild};
use ibid_app::recent::Recent;
use ibid_core::query;
use ibid_search::{Index, Request};
use ibid_store::Store;
use proptest::prelude::*;

/// Something done to the archive between two harvests.
#[derive(Clone, Debug)]
enum Edit {
    Title { file: u8, item: u8, word: u8 },
    Author { file: u8, item: u8, word: u8 },
    Drop { file: u8, item: u8 },
    Move { item: u8, from: u8, to: u8 },
    SeriesName { word: u8 },
    SeriesGone,
}

const WORDS: [&str; 5] = ["money", "Müller", "1955-1960", "북한", "trade"];

/// An archive as a small table: item to title word and author word, by file.
#[derive(Clone, Debug, Default)]
struct Archive {
    items: [[Option<(u8, u8)>; 4]; 3],
    series: Option<u8>,
}

impl Archive {
    fn apply(&mut self, edit: &Edit) {
        let at = |file: u8, item: u8| (usize::from(file % 3), usize::from(item % 4));
        match *edit {
            Edit::Title { file, item, word } => {
                let (file, item) = at(file, item);
                self.items[file][item] = Some((word, self.items[file][item].map_or(0, |it| it.1)));
            }
            Edit::Author { file, item, word } => {
                let (file, item) = at(file, item);
                self.items[file][item] = Some((self.items[file][item].map_or(0, |it| it.0), word));
            }
            Edit::Drop { file, item } => {
                let (file, item) = at(file, item);
                self.items[file][item] = None;
            }
            Edit::Move { item, from, to } => {
                let ((from, item), (to, _)) = (at(from, item), at(to, item));
                let taken = self.items[from][item].take();
                self.items[to][item] = taken.or(self.items[to][item]);
            }
            Edit::SeriesName { word } => self.series = Some(word),
            Edit::SeriesGone => self.series = None,
        }
    }

    fn write(&self, folder: &Path) {
        let word = |word: u8| WORDS[usize::from(word) % WORDS.len()];
        let home = folder.join("xyz");
        fs::create_dir_all(home.join("wpaper")).unwrap();
        let head = "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:xyz\nName: X\n\
                    URL: http://x.example.org/RePEc/xyz/\nMaintainer-Email: x@example.org\n";
        fs::write(home.join("xyzarch.rdf"), head).unwrap();
        let series = self.series.map_or(String::new(), |name| {
            format!(
                "Template-Type: ReDIF-Series 1.0\nName: Papers on {}\nType: ReDIF-Paper\n\
                 Maintainer-Email: x@example.org\nHandle: RePEc:xyz:wpaper\n",
                word(name)
            )
        });
        fs::write(home.join("xyzseri.rdf"), series).unwrap();
        for (file, items) in self.items.iter().enumerate() {
            let mut text = String::new();
            for (item, &(title, author)) in
                items.iter().enumerate().filter_map(|(at, it)| Some((at, it.as_ref()?)))
            {
                text.push_str(&format!(
                    "Template-Type: ReDIF-Paper 1.0\nTitle: On {}\nAuthor-Name: Ann {}\nCreation-Date: 2001\n\
                     Handle: RePEc:xyz:wpaper:{item}\n\n",
                    word(title),
                    word(author)
                ));
            }
            fs::write(home.join(format!("wpaper/{file}.rdf")), text).unwrap();
        }
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(file, item, word)| Edit::Title {
            file,
            item,
            word
        }),
        (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(file, item, word)| Edit::Author {
            file,
            item,
            word
        }),
        (any::<u8>(), any::<u8>()).prop_map(|(file, item)| Edit::Drop { file, item }),
        (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(item, from, to)| Edit::Move { item, from, to }),
        any::<u8>().prop_map(|word| Edit::SeriesName { word }),
        Just(Edit::SeriesGone),
    ]
}

/// What an index says to every question a small world can be asked.
fn answers(index: &Index) -> Vec<String> {
    let fields = ["", "title:", "author:", "series:", "about:", "handle:RePEc:xyz:wpaper:"];
    let ask = |text: String| {
        let results =
            index.search(&query::parse(&text), &Request { limit: 100, ..Request::default() }).unwrap();
        let mut handles: Vec<_> = results.hits.iter().map(|hit| hit.handle.to_string()).collect();
        handles.sort();
        format!("{text}: {handles:?} {:?} {:?} {:?}", results.facets, results.years, results.about)
    };
    let items = ["0", "1", "2", "3"];
    fields
        .iter()
        .flat_map(|field| WORDS.iter().chain(&items).map(move |word| format!("{field}{word}")))
        .chain([String::new()])
        .map(ask)
        .collect()
}

async fn story(rounds: &[Vec<Edit>]) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open("sqlite::memory:").await.unwrap();
    let (grown, made) = (Index::open("tantivy::memory:").unwrap(), Index::open("tantivy::memory:").unwrap());
    let mut archive = Archive { series: Some(0), ..Archive::default() };
    let recent = Recent::default();
    for (round, edits) in rounds.iter().enumerate() {
        edits.iter().for_each(|edit| archive.apply(edit));
        archive.write(folder.path());
        let source = Source::find(folder.path()).unwrap();
        let reports = harvest(&store, &recent, &source, round as i64, &mut |_| {}).await;
        assert!(reports.iter().all(|report| report.failed.is_none()), "{reports:?}");
        catch_up(&store.reader(), &grown, &recent).await.unwrap();
    }
    rebuild(&store.reader(), &made).await.unwrap();
    assert_eq!(answers(&grown), answers(&made));
    let live: i64 = store.reader().totals().await.unwrap().counts.iter().map(|count| count.live).sum();
    assert_eq!(grown.count() as i64, live, "every live record is in the index, and no other");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn grown_and_made_answer_alike(rounds in prop::collection::vec(prop::collection::vec(edit(), 1..6), 1..6)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(story(&rounds));
    }
}
