//! Which fields there are, where they may stand, and what their values must be, ready for fast look-up.
//! The rows themselves are in `schema_table.rs`; checking values against their type is in `check.rs`.
//!
//! # Decisions
//!
//! Where the text of ReDIF 1.0 (2007) and the reference reader (2.74) disagree, this crate does as follows.
//!
//! | topic | here |
//! |---|---|
//! | digits, `#`, `_` in field names | a name as the text has it, with no remark if the name is a known one |
//! | blank between name and colon, known name indented | a field, with a warning |
//! | `word:` at the start of a line of prose | text of the field before, with a note |
//! | handle split over two lines | joined without the blank, with a warning |
//! | `Publication-Type` | a field of papers, articles, books and chapters |
//! | `Title`, `Number`, `Length`, `Series` repeated | all are kept; a warning for those the text calls single, `Number` only in articles |
//! | book without `Provider`, software without `Programming-Language` | accepted |
//! | `Note` in an article; `DOI` and `Language` of software | accepted |
//! | UTF-8 without a byte order mark | UTF-8; whatever is not valid UTF-8 is Windows-1252 (or 1251), line by line |
//! | series without `Maintainer-Email` | a warning, not an error: the published sample leaves it out |
//! | `X-` field at template level | does not close the open cluster |
//! | cluster field after a field of the template | belongs to the last cluster of its kind, with a warning |
//! | bad `File-URL` | the link is dropped with a warning; the template stays good |
//! | `Provider-Institution` before any `Provider-Name` | a field of the series itself, deprecated |
//! | unknown field | kept, with a warning; the template stays good |
//! | `Classification-Scheme`, `Maintainer-Homepage` in series | accepted: in use though in no text |
//! | `Template-Type: ReDIF-Talk 1.0` | an addition of this crate |

use std::sync::LazyLock;

use crate::kind::TemplateKind;
use crate::nearest::nearest;
use crate::schema_table::{ALIASES, CLUSTERS, FIELDS, NESTED, ORGANIZATION, Part};

/// What a value must look like; the rules are with the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Title,
    Prose,
    Name,
    Postal,
    Keywords,
    Url,
    Email,
    Mime,
    Percent,
    /// Which kind of handle depends on the template.
    Handle,
    ArchiveHandle,
    SeriesHandle,
    DocumentHandle,
    PersonHandle,
    InstitutionHandle,
    Jel,
    Date,
    /// A date that may have a time behind it.
    Stamp,
    Year,
    Month,
    Pages,
    Language,
    Status,
    SeriesKind,
    ProgrammingLanguage,
    Doi,
    Issn,
    Isbn,
}

impl Type {
    pub(crate) fn is_handle(self) -> bool {
        use Type::*;
        matches!(
            self,
            Handle | ArchiveHandle | SeriesHandle | DocumentHandle | PersonHandle | InstitutionHandle
        )
    }

    /// Whether a line `word: …` inside such a value is more likely text than a field.
    pub(crate) fn is_prose(self) -> bool {
        use Type::*;
        matches!(self, Title | Prose | Postal | Keywords | Status)
    }
}

/// Everything known about one full field name.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Lower case.
    pub(crate) name: String,
    /// As the specification writes it.
    pub(crate) label: String,
    pub(crate) ty: Type,
    /// Masks of [`TemplateKind::bit`].
    pub(crate) kinds: u16,
    pub(crate) required: u16,
    pub(crate) single: u16,
    pub(crate) deprecated: u16,
    /// Which cluster it belongs to, as an index into [`Schema::clusters`].
    pub(crate) cluster: Option<u8>,
    /// In the workplace inside a person.
    pub(crate) nested: bool,
    /// Opens its cluster.
    pub(crate) key: bool,
}

/// A cluster: its prefix in lower case and the templates it may stand in.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) prefix: String,
    pub(crate) kinds: u16,
    pub(crate) person: bool,
}

/// Index of an entry; names nobody knows have [`UNKNOWN`].
pub(crate) type Id = u16;

pub(crate) const UNKNOWN: Id = Id::MAX;

pub(crate) struct Schema {
    pub(crate) entries: Vec<Entry>,
    pub(crate) clusters: Vec<Cluster>,
    /// The entries of `Handle`, `Name` and `Title`.
    pub(crate) handle: Id,
    pub(crate) name: Id,
    pub(crate) title: Id,
    /// By template type: what it cannot do without.
    pub(crate) required: Vec<Vec<Id>>,
    /// Open addressing, a power of two long, [`UNKNOWN`] where free.
    slots: Vec<Slot>,
}

const SLOTS: usize = 1024;

/// The one schema of the process.
pub(crate) fn schema() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::build);
    &SCHEMA
}

