//! Finding archives and their files in a folder laid out as a RePEc mirror.
//!
//! Here: which files are live, which lie there by accident and why, and nothing outside the mirror
//! is touched (symbolic links may not lead out or round). Not here: reading what the files say.
//! Rules: Guildford protocol (names, any case) and what real mirrors hold beside it.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A place to harvest from, found from the path a person gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    pub archives: Vec<ArchiveFolder>,
    /// Folders of a mirror that look like archives and are not read, and why.
    pub skipped: Vec<Stray>,
}

/// One archive's folder.
#[derive(Clone, Debug, PartialEq)]
pub struct ArchiveFolder {
    /// `hst`, lower case; `all` for the folder of every archive's two head files.
    pub code: String,
    pub path: PathBuf,
    /// Only this file is wanted, because the person named it.
    pub only: Option<PathBuf>,
}

/// What lies in one archive's folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// In the order they are to be read: archive, series, then the rest by name.
    pub files: Vec<LiveFile>,
    pub strays: Vec<Stray>,
    /// Folders and links that could not be looked into; nothing below them counts as vanished.
    pub unreadable: Vec<Stray>,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveFile {
    pub path: PathBuf,
    /// Relative to the mirror, with `/`: `hst/ghsdps/2011.rdf`. The name people and the ledger use.
    pub name: String,
    /// The series folder it lies in, lower case; empty for head files of the archive.
    pub folder: String,
}

/// A file that is not read as live, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Stray {
    pub name: String,
    pub why: String,
}

/// Why a path is no source.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error("{0}: {1}")]
    Unreadable(PathBuf, io::Error),
    #[error(
        "{0}: no archive here: expected a mirror (aaa/aaaarch.rdf …), one archive's folder or a file in one"
    )]
    NotAnArchive(PathBuf),
    #[error("{0}: fetching over the network is not built yet; mirror it into a folder and name that")]
    Remote(String),
}

impl Source {
    /// Finds what `path` means: a mirror, one archive's folder, or one file of an archive.
    pub fn find(path: &Path) -> Result<Source, SourceError> {
        if let Some(text) = path.to_str().filter(|text| text.contains("://")) {
            return Err(SourceError::Remote(text.to_owned()));
        }
        let path = path.canonicalize().map_err(|error| SourceError::Unreadable(path.into(), error))?;
        let source = match path.is_file() {
            true => Source { archives: file_source(&path), skipped: Vec::new() },
            false => folder_source(&path)?,
        };
        if source.archives.is_empty() && source.skipped.is_empty() {
            return Err(SourceError::NotAnArchive(path));
        }
        Ok(source)
    }
}

/// The nearest folder above a file that is an archive's.
fn file_source(path: &Path) -> Vec<ArchiveFolder> {
    path.ancestors()
        .skip(1)
        .find_map(archive_code)
        .map(|(code, folder)| ArchiveFolder { code, path: folder, only: Some(path.to_owned()) })
        .into_iter()
        .collect()
}

/// A folder that is an archive's, or a mirror of several.
fn folder_source(path: &Path) -> Result<Source, SourceError> {
    let unreadable = |error| SourceError::Unreadable(path.to_owned(), error);
    let entries: Vec<_> = fs::read_dir(path).and_then(Iterator::collect).map_err(unreadable)?;
    if let Some((code, path)) = archive_code(path) {
        return Ok(Source { archives: vec![ArchiveFolder { code, path, only: None }], skipped: Vec::new() });
    }
    let mut source = Source::default();
    for entry in entries {
        let inside = entry.path();
        if inside.is_dir() {
            source.take(&inside);
        }
    }
    // The copies of everybody's head files come last, so that an archive's own files are first.
    source.archives.sort_by_key(|archive| (archive.code == "all", archive.code.clone()));
    source.skipped.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(source)
}

impl Source {
    /// One folder of a mirror. There an archive's folder is called by its code, and nothing else is:
    /// two folders of one archive would take each other's records away.
    fn take(&mut self, path: &Path) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut skip = |why: &str| self.skipped.push(Stray { name: name.clone(), why: why.to_owned() });
        if path.is_symlink() {
            return skip("a link to a folder");
        }
        if let Err(error) = fs::read_dir(path) {
            return skip(&error.to_string());
        }
        let Some((code, path)) = archive_code(path) else { return };
        if name.to_lowercase() != code {
            return skip(&format!(
                "holds head files of archive {code}, but a mirror has them in folder {code}"
            ));
        }
        if self.archives.iter().any(|archive| archive.code == code) {
            return skip("the same name in other capitals is there already");
        }
        self.archives.push(ArchiveFolder { code, path, only: None });
    }
}

