//! Reading lists and bibliographies on a topic: plain TOML files in the data folder's `lists/`, one a list.
//!
//! A list names its editors and chooses works by handle, each with a note. The folder is looked at again
//! now and then, so a list that is saved is a list that is shown. What cannot be read is told with file and
//! line, and hides nothing but its own file. Not here: the works themselves, which the ledger has.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ibid_core::Handle;
use ibid_core::handle::is_short_id;
use serde::Deserialize;
use tokio::sync::Mutex;
use toml::Spanned;

/// A list, as its file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The name of its file without `.toml`: what its address is made of.
    pub name: String,
    pub title: String,
    /// Paragraphs.
    pub about: Vec<String>,
    pub editors: Vec<Editor>,
    pub sections: Vec<Section>,
    /// When its file was last changed, in seconds since 1970.
    pub changed: i64,
}

/// Who keeps a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Editor {
    pub name: String,
    /// Short-id in lower case; empty when not registered.
    pub id: String,
}

/// A part of a list; its title is empty for works that stand under none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    pub title: String,
    pub about: Vec<String>,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub handle: Handle,
    pub note: String,
    /// Where it stands in the file.
    pub line: usize,
}

impl List {
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.sections.iter().flat_map(|section| &section.entries)
    }
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `korea.toml`.
    pub file: String,
    pub line: usize,
    pub message: String,
}

/// All lists of a folder, in order of their names, and what could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf {
    pub lists: Vec<List>,
    pub faults: Vec<Fault>,
}

/// The lists of an installation. Cheap to clone.
#[derive(Clone, Default)]
pub struct Lists {
    folder: Option<PathBuf>,
    kept: Arc<Mutex<Option<Kept>>>,
}

#[derive(Clone)]
struct Kept {
    looked: Instant,
    files: Vec<File>,
    shelf: Arc<Shelf>,
}

/// A file by name, time and size: enough to see that it changed.
#[derive(Clone, Debug, PartialEq)]
struct File {
    name: String,
    changed: i64,
    size: u64,
}

/// How long the folder is not looked at again.
const REST: Duration = Duration::from_secs(2);
/// Files read, and bytes of each.
const MOST: usize = 1_000;
const LARGEST: u64 = 4 << 20;

impl Lists {
    /// The lists in this folder, which need not be there.
    pub fn new(folder: PathBuf) -> Lists {
        Lists { folder: Some(folder), kept: Arc::default() }
    }

    /// All lists as they are now, or were two seconds ago. Files are read on a thread that may wait for
    /// the disk, by one for all who ask meanwhile.
    pub async fn shelf(&self) -> Arc<Shelf> {
        let Some(folder) = self.folder.clone() else { return Arc::default() };
        let mut kept = self.kept.lock().await;
        if let Some(kept) = kept.as_ref().filter(|it| it.looked.elapsed() < REST) {
            return kept.shelf.clone();
        }
        let before = kept.clone();
        let now = match tokio::task::spawn_blocking(move || Kept::now(&folder, before)).await {
            Ok(now) => now,
            // Only when the program ends, or a reader of files has a fault: what there was.
            Err(_) => return kept.as_ref().map_or_else(Arc::default, |kept| kept.shelf.clone()),
        };
        kept.insert(now).shelf.clone()
    }
}

impl Kept {
    /// The folder as it is; files are read when one of them is another than `before`.
    fn now(folder: &Path, before: Option<Kept>) -> Kept {
        let files = files(folder);
        let same = before.filter(|it| it.files == files).map(|it| it.shelf);
        let shelf = same.unwrap_or_else(|| Arc::new(read_all(folder, &files)));
        Kept { looked: Instant::now(), files, shelf }
    }
}

fn files(folder: &Path) -> Vec<File> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<File> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let meta = entry.metadata().ok().filter(|it| it.is_file() && name.ends_with(".toml"))?;
            let since = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH).duration_since(UNIX_EPOCH);
            let changed = since.map_or(0, |it| it.as_secs().cast_signed());
            Some(File { name, changed, size: meta.len() })
        })
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files.truncate(MOST);
    files
}

fn read_all(folder: &Path, files: &[File]) -> Shelf {
    let mut shelf = Shelf::default();
    for file in files {
        match text(&folder.join(&file.name)) {
            Ok(text) => {
                let (list, faults) = read(file, &text);
                shelf.lists.extend(list);
                shelf.faults.extend(faults);
            }
            Err(message) => shelf.faults.push(Fault { file: file.name.clone(), line: 1, message }),
        }
    }
    shelf
}

