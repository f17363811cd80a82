//! What a folder of dumps says of itself: `manifest.json`, which names every file with its checksum.
//!
//! Its members are for other programs: add some, rename none.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ibid_store::CopyOf;
use serde::{Deserialize, Serialize};

/// The file's name.
pub const MANIFEST: &str = "manifest.json";
/// The shape described here.
const FORMAT: u32 = 1;

/// What there is: everything at one time, and what changed since earlier times.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// The catalogue's name: positions of its journal mean nothing to copies of another one.
    #[serde(default)]
    pub catalogue: String,
    /// When the newest part was made, in UTC.
    pub made: String,
    /// The same in seconds since 1970.
    pub made_at: i64,
    /// The position of the journal: everything up to it is in.
    pub position: i64,
    pub full: Full,
    /// From the oldest on; each begins where the one before ends.
    pub deltas: Vec<Delta>,
}

/// Every live record as it was at `position` or a moment later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Full {
    pub position: i64,
    pub made: String,
    pub records: u64,
    /// Live records by kind.
    pub kinds: BTreeMap<String, u64>,
    pub files: Vec<Listed>,
    /// The same for another `ibid`: every record as its source wrote it, in one file.
    #[serde(default)]
    pub catalogue: Listed,
}

/// Every record that changed after `after`, up to `position`, as it is now: for who has all up to
/// `after`, or anything between.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta {
    pub after: i64,
    pub position: i64,
    pub made: String,
    pub changes: u64,
    /// How many of them are withdrawals.
    pub withdrawn: u64,
    pub files: Vec<Listed>,
    /// The same for another `ibid`.
    #[serde(default)]
    pub catalogue: Listed,
}

/// A file: JSON, an object a line, packed with zstd.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub name: String,
    pub bytes: u64,
    /// In small hexadecimal digits.
    pub sha256: String,
    pub lines: u64,
    /// Bytes once it is unpacked.
    pub unpacked: u64,
}

impl Manifest {
    /// What a folder says of itself; `None` when it says nothing this program can read.
    pub fn read(root: &Path) -> Option<Manifest> {
        let text = fs::read(root.join(MANIFEST)).ok()?;
        serde_json::from_slice(&text).ok().filter(|it: &Manifest| it.format == FORMAT)
    }

    pub(crate) fn new(catalogue: String, full: Full, deltas: Vec<Delta>, made_at: i64) -> Manifest {
        let (made, position) = (full.made.clone(), full.position);
        Manifest { format: FORMAT, catalogue, made, made_at, position, full, deltas }
    }

    /// Every file it names.
    pub fn files(&self) -> impl Iterator<Item = &Listed> {
        let full = self.full.files.iter().chain([&self.full.catalogue]);
        let deltas = self.deltas.iter().flat_map(|it| it.files.iter().chain([&it.catalogue]));
        full.chain(deltas).filter(|it| !it.name.is_empty())
    }

    /// The files that bring a copy up to date, in their order: what changed since, or everything where that
    /// does not reach back far enough.
    pub fn for_copy(&self, copied: Option<&CopyOf>) -> Vec<&Listed> {
        let Some(copied) = copied.filter(|it| it.catalogue == self.catalogue && it.position > 0) else {
            return vec![&self.full.catalogue];
        };
        let later: Vec<&Delta> = self.deltas.iter().filter(|it| it.position > copied.position).collect();
        match later.first() {
            None if copied.position >= self.position => Vec::new(),
            Some(first) if first.after <= copied.position => later.iter().map(|it| &it.catalogue).collect(),
            _ => vec![&self.full.catalogue],
        }
    }

    /// Whether all of them are there, as long as they should be.
    pub(crate) fn is_whole(&self, root: &Path) -> bool {
        self.files().all(|it| fs::metadata(root.join(&it.name)).is_ok_and(|file| file.len() == it.bytes))
    }

    /// As `sha256sum --check` takes it.
    pub(crate) fn sums(&self) -> String {
        self.files().map(|it| format!("{}  {}\n", it.sha256, it.name)).collect()
    }
}

/// A checksum in small hexadecimal digits.
pub(super) fn hexadecimal(sum: &[u8]) -> String {
    sum.iter().map(|byte| format!("{byte:02x}")).collect()
}
