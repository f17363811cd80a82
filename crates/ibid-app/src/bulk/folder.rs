//! A folder of files made by us for others: one maker at a time, each file whole or not there, what is
//! unchanged left alone, and nothing touched in a folder that is not ours.
//!
//! Not here: what the files say.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Its presence says that the folder is ours; it is locked while somebody works in it.
const MARK: &str = ".ibid";
/// What a file is called until it is whole.
const PART: &str = ".part";

/// Why files could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Ledger(#[from] ibid_store::Error),
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    #[error("{0}: holds files that ibid did not make; name an empty folder")]
    NotOurs(PathBuf),
    #[error("{0}: another process is writing there")]
    Busy(PathBuf),
    #[error("no name for the catalogue: the system gives no chance: {0}")]
    Chance(String),
}

pub type Result<T> = std::result::Result<T, Error>;

/// A folder of ours, locked until dropped.
pub(crate) struct Folder {
    root: PathBuf,
    /// Files that belong there, relative to the root.
    kept: HashSet<PathBuf>,
    /// How many of them had to be written.
    pub(crate) written: u64,
    lock: File,
}

impl Folder {
    /// Opens a folder, made where there is none. It must be empty or made by us.
    pub(crate) fn open(root: &Path) -> Result<Folder> {
        let fault = |error| Error::File(root.to_owned(), error);
        fs::create_dir_all(root).map_err(fault)?;
        let mark = root.join(MARK);
        if !mark.exists() && fs::read_dir(root).map_err(fault)?.next().is_some() {
            return Err(Error::NotOurs(root.to_owned()));
        }
        let lock = File::options().create(true).append(true).open(&mark);
        let lock = lock.map_err(|error| Error::File(mark.clone(), error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(Error::Busy(root.to_owned())),
            Err(fs::TryLockError::Error(error)) => return Err(Error::File(mark.clone(), error)),
        }
        // Nothing is noted again before all is done.
        lock.set_len(0).map_err(|error| Error::File(mark, error))?;
        let kept = HashSet::from([PathBuf::from(MARK)]);
        Ok(Folder { root: root.to_owned(), kept, written: 0, lock })
    }

    /// What was noted of a folder when it was last done with.
    pub(crate) fn noted(root: &Path) -> Option<String> {
        let noted = fs::read_to_string(root.join(MARK)).ok()?;
        Some(noted.trim().to_owned()).filter(|it| !it.is_empty())
    }

    /// Notes that all is done.
    pub(crate) fn note(&mut self, text: &str) -> Result<()> {
        writeln!(self.lock, "{text}").map_err(|error| Error::File(self.path(MARK), error))
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.root.join(name)
    }

    /// How many files belong there.
    pub(crate) fn files(&self) -> u64 {
        self.kept.len() as u64 - 1
    }

    /// A file of this name says this. One that says so already is left as it is, time and all.
    pub(crate) fn write(&mut self, name: impl AsRef<Path>, bytes: &[u8]) -> Result<()> {
        let path = self.path(&name);
        self.keep(&name);
        if is_same(&path, bytes) {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| Error::File(parent.to_owned(), error))?;
        }
        let part = part_of(&path);
        let put = File::create(&part).and_then(|mut file| file.write_all(bytes));
        put.map_err(|error| Error::File(part.clone(), error))?;
        self.put(&part, &path)
    }

    /// Puts a whole file in its place.
    pub(crate) fn put(&mut self, part: &Path, path: &Path) -> Result<()> {
        self.written += 1;
        fs::rename(part, path).map_err(|error| Error::File(path.to_owned(), error))
    }

    /// A file that belongs there.
    pub(crate) fn keep(&mut self, name: impl AsRef<Path>) {
        self.kept.insert(name.as_ref().to_owned());
    }

    /// Removes every file that does not belong, and folders left empty; answers how many files.
    pub(crate) fn clear(&self) -> Result<u64> {
        self.clear_below(Path::new(""))
    }

    fn clear_below(&self, inside: &Path) -> Result<u64> {
        let folder = self.path(inside);
        let fault = |error| Error::File(folder.clone(), error);
        let mut removed = 0;
        for entry in fs::read_dir(&folder).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let name = inside.join(entry.file_name());
            // A link is removed, not followed.
            if entry.file_type().map_err(fault)?.is_dir() {
                removed += self.clear_below(&name)?;
                // Fails, as it should, unless it is empty.
                let _ = fs::remove_dir(entry.path());
            } else if !self.kept.contains(&name) {
                fs::remove_file(entry.path()).map_err(|error| Error::File(entry.path(), error))?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

/// What a file is called until it is whole.
pub(crate) fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(PART);
    PathBuf::from(name)
}

fn is_same(path: &Path, bytes: &[u8]) -> bool {
    let long = fs::symlink_metadata(path).is_ok_and(|it| it.is_file() && it.len() == bytes.len() as u64);
    long && fs::read(path).is_ok_and(|it| it == bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files below a folder, our mark left out.
    fn files(root: &Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in fs::read_dir(root).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => found.extend(
                    files(&path)
                        .iter()
                        .map(|it| format!("{}/{it}", path.file_name().unwrap().to_string_lossy())),
                ),
                false => found.push(path.file_name().unwrap().to_string_lossy().into_owned()),
            }
        }
        found.retain(|it| it != MARK);
        found.sort();
        found
    }

    #[test]
    fn what_is_unchanged_is_left_alone_and_what_does_not_belong_is_removed() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().join("made/new");
        let mut folder = Folder::open(&root).unwrap();
        for name in ["a/1", "a/2", "b/c/3"] {
            folder.write(name, b"one").unwrap();
        }
        assert_eq!((folder.written, folder.files(), folder.clear().unwrap()), (3, 3, 0));
        drop(folder);
        fs::write(root.join("a/stray"), "").unwrap();
        fs::write(root.join("a/9.part"), "half").unwrap();
        let time = |name: &str| fs::metadata(root.join(name)).unwrap().modified().unwrap();
        let before = time("a/1");
        let mut folder = Folder::open(&root).unwrap();
        folder.write("a/1", b"one").unwrap();
        folder.write("a/2", b"two").unwrap();
        assert_eq!((folder.written, folder.clear().unwrap()), (1, 3));
        assert_eq!(files(&root), ["a/1", "a/2"]);
        assert_eq!(time("a/1"), before);
        assert_eq!(fs::read(root.join("a/2")).unwrap(), b"two");
        assert!(!root.join("b").exists());
    }

    #[test]
    fn a_folder_that_is_not_ours_is_not_touched() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("letter.txt"), "dear").unwrap();
        let error = Folder::open(root.path()).err().unwrap();
        assert!(matches!(error, Error::NotOurs(_)), "{error}");
        assert_eq!(files(root.path()), ["letter.txt"]);
        let file = root.path().join("letter.txt");
        assert!(matches!(Folder::open(&file).err().unwrap(), Error::File(..)));
    }

    #[test]
    fn one_works_in_it_at_a_time() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::open(root.path()).unwrap();
        assert!(matches!(Folder::open(root.path()).err().unwrap(), Error::Busy(_)));
        drop(folder);
        Folder::open(root.path()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_out() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("dear"), "one").unwrap();
        let mut folder = Folder::open(root.path()).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join("out")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("dear"), root.path().join("file")).unwrap();
        folder.write("file", b"two").unwrap();
        assert_eq!(folder.clear().unwrap(), 1);
        assert_eq!(fs::read(elsewhere.path().join("dear")).unwrap(), b"one");
        assert_eq!(fs::read(root.path().join("file")).unwrap(), b"two");
    }
}