/// The code of the archive whose folder this is: its name, when it holds a head file of that name; else
/// what its one head file is called. `all` needs only head files of others.
fn archive_code(path: &Path) -> Option<(String, PathBuf)> {
    let folder = path.file_name()?.to_str()?.to_lowercase();
    let mut codes: Vec<String> =
        fs::read_dir(path).ok()?.filter_map(|entry| head_file(entry.ok()?.file_name().to_str()?)).collect();
    codes.sort();
    codes.dedup();
    let code = match codes.as_slice() {
        [] => return None,
        _ if is_code(&folder) && (folder == "all" || codes.contains(&folder)) => folder,
        [code] => code.clone(),
        _ => return None,
    };
    Some((code, path.to_owned()))
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// `hst` for `hstarch.rdf` or `HSTSERI.RDF`; head files have exactly these names.
fn head_file(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let stem = name.strip_suffix(".rdf").or_else(|| name.strip_suffix(".redif"))?;
    let code = stem.strip_suffix("arch").or_else(|| stem.strip_suffix("seri"))?;
    is_code(code).then(|| code.to_owned())
}

impl ArchiveFolder {
    /// The name of the mirror this archive lies in does not matter: names start with the code.
    fn name(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.path).unwrap_or(path);
        let mut name = self.code.clone();
        for part in inside.components() {
            name.push('/');
            name.push_str(&part.as_os_str().to_string_lossy());
        }
        name
    }

    /// Every file below that is called like one of templates, whatever folder it lies in.
    pub(super) fn all_templates(&self) -> Vec<PathBuf> {
        let mut walk = Walk { archive: self, seen: HashSet::new(), listing: Listing::default(), any: true };
        walk.folder(&self.path, 0);
        let mut paths: Vec<_> = walk.listing.files.into_iter().map(|file| file.path).collect();
        paths.sort();
        paths
    }

    /// Walks the folder. What cannot be read is told, not fatal.
    pub fn list(&self) -> Listing {
        let mut walk = Walk { archive: self, seen: HashSet::new(), listing: Listing::default(), any: false };
        match &self.only {
            Some(path) => walk.file(path, 1),
            None => walk.folder(&self.path, 0),
        }
        let mut listing = walk.listing;
        listing.files.sort_by(|a, b| order(a).cmp(&order(b)));
        listing.strays.sort_by(|a, b| a.name.cmp(&b.name));
        listing
    }
}

/// Archive templates before series, series before what they hold.
fn order(file: &LiveFile) -> (u8, &str) {
    let name = file.name.to_ascii_lowercase();
    let rank = match (file.folder.is_empty(), name.contains("arch."), name.contains("seri.")) {
        (true, true, _) => 0,
        (true, _, true) => 1,
        _ => 2,
    };
    (rank, &file.name)
}

/// How deep a series folder may nest before the walk says so and stops.
const DEPTH: usize = 12;

struct Walk<'a> {
    archive: &'a ArchiveFolder,
    /// Real folders already walked: a link that comes back is not followed twice.
    seen: HashSet<PathBuf>,
    listing: Listing,
    /// Names alone decide, not places.
    any: bool,
}

