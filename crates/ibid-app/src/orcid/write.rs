//! Works as ORCID takes them, many at a time, and what it says of each.

use ibid_core::{Kind, Record};
use serde_json::{Value, json};

/// As many as one call may hold.
pub(super) const AT_A_TIME: usize = 100;

/// A work to be put into a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    pub title: String,
    pub kind: Kind,
    pub year: Option<i16>,
    /// Bare; empty without one.
    pub doi: String,
    /// Of the journal, book or series.
    pub appeared_in: String,
    /// Its handle, and its page here.
    pub handle: String,
    pub page: String,
}

impl Put {
    /// `None` for what is no work. `series`: the name of its series; `page`: its address here.
    pub fn of(record: &Record, series: &str, page: String) -> Option<Put> {
        let work = record.as_work()?;
        let named = [&work.journal, &work.book_title].into_iter().find(|it| !it.is_empty());
        Some(Put {
            title: work.title.clone(),
            kind: work.kind,
            year: work.year(),
            doi: work.doi.clone(),
            appeared_in: named.map_or_else(|| series.to_owned(), Clone::clone),
            handle: work.handle.as_str().to_owned(),
            page,
        })
    }

    fn json(&self) -> Value {
        let id = |kind: &str, value: &str, url: &str| {
            json!({ "external-id-type": kind, "external-id-value": value, "external-id-url": { "value": url },
                "external-id-relationship": "self" })
        };
        let mut ids = vec![id("other-id", &self.handle, &self.page)];
        if !self.doi.is_empty() {
            ids.insert(0, id("doi", &self.doi, &format!("https://doi.org/{}", self.doi)));
        }
        let mut work = json!({
            "title": { "title": { "value": self.title } },
            "type": kind(self.kind),
            "external-ids": { "external-id": ids },
            "url": { "value": self.page },
        });
        if !self.appeared_in.is_empty() {
            work["journal-title"] = json!({ "value": self.appeared_in });
        }
        if let Some(year) = self.year {
            work["publication-date"] = json!({ "year": { "value": format!("{year:04}") } });
        }
        json!({ "work": work })
    }
}

pub(super) fn body(works: &[Put]) -> Value {
    json!({ "bulk": works.iter().map(Put::json).collect::<Vec<_>>() })
}

/// ORCID's own words.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "journal-article",
        Kind::Chapter => "book-chapter",
        Kind::Book => "book",
        Kind::Software => "software",
        Kind::Talk => "lecture-speech",
        _ => "working-paper",
    }
}

/// What became of works that were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    pub added: usize,
    /// That were in the record already.
    pub there: usize,
    pub refused: usize,
}

impl Sent {
    pub(super) fn add(&mut self, answer: &Value) {
        for one in answer["bulk"].as_array().map_or(&[][..], Vec::as_slice) {
            match one["error"]["response-code"].as_i64() {
                None if one["work"].is_object() => self.added += 1,
                Some(409) => self.there += 1,
                _ => self.refused += 1,
            }
        }
    }
}
