//! How well references are told apart: reads candidate records and references with the right answer,
//! prints one JSON line a set. Fed by `cargo xtask bench lookup`.
//!
//! `lookup_quality CANDIDATES.json < queries.jsonl`. Candidates come from a plain index of rare words made
//! here, so that what is measured is the reader and the judge.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::BufRead as _;

use ibid_core::lookup::{Fit, Reference, fits, read, settled};
use ibid_core::record::{Agent, Work};
use ibid_core::text::fold;
use ibid_core::{Handle, Kind};
use serde_json::{Value, json};

/// Records weighed for one reference.
const WEIGHED: usize = 30;

struct Shelf {
    /// Each with the name of its journal.
    works: Vec<(Work, String)>,
    by_id: HashMap<String, usize>,
    by_word: HashMap<String, Vec<usize>>,
}

#[derive(Default)]
struct Score {
    asked: u64,
    answerable: u64,
    right: u64,
    wrong: u64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("lookup_quality CANDIDATES.json")?;
    let candidates: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let shelf = Shelf::of(&candidates);
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for line in std::io::stdin().lock().lines() {
        let query: Value = serde_json::from_str(&line?)?;
        let right = query["gold"].as_str().and_then(|id| shelf.by_id.get(id)).copied();
        let found = shelf.find(text(&query, "ref"));
        let score = scores.entry(text(&query, "set").to_owned()).or_default();
        score.asked += 1;
        score.answerable += u64::from(right.is_some());
        score.right += u64::from(found.is_some() && found == right);
        score.wrong += u64::from(found.is_some() && found != right);
    }
    let mut all = Score::default();
    for (set, score) in &scores {
        score.print(set);
        all.asked += score.asked;
        all.answerable += score.answerable;
        all.right += score.right;
        all.wrong += score.wrong;
    }
    all.print("all");
    Ok(())
}

impl Score {
    fn print(&self, set: &str) {
        let share =
            |part: u64, whole: u64| (whole > 0).then(|| (part as f64 / whole as f64 * 1e4).round() / 1e4);
        println!(
            "{}",
            json!({
                "set": set, "asked": self.asked, "answerable": self.answerable, "right": self.right, "wrong": self.wrong,
                "precision": share(self.right, self.right + self.wrong), "recall": share(self.right, self.answerable),
            })
        );
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or("")
}

fn words(text: &str) -> HashSet<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

impl Shelf {
    fn of(candidates: &[Value]) -> Shelf {
        let works: Vec<(Work, String)> = candidates.iter().enumerate().map(|(at, it)| work(it, at)).collect();
        let by_id = candidates.iter().enumerate().map(|(at, it)| (text(it, "id").to_owned(), at)).collect();
        let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, (work, place)) in works.iter().enumerate() {
            let year = work.stated_year.map(|it| it.to_string()).unwrap_or_default();
            let people: Vec<&str> = work.authors.iter().map(|it| it.name.as_str()).collect();
            let first = work.pages.split(['-', '–']).next().unwrap_or("");
            let all = [&work.title, place, &work.volume, first, &year, &people.join(" ")].join(" ");
            for word in words(&all) {
                by_word.entry(word).or_default().push(at);
            }
        }
        Shelf { works, by_id, by_word }
    }

    /// The record a reference as pasted leads to without asking.
    fn find(&self, pasted: &str) -> Option<usize> {
        let asked = read(pasted);
        let text = match asked.as_slice() {
            [one] => one.text.clone(),
            // One reference over lines that were taken for several.
            _ => pasted.replace("-\n", "").replace('\n', " "),
        };
        let reference = Reference::new(&text);
        let mut weights: HashMap<usize, f64> = HashMap::new();
        for word in words(&text) {
            let at = self.by_word.get(&word).map_or(&[][..], Vec::as_slice);
            if at.len() <= self.works.len() / 10 {
                let weight = (self.works.len() as f64 / at.len().max(1) as f64).ln();
                at.iter().for_each(|it| *weights.entry(*it).or_default() += weight);
            }
        }
        let mut best: Vec<(usize, f64)> = weights.into_iter().collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        best.truncate(WEIGHED);
        let fitting = best.iter().filter_map(|(at, _)| {
            let (work, place) = &self.works[*at];
            Some((*at, fits(&reference, work, place)?))
        });
        let (at, fits): (Vec<usize>, Vec<Fit>) = fitting.unzip();
        settled(&fits).map(|best| at[best])
    }
}

/// A record as the samples give it: by fields, or only as a citation.
fn work(value: &Value, at: usize) -> (Work, String) {
    let handle = Handle::parse(&format!("RePEc:xxx:sample:{at}")).expect("a handle");
    let mut work = Work::new(handle, Kind::Article);
    work.title = text(value, "title").to_owned();
    work.volume = text(value, "volume").to_owned();
    work.issue = text(value, "issue").to_owned();
    work.pages = [text(value, "pages"), text(value, "fpage")].concat();
    work.stated_year = text(value, "year").parse().ok();
    let first = text(value, "firstAuthor");
    let names = if first.is_empty() { people(text(value, "authors")) } else { vec![first.to_owned()] };
    work.authors = names.into_iter().map(|name| Agent { name, ..Agent::default() }).collect();
    let mut place = text(value, "journal").to_owned();
    if work.title.is_empty() {
        by_citation(text(value, "citation"), &mut work, &mut place);
    }
    (work, place)
}

/// "Last, First, A. B. Other, and C. D. Third".
fn people(text: &str) -> Vec<String> {
    let text = text.replace(" et al.", "").replace(", and ", ", ").replace(" and ", ", ");
    let mut parts = text.split(", ").map(str::trim).filter(|it| !it.is_empty());
    let first = match (parts.next(), parts.next()) {
        (Some(last), Some(given)) => format!("{last}, {given}"),
        (Some(one), None) => one.to_owned(),
        _ => return Vec::new(),
    };
    std::iter::once(first).chain(parts.map(str::to_owned)).collect()
}

/// `“Title.” 1970. Journal 12 (3): 223–228.`
fn by_citation(citation: &str, work: &mut Work, place: &mut String) {
    let Some((title, rest)) = citation.split_once('“').and_then(|(_, rest)| rest.split_once('”')) else {
        return;
    };
    work.title = title.trim_end_matches('.').to_owned();
    let (year, rest) = rest.trim().split_once(". ").unwrap_or((rest, ""));
    work.stated_year = year.trim().parse().ok();
    let (journal, pages) = rest.split_once(": ").unwrap_or((rest, ""));
    work.pages = pages.trim_end_matches('.').to_owned();
    let journal = journal.split(" (").next().unwrap_or("").trim_end_matches('.');
    match journal.rsplit_once(' ').filter(|(_, volume)| volume.bytes().all(|b| b.is_ascii_digit())) {
        Some((name, volume)) => (*place, work.volume) = (name.to_owned(), volume.to_owned()),
        None => *place = journal.to_owned(),
    }
}
