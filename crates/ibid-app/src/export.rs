//! The export verb: records of the ledger as text in a format, one or very many, in constant memory.
//!
//! Here: which records fit which format, what they need from their series, and reading many ahead of
//! their writing. Not here: the formats (`ibid_core::export`), and where the text goes.

use std::collections::HashMap;

use ibid_core::export::{Format, Many, Source, record_json, redif};
use ibid_core::{Handle, Kind, Record};
use ibid_store::{Reader, State, Stored};

use crate::ahead::Ahead;
use crate::style::{Citation, Style};

/// Records read at once.
const STEP: usize = 500;

/// What records leave as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    /// The source's own text.
    Redif,
    Format(Format),
}

/// A record made ready for its export: all that needs no other record, and so may be done anywhere.
#[derive(Debug)]
pub enum Ready {
    /// It is withdrawn, or has no place in the format.
    Nothing,
    Text(String),
    Record(Record),
}

impl Ready {
    /// Of a record still to be written.
    pub(crate) fn kind(&self) -> Option<Kind> {
        match self {
            Ready::Record(record) => Some(record.kind()),
            Ready::Nothing | Ready::Text(_) => None,
        }
    }
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

    /// Only ReDIF and JSON hold anything but works.
    pub fn ready(self, stored: &Stored) -> Ready {
        match self {
            _ if stored.state == State::Withdrawn => Ready::Nothing,
            As::Redif => Ready::Text(format!("{}\n\n", redif::received(&stored.text).trim_end())),
            As::Format(Format::Json) => stored.record().map_or(Ready::Nothing, Ready::Record),
            As::Format(_) if !stored.kind.is_work() => Ready::Nothing,
            As::Format(_) => stored.record().map_or(Ready::Nothing, Ready::Record),
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

    /// A record as text; `None` for one that is withdrawn or has no place in the format.
    pub async fn entry(&mut self, stored: &Stored) -> ibid_store::Result<Option<String>> {
        self.finish(self.wanted.ready(stored)).await
    }

    /// The rest of an entry.
    pub async fn finish(&mut self, ready: Ready) -> ibid_store::Result<Option<String>> {
        match ready {
            Ready::Nothing => Ok(None),
            Ready::Text(text) => Ok(Some(text)),
            Ready::Record(Record::Work(work)) => {
                let (series_name, provider) = self.series_of(&work.handle).await?;
                let source = Source { work: &work, series_name: &series_name, provider: &provider };
                Ok(Some(self.many.entry(&source)))
            }
            Ready::Record(record) => Ok(Some(record_json(&record, "", "") + "\n")),
        }
    }

    /// A work as a citation in a style; `None` for what is withdrawn, is no work, or cannot be set.
    pub async fn citation(&mut self, stored: &Stored, style: &Style) -> ibid_store::Result<Option<Citation>> {
        let record = stored.record().filter(|_| stored.state == State::Live);
        let Some(Record::Work(work)) = record else { return Ok(None) };
        let (series_name, provider) = self.series_of(&stored.handle).await?;
        Ok(style.cite(&Source { work: &work, series_name: &series_name, provider: &provider }))
    }

    /// A work as an entry under this key; `None` for what is withdrawn, is no work, or in a format whose
    /// entries have no keys.
    pub async fn keyed(&mut self, stored: &Stored, key: &str) -> ibid_store::Result<Option<String>> {
        let record = stored.record().filter(|_| stored.state == State::Live);
        let (Some(Record::Work(work)), As::Format(format)) = (record, self.wanted) else { return Ok(None) };
        let (series_name, provider) = self.series_of(&stored.handle).await?;
        Ok(format.keyed(&Source { work: &work, series_name: &series_name, provider: &provider }, key))
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

/// Many records on their way to an export: read in order, made ready on other threads a few steps ahead.
pub struct Records {
    reader: Reader,
    wanted: As,
    left: Left,
    ahead: Ahead<Vec<Ready>>,
}

/// What is still to be read.
enum Left {
    /// All with a higher id.
    After(i64),
    These(std::vec::IntoIter<Handle>),
    Nothing,
}

impl Records {
    /// All there are, in the order in which they came.
    pub fn all(reader: Reader, wanted: As) -> Records {
        Records { reader, wanted, left: Left::After(0), ahead: Ahead::new() }
    }

    /// These, in this order.
    pub fn of(reader: Reader, wanted: As, handles: Vec<Handle>) -> Records {
        Records { left: Left::These(handles.into_iter()), ..Records::all(reader, wanted) }
    }

    /// The next ones; none after the last.
    pub async fn next(&mut self) -> ibid_store::Result<Option<Vec<Ready>>> {
        while !self.ahead.is_full() {
            let Some(some) = self.read().await? else { break };
            let wanted = self.wanted;
            self.ahead.give(move || some.iter().map(|stored| wanted.ready(stored)).collect());
        }
        Ok(self.ahead.take().await)
    }

    async fn read(&mut self) -> ibid_store::Result<Option<Vec<Stored>>> {
        let some = match &mut self.left {
            Left::After(after) => {
                let some = self.reader.all_after(*after, STEP).await?;
                *after = some.last().map_or(*after, |last| last.id);
                (!some.is_empty()).then_some(some)
            }
            Left::These(handles) => {
                let handles: Vec<Handle> = handles.take(STEP).collect();
                let some = self.reader.records(&handles).await?.into_iter().flatten().collect();
                (!handles.is_empty()).then_some(some)
            }
            Left::Nothing => None,
        };
        if some.is_none() {
            self.left = Left::Nothing;
        }
        Ok(some)
    }
}