impl Schema {
    fn build() -> Schema {
        let mut schema = Schema {
            entries: Vec::new(),
            clusters: Vec::new(),
            handle: UNKNOWN,
            name: UNKNOWN,
            title: UNKNOWN,
            required: Vec::new(),
            slots: vec![Slot { key: Key::of(b""), id: UNKNOWN }; SLOTS],
        };
        for row in FIELDS {
            schema.add(Entry {
                name: row.name.to_ascii_lowercase(),
                label: row.name.to_owned(),
                ty: row.ty,
                kinds: mask(row.kinds),
                required: mask(row.required),
                single: mask(row.single),
                deprecated: mask(row.deprecated),
                cluster: None,
                nested: false,
                key: false,
            });
        }
        for row in CLUSTERS {
            let index = schema.clusters.len() as u8;
            let kinds = mask(row.kinds);
            schema.clusters.push(Cluster {
                prefix: row.prefix.to_ascii_lowercase(),
                kinds,
                person: row.person,
            });
            let masks = (kinds, mask(row.required), mask(row.deprecated));
            row.shape.iter().for_each(|p| schema.add_part(row.prefix, p, index, masks, false));
            if row.person {
                let prefix = format!("{}-{NESTED}", row.prefix);
                let masks = (kinds, 0, masks.2);
                ORGANIZATION.iter().for_each(|p| schema.add_part(&prefix, p, index, masks, true));
            }
        }
        schema.handle = schema.find(b"Handle");
        schema.name = schema.find(b"Name");
        schema.title = schema.find(b"Title");
        schema.required = TemplateKind::all()
            .chain([TemplateKind::Unknown])
            .map(|kind| {
                let ids = 0..schema.entries.len() as Id;
                ids.filter(|id| schema.entries[*id as usize].required & kind.bit() != 0).collect()
            })
            .collect();
        schema
    }

    fn add_part(
        &mut self,
        prefix: &str,
        part: &Part,
        cluster: u8,
        (kinds, required, deprecated): (u16, u16, u16),
        nested: bool,
    ) {
        let label = format!("{prefix}-{}", part.name);
        self.add(Entry {
            name: label.to_ascii_lowercase(),
            label,
            ty: part.ty,
            kinds,
            required: if part.key { required } else { 0 },
            single: if part.single { kinds } else { 0 },
            deprecated,
            cluster: Some(cluster),
            nested,
            key: part.key,
        });
    }

    fn add(&mut self, entry: Entry) {
        let id = self.entries.len() as Id;
        let key = Key::of(entry.name.as_bytes());
        let mut slot = key.slot();
        while self.slots[slot].id != UNKNOWN {
            slot = (slot + 1) % SLOTS;
        }
        self.slots[slot] = Slot { key, id };
        self.entries.push(entry);
    }

    /// The entry of a field name, whatever its case.
    pub(crate) fn find(&self, name: &[u8]) -> Id {
        let key = Key::of(name);
        let mut at = key.slot();
        loop {
            let Slot { key: known, id } = self.slots[at];
            if id == UNKNOWN {
                return UNKNOWN;
            }
            if known == key && self.is_middle(id, name) {
                return id;
            }
            at = (at + 1) % SLOTS;
        }
    }

    /// Whether a name whose two ends are those of an entry is it; only long names have anything between.
    fn is_middle(&self, id: Id, name: &[u8]) -> bool {
        name.len() <= 16 || self.entries[id as usize].name.as_bytes().eq_ignore_ascii_case(name)
    }

    pub(crate) fn entry(&self, id: Id) -> Option<&Entry> {
        self.entries.get(id as usize)
    }

    /// The entry a misspelt or invented name most likely means, among those the template type takes.
    pub(crate) fn guess(&'static self, name: &str, kind: TemplateKind) -> Option<Id> {
        if let Some((_, real)) = ALIASES.iter().find(|(alias, _)| *alias == name) {
            let id = self.find(real.as_bytes());
            return self.entry(id).filter(|e| e.takes(kind)).map(|_| id);
        }
        // A Template-Type begins a template and is never a field inside one.
        let names = || self.entries[1..].iter().filter(|e| e.takes(kind)).map(|e| e.name.as_str());
        let (head, tail) = name.rsplit_once('-').unwrap_or(("", name));
        // `Provider-Home` is cut short rather than misspelt.
        if !head.is_empty()
            && tail.len() > 2
            && let Some(longer) = names().find(|known| known.starts_with(name))
        {
            return Some(self.find(longer.as_bytes()));
        }
        // Under a common head only the last parts are compared: `Provider-Nome`, not `Provider-Room`.
        let last = |known: &'static str| known.strip_prefix(head)?.strip_prefix('-');
        let near = match nearest(tail, names().filter_map(last)) {
            Some(tail) => format!("{head}-{tail}"),
            None => nearest(name, names().filter(|known| last(known).is_none()))?.to_owned(),
        };
        Some(self.find(near.as_bytes()))
    }

    /// Whether people write this for a field that is called otherwise.
    pub(crate) fn is_alias(&self, name: &str) -> bool {
        ALIASES.iter().any(|(alias, _)| *alias == name)
    }