impl Walk<'_> {
    fn folder(&mut self, path: &Path, depth: usize) {
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) => return self.unreadable(path, &error.to_string()),
        };
        if !real.starts_with(&self.archive.path) {
            return self.unreadable(path, "leads out of the archive");
        }
        if depth > DEPTH {
            return self.unreadable(path, "nested too deep");
        }
        if !self.seen.insert(real) {
            return self.stray(path, "a link back to a folder already read");
        }
        match fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries.iter().for_each(|entry| self.entry(&entry.path(), depth)),
            Err(error) => self.unreadable(path, &error.to_string()),
        }
    }

    fn entry(&mut self, path: &Path, depth: usize) {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.folder(path, depth + 1),
            Ok(meta) if meta.is_file() => self.file(path, depth),
            Ok(_) => self.stray(path, "not a regular file"),
            Err(error) => self.unreadable(path, &error.to_string()),
        }
    }

    fn file(&mut self, path: &Path, depth: usize) {
        if !path.canonicalize().is_ok_and(|real| real.starts_with(&self.archive.path)) {
            return self.unreadable(path, "leads out of the archive");
        }
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let folder = self.folder_of(path);
        let why_not = if self.any {
            item_stray(&name, path)
        } else if folder.is_empty() || depth == 0 {
            self.head_stray(&name)
        } else {
            item_stray(&name, path)
        };
        match why_not {
            Verdict::Live => {
                let name = self.archive.name(path);
                self.listing.files.push(LiveFile { path: path.to_owned(), name, folder });
            }
            Verdict::Stray(why) => self.stray(path, why),
            Verdict::Foreign => {}
        }
    }

    /// A file at the top of an archive: only the two head files are live, by name.
    fn head_stray(&self, name: &str) -> Verdict {
        match head_file(name) {
            Some(code) if code == self.archive.code || self.archive.code == "all" => Verdict::Live,
            Some(_) => Verdict::Stray("a head file of another archive"),
            None if name.contains("mirr.r") || name.contains("serv.r") => {
                Verdict::Stray("a kind of head file no longer used")
            }
            None if name.contains("arch") || name.contains("seri") => Verdict::Stray(
                "looks like a copy of a head file: head files are called aaaarch.rdf and aaaseri.rdf",
            ),
            None if is_redif_name(name) => Verdict::Stray("templates lie in the folder of their series"),
            None => Verdict::Foreign,
        }
    }

    /// The first folder below the archive's, lower case.
    fn folder_of(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.archive.path).unwrap_or(Path::new(""));
        let mut parts = inside.components();
        match (parts.next(), parts.next()) {
            (Some(first), Some(_)) => first.as_os_str().to_string_lossy().to_lowercase(),
            _ => String::new(),
        }
    }

    fn stray(&mut self, path: &Path, why: &str) {
        let name = self.archive.name(path);
        self.listing.strays.push(Stray { name, why: why.to_owned() });
    }

    fn unreadable(&mut self, path: &Path, why: &str) {
        let name = self.archive.name(path);
        self.listing.unreadable.push(Stray { name, why: why.to_owned() });
    }
}

