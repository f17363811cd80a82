//! The catalogue published again as archives: a folder laid out as a RePEc mirror, which any harvester
//! reads to the records that are here, but for e-mail addresses.
//!
//! `hst/hstarch.rdf`, `hst/hstseri.rdf`, and a file a year of a series: `hst/ghsdps/2011.rdf`. Its templates
//! stand in the order in which they came, so that what is unchanged is byte for byte the same and what is
//! new comes last. Not here: how a template is written (`ibid_core::export::redif`). Decision 21 says why.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use ibid_core::export::redif;
use ibid_core::{Handle, Kind};
use ibid_store::{Reader, Standing, State, Stored};
use xxhash_rust::xxh3::xxh3_64;

use super::folder::{Folder, Result};
use crate::ahead::Ahead;

/// Records read at once.
const STEP: usize = 500;
/// A file ends with the template that passes one of these; the next is called `2011.2.rdf`.
const MOST_TEMPLATES: usize = 10_000;
const MOST_BYTES: usize = 16 << 20;
/// Letters of a series' code that make its folder's name.
const LONGEST_NAME: usize = 100;
/// The archive that holds copies of everybody's head files, and what no archive of its own can hold.
const COPIES: &str = "all";

/// What was published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The journal's position: everything up to it is in.
    pub position: i64,
    pub archives: u64,
    pub records: u64,
    pub files: u64,
    /// Files that were new or not as they should be.
    pub written: u64,
    /// Files that no longer belong.
    pub removed: u64,
}

/// Publishes all live records in a folder, which must be empty or published by us before. Killed on the
/// way, it is completed by the next.
pub async fn publish(reader: &Reader, root: &Path) -> Result<Published> {
    let position = reader.position().await?;
    let mut mirror = Mirror::new(Folder::open(root)?);
    let mut left = Left::all(reader).await?;
    let mut ahead = Ahead::new();
    loop {
        while !ahead.is_full() {
            let some = left.next(reader).await?;
            if some.is_empty() {
                break;
            }
            ahead.give(move || some.iter().map(Entry::of).collect::<Vec<_>>());
        }
        let Some(entries) = ahead.take().await else { break };
        for entry in entries {
            mirror.take(entry)?;
        }
    }
    mirror.end(position)
}

/// The position at which a folder was last published; `None` when it never was, or not to the end.
pub fn position(root: &Path) -> Option<i64> {
    Folder::noted(root)?.parse().ok()
}

/// Where records stand, read at once.
const STANDING: usize = 20_000;

/// What is still to be read: ids, archive by archive and file by file as they are written. Sixteen bytes a
/// record while they are put in order, eight then.
struct Left {
    ids: std::vec::IntoIter<i64>,
}

impl Left {
    async fn all(reader: &Reader) -> Result<Left> {
        let mut places = reader.places().await?;
        // Those of one folder together; otherwise as they come.
        places.sort_by(|one, other| home(&one.archive).cmp(home(&other.archive)));
        let ranks: HashMap<i64, u32> = places.iter().map(|it| it.id).zip(0..).collect();
        let (mut standing, mut last) = (Vec::new(), 0);
        loop {
            let some = reader.standing(last, STANDING).await?;
            let Some(end) = some.last() else { break };
            last = end.id;
            // A place that came after they were counted has only records that the next time will publish.
            let ranked = |it: &Standing| Some((*ranks.get(&it.place)?, it.year.unwrap_or(0), it.id));
            standing.extend(some.iter().filter_map(ranked));
        }
        standing.sort_unstable();
        Ok(Left { ids: standing.into_iter().map(|it| it.2).collect::<Vec<_>>().into_iter() })
    }

    /// The next records; none after the last.
    async fn next(&mut self, reader: &Reader) -> Result<Vec<Stored>> {
        let ids: Vec<i64> = self.ids.by_ref().take(STEP).collect();
        if ids.is_empty() { Ok(Vec::new()) } else { Ok(reader.by_ids(&ids).await?) }
    }
}

/// The folder of an archive's records; the common one for codes that can name no folder, which only
/// people, institutions and copies of head files have.
fn home(archive: &str) -> &str {
    let is_code = archive.len() == 3 && archive.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_code { archive } else { COPIES }
}

/// A record on its way into a file.
struct Entry {
    folder: String,
    spot: Spot,
    /// Nothing for what is withdrawn: it leaves its file, but not its place in the count.
    text: Option<String>,
}

/// Where a record belongs, from the root of the mirror.
enum Spot {
    /// A head file.
    Head(String),
    /// A file of works, people or institutions, without number and ending.
    Items(String),
}

impl Entry {
    fn of(stored: &Stored) -> Entry {
        let handle = &stored.handle;
        let folder = home(handle.archive()).to_owned();
        let spot = match stored.kind {
            Kind::Archive => Spot::Head(head(&folder, "arch", &stored.file)),
            Kind::Series => Spot::Head(head(&folder, "seri", &stored.file)),
            // Registers have a place for each: those that begin alike share a file.
            Kind::Person => Spot::Items(format!("{folder}/pers/{}", beginning(handle, 4))),
            Kind::Institution => Spot::Items(format!("{folder}/inst/{}", beginning(handle, 1))),
            _ => {
                let year = stored.year.map_or_else(|| "undated".to_owned(), |year| year.to_string());
                Spot::Items(format!("{folder}/{}/{year}", file_name(handle.series())))
            }
        };
        let text = match stored.state {
            State::Withdrawn => None,
            State::Live => redif::again(&stored.text),
        };
        if text.is_none() && stored.state == State::Live {
            tracing::warn!("{handle}: its text can no longer be read; not published");
        }
        Entry { folder, spot, text }
    }
}

