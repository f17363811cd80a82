//! Quality of ranking: nDCG@10 over the classic collections, queries as any of their words.
//!
//!     quality DIR        where DIR holds cran/, cisi/ and cacm/ as published
//!
//! Prints a JSON line for each collection, with what Porter2 stems and plain BM25 reach.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;

use ibid_core::query::{Node, Query};
use ibid_core::{Handle, Kind};
use ibid_search::{Document, Edit, Index, Request};
use serde_json::json;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

struct Collection {
    name: &'static str,
    documents: &'static str,
    queries: &'static str,
    judgements: &'static str,
    /// Where a judgement names the document.
    column: usize,
    /// Whether judgements count queries instead of naming them.
    counted: bool,
    reference: f64,
}

const COLLECTIONS: [Collection; 3] = [
    Collection {
        name: "cran",
        documents: "cran.all.1400",
        queries: "cran.qry",
        judgements: "qrels.txt",
        column: 2,
        counted: true,
        reference: 0.522,
    },
    Collection {
        name: "cisi",
        documents: "CISI.ALL",
        queries: "CISI.QRY",
        judgements: "CISI.REL",
        column: 1,
        counted: false,
        reference: 0.371,
    },
    Collection {
        name: "cacm",
        documents: "cacm.all",
        queries: "query.text",
        judgements: "qrels.text",
        column: 1,
        counted: false,
        reference: 0.476,
    },
];

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).ok_or("usage: quality DIR")?;
    for collection in &COLLECTIONS {
        measure(collection, &Path::new(&folder).join(collection.name))?;
    }
    Ok(())
}

fn measure(collection: &Collection, folder: &Path) -> Result<()> {
    let index = Index::open("tantivy::memory:")?;
    let documents = records(&read(folder, collection.documents)?);
    index.apply(documents.iter().filter_map(document).map(|it| Edit::Put(Box::new(it))))?;
    index.commit(1)?;
    let relevant = judgements(collection, &read(folder, collection.judgements)?);
    let request = Request { facets: false, total: false, ..Request::default() };
    let mut gains = Vec::new();
    for (place, record) in records(&read(folder, collection.queries)?).iter().enumerate() {
        let number = if collection.counted { place + 1 } else { number(&record["I"]) };
        let Some(relevant) = relevant.get(&number) else { continue };
        let hits = index.search(&any_word(&record["W"]), &request)?.hits;
        let found = hits.iter().map(|hit| relevant.contains(&number_of(&hit.handle)));
        gains.push(ndcg(found, relevant.len()));
    }
    let mean = gains.iter().sum::<f64>() / gains.len() as f64;
    println!(
        "{}",
        json!({
            "collection": collection.name, "documents": documents.len(), "queries": gains.len(),
            "ndcg10": (mean * 1e4).round() / 1e4, "reference": collection.reference,
        })
    );
    Ok(())
}

fn read(folder: &Path, name: &str) -> Result<String> {
    Ok(String::from_utf8_lossy(&fs::read(folder.join(name))?).into_owned())
}

/// Records of the SMART format: fields by their letter, lines joined.
fn records(text: &str) -> Vec<HashMap<String, String>> {
    let mut records: Vec<HashMap<String, String>> = Vec::new();
    let mut field = String::new();
    for line in text.lines() {
        match line.strip_prefix('.') {
            Some(rest) if rest.starts_with('I') => {
                records.push(HashMap::from([("I".to_owned(), rest[1..].trim().to_owned())]));
                field.clear();
            }
            Some(rest) if rest.trim().len() == 1 => field = rest.trim().to_owned(),
            _ => {
                if let Some(record) = records.last_mut().filter(|_| !field.is_empty()) {
                    let text = record.entry(field.clone()).or_default();
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
    }
    records
}

fn document(record: &HashMap<String, String>) -> Option<Document> {
    let text = |field: &str| record.get(field).cloned().unwrap_or_default();
    let handle = Handle::parse(&format!("RePEc:col:all:{}", record["I"]))?;
    Some(Document { title: text("T"), summary: text("W"), ..Document::bare(handle, Kind::Paper) })
}

fn number_of(handle: &Handle) -> usize {
    number(handle.item())
}

fn number(text: &str) -> usize {
    text.trim().parse().unwrap_or(0)
}

fn judgements(collection: &Collection, text: &str) -> BTreeMap<usize, HashSet<usize>> {
    let mut judgements: BTreeMap<usize, HashSet<usize>> = BTreeMap::new();
    for line in text.lines() {
        let columns: Vec<&str> = line.split_whitespace().collect();
        if columns.len() > collection.column {
            judgements.entry(number(columns[0])).or_default().insert(number(columns[collection.column]));
        }
    }
    judgements
}

fn any_word(text: &str) -> Query {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.map(|word| Node::Word { field: None, text: word.to_owned() });
    Query { root: Node::Or(words.collect()), notes: Vec::new() }
}

fn ndcg(found: impl Iterator<Item = bool>, relevant: usize) -> f64 {
    let discount = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let gained: f64 =
        found.take(10).enumerate().filter(|(_, hit)| *hit).map(|(rank, _)| discount(rank)).sum();
    gained / (0..relevant.min(10)).map(discount).sum::<f64>()
}
