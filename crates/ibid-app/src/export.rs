//! The export verb: records of the ledger as text in a format, one or very many, in constant memory.
//!
//! Here: which records fit which format and what they need from their series. Not here: the formats
//! (`ibid_core::export`), and where the text goes.

use std::collections::HashMap;

use ibid_core::export::{Format, Many, Source, record_json};
use ibid_core::{Handle, Record};
use ibid_store::{Reader, State, Stored};

use crate::style::{Citation, Style};

/// What records leave as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    /// The source's own text.
    Redif,
    Format(Format),
}

impl As {
    /// The words of all formats, for people.
    pub fn words() -> String {
        let words: Vec<_> = Format::ALL.into_iter().map(Format::word).chain(["redif"]).collect();
        words.join(", ")
    }

    pub fn from_word(word: &str) -> Option<As> {
        match word {
            "redif" => Some(As::Redif),
            word => Format::from_word(word).map(As::Format),
        }
    }
}

/// An export under way.
pub struct Export {
    reader: Reader,
    wanted: As,
    many: Many,
    /// Name and provider of series already looked up.
    series: HashMap<Handle, (String, String)>,
}

impl Export {
    pub fn new(reader: Reader, wanted: As) -> Export {
        let format = match wanted {
            As::Format(format) => format,
            As::Redif => Format::Text,
        };
        Export { reader, wanted, many: Many::new(format), series: HashMap::new() }
    }

    /// What stands before the first record.
    pub fn begin(&self) -> &'static str {
        if self.wanted == As::Redif { "" } else { self.many.begin() }
    }

    /// A record as text; `None` for one that is withdrawn or has no place in the format: only ReDIF and
    /// JSON hold anything but works.
    pub async fn entry(&mut self, stored: &Stored) -> ibid_store::Result<Option<String>> {
        if stored.state == State::Withdrawn {
            return Ok(None);
        }
        if self.wanted == As::Redif {
            return Ok(Some(format!("{}\n\n", stored.text.trim_end())));
        }
        match stored.record() {
            Some(Record::Work(work)) => {
                let (series_name, provider) = self.series_of(&stored.handle).await?;
                let source = Source { work: &work, series_name: &series_name, provider: &provider };
                Ok(Some(self.many.entry(&source)))
            }
            Some(record) if self.wanted == As::Format(Format::Json) => {
                Ok(Some(record_json(&record, "", "") + "\n"))
            }
            _ => Ok(None),
        }
    }

    /// A work as a citation in a style; `None` for what is withdrawn, is no work, or cannot be set.
    pub async fn citation(&mut self, stored: &Stored, style: &Style) -> ibid_store::Result<Option<Citation>> {
        let record = stored.record().filter(|_| stored.state == State::Live);
        let Some(Record::Work(work)) = record else { return Ok(None) };
        let (series_name, provider) = self.series_of(&stored.handle).await?;
        Ok(style.cite(&Source { work: &work, series_name: &series_name, provider: &provider }))
    }

    /// What stands after the last record.
    pub fn end(&self) -> &'static str {
        if self.wanted == As::Redif { "" } else { self.many.end() }
    }

    async fn series_of(&mut self, handle: &Handle) -> ibid_store::Result<(String, String)> {
        let series = handle.series_handle();
        if let Some(known) = self.series.get(&series) {
            return Ok(known.clone());
        }
        let stored = self.reader.record(&series).await?;
        let found = match stored.and_then(|stored| stored.record()) {
            Some(Record::Series(series)) => {
                let provider = series.providers.into_iter().next().map_or(String::new(), |it| it.name);
                (series.name, provider)
            }
            _ => Default::default(),
        };
        self.series.insert(series, found.clone());
        Ok(found)
    }
}