/// The head file of an archive. What is known from a copy only stays one.
fn head(folder: &str, ending: &str, from: &str) -> String {
    match from.starts_with("all/") {
        true => format!("{COPIES}/{folder}{ending}.rdf"),
        false => format!("{folder}/{folder}{ending}.rdf"),
    }
}

/// The first letters of what follows the archive in a handle, as a name.
fn beginning(handle: &Handle, letters: usize) -> String {
    file_name(&handle.series().chars().take(letters).collect::<String>())
}

/// Any text as the name of a file: letters, digits, hyphens and underscores as they are, other bytes as
/// `=2e`; what is too long is cut and told apart by its digest. No two texts have one name.
fn file_name(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => name.push(char::from(byte)),
            byte => name.push_str(&format!("={byte:02x}")),
        }
    }
    if name.is_empty() {
        name.push('=');
    }
    if name.len() > LONGEST_NAME {
        name.truncate(LONGEST_NAME);
        name.push_str(&format!("=-{:016x}", xxh3_64(text.as_bytes())));
    }
    name
}

/// The folder as it is being written, an archive at a time.
struct Mirror {
    folder: Folder,
    archive: String,
    /// Whether the archive has a folder of its own, and not only copies of head files.
    own: bool,
    /// Head files by name.
    heads: BTreeMap<String, String>,
    items: Items,
    /// How many files of each name there are.
    numbers: HashMap<String, usize>,
    done: Published,
}

/// A file of templates as it grows.
#[derive(Default)]
struct Items {
    name: String,
    templates: usize,
    text: String,
}

impl Mirror {
    fn new(folder: Folder) -> Mirror {
        let (archive, own, heads, items, numbers, done) = Default::default();
        Mirror { folder, archive, own, heads, items, numbers, done }
    }

    fn take(&mut self, entry: Entry) -> Result<()> {
        if entry.folder != self.archive {
            self.end_archive()?;
            self.archive = entry.folder;
        }
        let text = match entry.spot {
            Spot::Head(name) => {
                self.own |= name.starts_with(&self.archive);
                self.heads.entry(name).or_default()
            }
            Spot::Items(name) => {
                self.own = true;
                if self.items.name != name || self.items.is_full() {
                    self.end_items()?;
                    self.items.name = name;
                }
                self.items.templates += 1;
                &mut self.items.text
            }
        };
        if let Some(template) = entry.text {
            text.push_str(&template);
            text.push('\n');
            self.done.records += 1;
        }
        Ok(())
    }

    fn end_items(&mut self) -> Result<()> {
        let Items { name, templates, text } = std::mem::take(&mut self.items);
        if templates == 0 {
            return Ok(());
        }
        let number = self.numbers.entry(name.clone()).or_default();
        *number += 1;
        let name = match *number {
            1 => format!("{name}.rdf"),
            number => format!("{name}.{number}.rdf"),
        };
        match text.is_empty() {
            true => Ok(()),
            false => self.folder.write(name, text.as_bytes()),
        }
    }

    /// An archive whose records are all withdrawn keeps its head files: readers see that it is empty.
    fn end_archive(&mut self) -> Result<()> {
        self.end_items()?;
        if std::mem::take(&mut self.own) {
            self.done.archives += 1;
            for ending in ["arch", "seri"] {
                self.heads.entry(head(&self.archive, ending, "")).or_default();
            }
        }
        for (name, text) in std::mem::take(&mut self.heads) {
            if !text.is_empty() || name.starts_with(&self.archive) {
                self.folder.write(name, text.as_bytes())?;
            }
        }
        Ok(())
    }

    fn end(mut self, position: i64) -> Result<Published> {
        self.end_archive()?;
        let removed = self.folder.clear()?;
        self.folder.note(&position.to_string())?;
        let (files, written) = (self.folder.files(), self.folder.written);
        Ok(Published { position, files, written, removed, ..self.done })
    }
}

impl Items {
    fn is_full(&self) -> bool {
        self.templates >= MOST_TEMPLATES || self.text.len() >= MOST_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_code_is_a_name() {
        let check = |text: &str, name: &str| assert_eq!(file_name(text), name, "{text:?}");
        check("ghsdps", "ghsdps");
        check("", "=");
        check("..", "=2e=2e");
        check("../../etc", "=2e=2e=2f=2e=2e=2fetc");
        check("a=b", "a=3db");
        check("논문", "=eb=85=bc=eb=ac=b8");
        let long = |end: &str| file_name(&("x".repeat(240) + end));
        assert!(long("a") != long("b") && long("a").len() < 255, "{}", long("a"));
    }

    #[test]
    fn codes_that_name_no_folder_share_one() {
        let check = |archive: &str, folder: &str| assert_eq!(home(archive), folder);
        check("hst", "hst");
        check("all", "all");
        check("..", "all");
        check("abcd", "all");
        check("p2p", "all");
        assert_eq!(head("hst", "seri", "hst/hstseri.rdf"), "hst/hstseri.rdf");
        assert_eq!(head("hst", "seri", "all/hstseri.rdf"), "all/hstseri.rdf");
        assert_eq!(head("all", "arch", "all/xyzarch.rdf"), "all/allarch.rdf");
    }
}