enum Verdict {
    Live,
    Stray(&'static str),
    /// Nothing to do with ReDIF: a PDF, an index page.
    Foreign,
}

fn is_redif_name(name: &str) -> bool {
    name.ends_with(".rdf") || name.ends_with(".redif")
}

/// A file in a series folder: live by extension; a backup or a nameless one that holds templates is told.
fn item_stray(name: &str, path: &Path) -> Verdict {
    if is_redif_name(name) {
        return if name.starts_with('.') { Verdict::Stray("a hidden file") } else { Verdict::Live };
    }
    if name.contains(".rdf") || name.contains(".redif") {
        return Verdict::Stray("looks like a backup copy: only names that end in .rdf or .redif are read");
    }
    let nameless = name.ends_with(".txt") || !name.contains('.');
    if nameless && starts_as_template(path) {
        return Verdict::Stray("holds templates, but only names that end in .rdf or .redif are read");
    }
    Verdict::Foreign
}

fn starts_as_template(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(4096).read_to_end(&mut head));
    read.is_ok() && head.to_ascii_lowercase().windows(14).any(|window| window == b"template-type:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "Template-Type: ReDIF-Paper 1.0\n").unwrap();
        }
        folder
    }

    fn check(files: &[&str], path: &str, live: &[&str], strays: &[&str]) {
        let world = world(files);
        let source = Source::find(&world.path().join(path)).unwrap();
        let listings: Vec<_> = source.archives.iter().map(ArchiveFolder::list).collect();
        let names: Vec<_> = listings.iter().flat_map(|it| &it.files).map(|it| it.name.as_str()).collect();
        let odd: Vec<_> = listings.iter().flat_map(|it| &it.strays).map(|it| it.name.as_str()).collect();
        assert_eq!((names.as_slice(), odd.as_slice()), (live, strays), "{files:?} from {path:?}");
    }

    #[test]
    fn mirrors_archives_and_files_are_found() {
        let mirror =
            ["xyz/xyzseri.rdf", "xyz/xyzarch.rdf", "xyz/wpaper/2024.rdf", "abc/ABCARCH.RDF", "notes/x.rdf"];
        check(
            &mirror,
            "",
            &["abc/ABCARCH.RDF", "xyz/xyzarch.rdf", "xyz/xyzseri.rdf", "xyz/wpaper/2024.rdf"],
            &[],
        );
        check(&mirror, "xyz", &["xyz/xyzarch.rdf", "xyz/xyzseri.rdf", "xyz/wpaper/2024.rdf"], &[]);
        check(&mirror, "xyz/wpaper/2024.rdf", &["xyz/wpaper/2024.rdf"], &[]);
        check(
            &["some/xyzarch.rdf", "some/wpaper/1.redif"],
            "some",
            &["xyz/xyzarch.rdf", "xyz/wpaper/1.redif"],
            &[],
        );
    }

    #[test]
    fn stray_files_are_told_and_not_read() {
        check(
            &[
                "all/fthseri.rdf",
                "all/fthseri.rdf-2003-11-18",
                "all/ceparch.rdf~",
                "all/bdiarch.rdf.bad",
                "all/cprarch.rdf.$$$",
                "all/bonmirr.rdf",
            ],
            "all",
            &["all/fthseri.rdf"],
            &[
                "all/bdiarch.rdf.bad",
                "all/bonmirr.rdf",
                "all/ceparch.rdf~",
                "all/cprarch.rdf.$$$",
                "all/fthseri.rdf-2003-11-18",
            ],
        );
        check(
            &[
                "xyz/xyzarch.rdf",
                "xyz/wpaper/a.rdf.old",
                "xyz/wpaper/b.txt",
                "xyz/wpaper/c",
                "xyz/wpaper/d.pdf",
            ],
            "xyz",
            &["xyz/xyzarch.rdf"],
            &["xyz/wpaper/a.rdf.old", "xyz/wpaper/b.txt", "xyz/wpaper/c"],
        );
    }

    #[test]
    fn the_copies_of_everybodys_heads_come_last() {
        check(
            &["all/abcarch.rdf", "all/xyzarch.rdf", "xyz/xyzarch.rdf"],
            "",
            &["xyz/xyzarch.rdf", "all/abcarch.rdf", "all/xyzarch.rdf"],
            &[],
        );
    }

    #[test]
    fn links_may_not_lead_out_or_round() {
        let outside = world(&["secret.rdf", "more/secret.rdf"]);
        let inside = world(&["xyz/xyzarch.rdf", "xyz/wpaper/a.rdf"]);
        let link = |target: &Path, name: &str| {
            std::os::unix::fs::symlink(target, inside.path().join("xyz/wpaper").join(name)).unwrap();
        };
        link(&outside.path().join("secret.rdf"), "b.rdf");
        link(&outside.path().join("more"), "more");
        link(&inside.path().join("xyz"), "loop");
        link(Path::new("nowhere"), "broken.rdf");
        let listing = Source::find(inside.path()).unwrap().archives[0].list();
        let names: Vec<_> = listing.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["xyz/xyzarch.rdf", "xyz/wpaper/a.rdf"]);
        assert_eq!(listing.unreadable.len(), 3, "{:?}", listing.unreadable);
        assert_eq!(listing.strays.len(), 1, "{:?}", listing.strays);
    }

    #[test]
    fn a_second_folder_of_an_archive_is_not_taken() {
        let world = world(&["hst/hstarch.rdf", "hst.bak/hstarch.rdf", "hst.bak/ghsdps/a.rdf"]);
        std::os::unix::fs::symlink(world.path().join("hst"), world.path().join("xyz")).unwrap();
        let source = Source::find(world.path()).unwrap();
        let codes: Vec<_> = source.archives.iter().map(|archive| archive.code.as_str()).collect();
        let skipped: Vec<_> = source.skipped.iter().map(|stray| stray.name.as_str()).collect();
        assert_eq!((codes, skipped), (vec!["hst"], vec!["hst.bak", "xyz"]));
    }

    #[test]
    fn what_is_no_archive_is_an_error_that_names_it() {
        let world = world(&["notes/x.rdf"]);
        for path in ["", "notes", "notes/x.rdf", "missing"] {
            let error = Source::find(&world.path().join(path)).unwrap_err().to_string();
            assert!(error.contains(world.path().file_name().unwrap().to_str().unwrap()), "{error}");
        }
        let error = Source::find(Path::new("https://example.org/RePEc/xyz/")).unwrap_err();
        assert!(matches!(error, SourceError::Remote(_)));
    }
}