    /// Whether the first part of a hyphenated name is one that real fields have: `provider-…`.
    pub(crate) fn is_family(&self, first: &str) -> bool {
        self.entries.iter().any(|e| e.name.split_once('-').is_some_and(|(head, _)| head == first))
    }

    /// The cluster whose prefix begins this name, and the length of that prefix.
    pub(crate) fn cluster_of(&self, name: &str, kind: TemplateKind) -> Option<(u8, usize)> {
        let head = name.split('-').next().filter(|head| head.len() < name.len())?;
        let index = self
            .clusters
            .iter()
            .position(|c| c.prefix == head && (kind == TemplateKind::Unknown || c.kinds & kind.bit() != 0))?;
        Some((index as u8, head.len()))
    }
}

impl Entry {
    /// Whether templates of this type may hold the field. A template of unknown type takes all.
    pub(crate) fn takes(&self, kind: TemplateKind) -> bool {
        kind == TemplateKind::Unknown || self.kinds & kind.bit() != 0
    }
}

fn mask(letters: &str) -> u16 {
    letters
        .bytes()
        .map(|letter| match letter {
            b'R' => TemplateKind::Archive,
            b'S' => TemplateKind::Series,
            b'P' => TemplateKind::Paper,
            b'A' => TemplateKind::Article,
            b'W' => TemplateKind::Software,
            b'B' => TemplateKind::Book,
            b'C' => TemplateKind::Chapter,
            b'N' => TemplateKind::Person,
            b'I' => TemplateKind::Institution,
            b'T' => TemplateKind::Talk,
            b'M' => TemplateKind::Mirror,
            _ => TemplateKind::Authority,
        })
        .fold(0, |mask, kind| mask | kind.bit())
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    key: Key,
    id: Id,
}

/// Length and two ends of a name, case folded by setting bit 5, which leaves digits and hyphens alone.
/// Enough to tell names of up to 16 letters apart, and nearly enough for the others.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    front: u64,
    back: u64,
    length: usize,
}

impl Key {
    fn of(name: &[u8]) -> Key {
        const FOLD: u64 = 0x2020_2020_2020_2020;
        let (front, back) = match (name.first_chunk::<8>(), name.last_chunk::<8>()) {
            (Some(front), Some(back)) => (u64::from_le_bytes(*front), u64::from_le_bytes(*back)),
            _ => {
                let letters = name.iter().rev();
                (letters.fold(0, |letters, letter| letters << 8 | u64::from(*letter)), 0)
            }
        };
        Key { front: front | FOLD, back: back | FOLD, length: name.len() }
    }

    fn slot(self) -> usize {
        let mixed = self.front.wrapping_mul(0x9E37_79B9_7F4A_7C15)
            ^ self.back.wrapping_mul(0xC2B2_AE3D_27D4_EB4F).rotate_left(29)
            ^ self.length as u64;
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize % SLOTS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, kind: TemplateKind, takes: bool) {
        let id = schema().find(name.as_bytes());
        let entry = schema().entry(id).unwrap_or_else(|| panic!("{name} is not in the schema"));
        assert_eq!(entry.takes(kind), takes, "{name} in {kind:?}");
    }

    #[test]
    fn names_are_found_in_any_case() {
        use TemplateKind::*;
        for (name, kind, takes) in [
            ("title", Paper, true),
            ("TITLE", Series, false),
            ("Author-WorkPlace-Name", Article, true),
            ("author-workplace-institution", Talk, true),
            ("Provider-Homepage", Series, true),
            ("Editor-Email", Paper, false),
            ("Workplace-Name", Person, true),
            ("Primary-Name-English", Institution, true),
            ("Event-Date", Talk, true),
            ("Event-Date", Paper, false),
            ("Publication-Type", Paper, true),
            ("Classification-ACM-1998", Paper, true),
        ] {
            check(name, kind, takes);
        }
        for name in ["", "autor-name", "x-code", "titles", "http", "-"] {
            assert_eq!(schema().find(name.as_bytes()), UNKNOWN, "{name}");
        }
    }

    #[test]
    fn every_name_finds_itself() {
        for (index, entry) in schema().entries.iter().enumerate() {
            assert_eq!(schema().find(entry.label.as_bytes()) as usize, index, "{}", entry.name);
        }
    }

    #[test]
    fn guesses() {
        use TemplateKind::*;
        for (name, kind, want) in [
            ("autor-name", Paper, Some("author-name")),
            ("creation-dat", Paper, Some("creation-date")),
            ("editor", Series, Some("editor-name")),
            ("jel-classification", Paper, Some("classification-jel")),
            ("maintaner-email", Series, Some("maintainer-email")),
            ("maintaner-email", Paper, None),
            ("provider-home", Series, Some("provider-homepage")),
            ("provider-nome", Series, Some("provider-name")),
            ("provider-room", Series, None),
            ("are", Paper, None),
            ("regulations", Paper, None),
        ] {
            let got = schema().guess(name, kind).map(|id| schema().entries[id as usize].name.as_str());
            assert_eq!(got, want, "{name}");
        }
    }
}