/// The file's text; of one that is too large, no more than shows it.
fn text(path: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    let read = file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if read as u64 > LARGEST {
        return Err(format!("is larger than {LARGEST} bytes"));
    }
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// The file's text as a list, and what is wrong with it.
fn read(file: &File, text: &str) -> (Option<List>, Vec<Fault>) {
    let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
    let fault = |line: usize, message: String| Fault { file: file.name.clone(), line, message };
    let name = file.name.trim_end_matches(".toml");
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        let message = "a list's file is named with small letters, digits and hyphens".to_owned();
        return (None, vec![fault(1, message)]);
    }
    let raw: Raw = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            return (None, vec![fault(line(at), error.message().replace('\n', " "))]);
        }
    };
    let mut faults = Vec::new();
    let mut entries = |works: Vec<RawWork>| {
        let mut out = Vec::new();
        for work in works {
            let at = line(work.handle.span().start);
            match Handle::parse(work.handle.get_ref()) {
                Some(handle) => out.push(Entry { handle, note: work.note.trim().to_owned(), line: at }),
                None => faults.push(fault(at, format!("\"{}\" is no handle", work.handle.get_ref()))),
            }
        }
        out
    };
    let mut sections = Vec::new();
    if !raw.work.is_empty() {
        sections.push(Section { entries: entries(raw.work), ..Section::default() });
    }
    for section in raw.section {
        let about = paragraphs(&section.about);
        sections.push(Section { title: section.title, about, entries: entries(section.work) });
    }
    let editors = raw.editor.into_iter().map(|it| editor(&it.name, &it.id)).collect();
    let (title, about) = (raw.title, paragraphs(&raw.about));
    let list = List { name: name.to_owned(), title, about, editors, sections, changed: file.changed };
    (Some(list), faults)
}

fn editor(name: &str, id: &str) -> Editor {
    let id = if is_short_id(id) { id.to_ascii_lowercase() } else { String::new() };
    Editor { name: if name.is_empty() { id.clone() } else { name.to_owned() }, id }
}

fn paragraphs(text: &str) -> Vec<String> {
    let paragraphs = text.split("\n\n").map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.filter(|it| !it.is_empty()).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    title: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    editor: Vec<RawEditor>,
    #[serde(default)]
    work: Vec<RawWork>,
    #[serde(default)]
    section: Vec<RawSection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEditor {
    #[serde(default)]
    name: String,
    #[serde(default)]
    id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    title: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    work: Vec<RawWork>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWork {
    handle: Spanned<String>,
    #[serde(default)]
    note: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> File {
        File { name: name.to_owned(), changed: 7, size: 0 }
    }

    const LIST: &str = "title = \"Korea\"\nabout = \"\"\"\nOne\ntwo.\n\nThree.\"\"\"\n\
        [[editor]]\nname = \"A. Reader\"\n[[editor]]\nid = \"PKI42\"\n\
        [[work]]\nhandle = \"repec:HST:ghsdps:GD11-190\"\nnote = \"Begin here.\"\n\
        [[section]]\ntitle = \"Talks\"\n[[section.work]]\nhandle = \"nonsense\"\n";

    #[test]
    fn a_file_becomes_a_list() {
        let (list, faults) = read(&file("korea.toml"), LIST);
        let list = list.expect("a list");
        assert_eq!((list.name.as_str(), list.title.as_str(), list.changed), ("korea", "Korea", 7));
        assert_eq!(list.about, ["One two.", "Three."]);
        let editors: Vec<_> = list.editors.iter().map(|it| (it.name.as_str(), it.id.as_str())).collect();
        assert_eq!(editors, [("A. Reader", ""), ("pki42", "pki42")]);
        let entries: Vec<_> = list.entries().map(|it| (it.handle.as_str(), it.line)).collect();
        assert_eq!(entries, [("RePEc:hst:ghsdps:gd11-190", 12)]);
        assert_eq!((faults.len(), faults[0].line), (1, 17));
    }

    #[test]
    fn faults_have_a_line() {
        let check = |name: &str, text: &str, line: usize, says: &str| {
            let (list, faults) = read(&file(name), text);
            assert_eq!(list, None, "{text}");
            assert_eq!((faults.len(), faults[0].line), (1, line), "{faults:?}");
            assert!(faults[0].message.contains(says), "{faults:?}");
        };
        check("a.toml", "title = \"A\"\nabuot = \"B\"\n", 2, "abuot");
        check("a.toml", "title = \"A\"\n\n[[work]\n", 3, "");
        check("a.toml", "about = \"A\"\n", 1, "title");
        check("../a.toml", "title = \"A\"\n", 1, "named");
        check("É.toml", "title = \"A\"\n", 1, "named");
    }

    #[test]
    fn of_a_file_that_is_too_large_little_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("large.toml");
        let size =
            |bytes: u64| std::fs::File::create(&path).and_then(|file| file.set_len(bytes)).expect("a file");
        size(LARGEST);
        assert_eq!(text(&path).map(|it| it.len() as u64), Ok(LARGEST));
        // A file of a terabyte takes neither its time nor its room.
        size(1 << 40);
        assert_eq!(text(&path), Err(format!("is larger than {LARGEST} bytes")));
    }

    #[tokio::test]
    async fn saved_lists_are_seen() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("lists");
        assert_eq!(*Lists::new(path.clone()).shelf().await, Shelf::default());
        std::fs::create_dir(&path).expect("a folder");
        std::fs::write(path.join("korea.toml"), LIST).expect("a file");
        std::fs::write(path.join("notes.txt"), "no list").expect("a file");
        let lists = Lists::new(path.clone());
        assert_eq!(lists.shelf().await.lists.len(), 1);
        std::fs::write(path.join("other.toml"), "title = \"B\"").expect("a file");
        assert_eq!(lists.shelf().await.lists.len(), 1, "within two seconds");
        if let Some(kept) = lists.kept.lock().await.as_mut() {
            kept.looked -= REST;
        }
        assert_eq!(lists.shelf().await.lists.len(), 2);
    }
}
