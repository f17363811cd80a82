//! The export verb: records of the ledger as text in a format, one or very many, in constant memory.
//!
//! Here: which records fit which format, what they need from their series, and reading many ahead of
//! their writing. Not here: the formats (`ibid_core::export`), and where the text goes.

use std::collections::HashMap;
use std::sync::Arc;

use ibid_core::export::{Format, Loose, Many, Source, record_json, redif};
use ibid_core::record::Work;
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

/// A record made ready for its export: all but its place in the file.
#[derive(Debug)]
pub enum Ready {
    /// It is withdrawn, or has no place in the format.
    Nothing,
    Text(Kind, String),
    Entry(Kind, Loose),
}

impl Ready {
    pub(crate) fn kind(&self) -> Option<Kind> {
        match self {
            Ready::Text(kind, _) | Ready::Entry(kind, _) => Some(*kind),
            Ready::Nothing => None,
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
    fn ready(self, stored: &Stored, series: &Named) -> Ready {
        let format = match self {
            _ if stored.state == State::Withdrawn => return Ready::Nothing,
            As::Redif => {
                let text = redif::received(&stored.text);
                return Ready::Text(stored.kind, format!("{}\n\n", text.trim_end()));
            }
            As::Format(format) => format,
        };
        if !stored.kind.is_work() && format != Format::Json {
            return Ready::Nothing;
        }
        match stored.record() {
            Some(Record::Work(work)) => Ready::Entry(stored.kind, format.loose(&series.source(&work))),
            Some(record) => Ready::Text(stored.kind, record_json(&record, "", "") + "\n"),
            None => Ready::Nothing,
        }
    }
}

/// What a work's export says of its series.
#[derive(Debug, Default)]
pub(crate) struct Named {
    name: String,
    provider: String,
    pub(crate) issn: Vec<String>,
}

impl Named {
    pub(crate) fn source<'a>(&'a self, work: &'a Work) -> Source<'a> {
        let issn = self.issn.first().map_or("", String::as_str);
        Source { work, series_name: &self.name, provider: &self.provider, issn }
    }
}

/// The names of series, each looked up once.
pub(crate) struct Names {
    reader: Reader,
    known: HashMap<Handle, Arc<Named>>,
}

impl Names {
    pub(crate) fn new(reader: Reader) -> Names {
        Names { reader, known: HashMap::new() }
    }

    pub(crate) async fn of(&mut self, stored: &Stored) -> ibid_store::Result<Arc<Named>> {
        // People and institutions stand in none.
        if !stored.kind.is_work() {
            return Ok(Arc::default());
        }
        let series = stored.handle.series_handle();
        if let Some(known) = self.known.get(&series) {
            return Ok(known.clone());
        }
        let declared = self.reader.record(&series).await?;
        let named = match declared.and_then(|stored| stored.record()) {
            Some(Record::Series(series)) => {
                let provider = series.providers.into_iter().next().map_or(String::new(), |it| it.name);
                Named { name: series.name, provider, issn: series.issn }
            }
            _ => Named::default(),
        };
        let named = Arc::new(named);
        self.known.insert(series, named.clone());
        Ok(named)
    }
}

/// An export under way.
pub struct Export {
    names: Names,
    wanted: As,
    many: Many,
}

impl Export {
    pub fn new(reader: Reader, wanted: As) -> Export {
        let format = match wanted {
            As::Format(format) => format,
            As::Redif => Format::Text,
        };
        Export { names: Names::new(reader), wanted, many: Many::new(format) }
    }

    /// What stands before the first record.
    pub fn begin(&self) -> &'static str {
        if self.wanted == As::Redif { "" } else { self.many.begin() }
    }

    /// A record as text; `None` for one that is withdrawn or has no place in the format.
    pub async fn entry(&mut self, stored: &Stored) -> ibid_store::Result<Option<String>> {
        let series = self.names.of(stored).await?;
        Ok(self.place(self.wanted.ready(stored, &series)))
    }

    /// A record made ready elsewhere, as it stands after those before it.
    pub fn place(&mut self, ready: Ready) -> Option<String> {
        match ready {
            Ready::Nothing => None,
            Ready::Text(_, text) => Some(text),
            Ready::Entry(_, loose) => Some(self.many.place(loose)),
        }
    }

    /// A work as a citation in a style; `None` for what is withdrawn, is no work, or cannot be set.
    pub async fn citation(&mut self, stored: &Stored, style: &Style) -> ibid_store::Result<Option<Citation>> {
        let Some(work) = live_work(stored) else { return Ok(None) };
        let series = self.names.of(stored).await?;
        Ok(style.cite(&series.source(&work)))
    }

    /// A work as an entry under this key; `None` for what is withdrawn, is no work, or in a format whose
    /// entries have no keys.
    pub async fn keyed(&mut self, stored: &Stored, key: &str) -> ibid_store::Result<Option<String>> {
        let (Some(work), As::Format(format)) = (live_work(stored), self.wanted) else { return Ok(None) };
        let series = self.names.of(stored).await?;
        Ok(format.keyed(&series.source(&work), key))
    }

    /// What stands after the last record.
    pub fn end(&self) -> &'static str {
        if self.wanted == As::Redif { "" } else { self.many.end() }
    }
}

pub(crate) fn live_work(stored: &Stored) -> Option<Box<Work>> {
    match stored.record().filter(|_| stored.state == State::Live)? {
        Record::Work(work) => Some(work),
        _ => None,
    }
}

/// Many records on their way to an export: read in order, made ready on other threads a few steps ahead.
pub struct Records {
    reader: Reader,
    names: Names,
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
        let names = Names::new(reader.clone());
        Records { reader, names, wanted, left: Left::After(0), ahead: Ahead::new() }
    }

    /// These, in this order.
    pub fn of(reader: Reader, wanted: As, handles: Vec<Handle>) -> Records {
        Records { left: Left::These(handles.into_iter()), ..Records::all(reader, wanted) }
    }

    /// The next ones; none after the last.
    pub async fn next(&mut self) -> ibid_store::Result<Option<Vec<Ready>>> {
        while !self.ahead.is_full() {
            let Some(some) = self.read().await? else { break };
            let mut named = Vec::with_capacity(some.len());
            for stored in some {
                let series = self.names.of(&stored).await?;
                named.push((stored, series));
            }
            let wanted = self.wanted;
            self.ahead
                .give(move || named.iter().map(|(stored, series)| wanted.ready(stored, series)).collect());
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
