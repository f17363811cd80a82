//! The address of a work and of its other faces: exports, history, citation, related works.

use std::fmt;

use ibid_core::export::Format;
use ibid_core::{Handle, Kind};

use super::{letter, percent};

/// Which face of a work an address shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// `….html`, and the bare path.
    Page,
    /// `…/history`.
    History,
    /// `…/cite`, with `style=`.
    Cite,
    /// `…/related`.
    Related,
    /// `….linkset.json`: what belongs to the work, as links.
    Linkset,
    /// `….bib` and its like; holds the extension without its dot.
    Export(&'static str),
}

/// The ending of the record as received.
pub(crate) const REDIF: &str = "redif";

/// The endings an item's path may have instead of `html`.
fn extensions() -> impl Iterator<Item = &'static str> {
    Format::ALL.into_iter().map(Format::extension).chain([REDIF])
}

/// Stands for a series in the address of a work whose handle names none: a part of a path is never
/// empty.
const NO_SERIES: &str = "-";

/// `/p/hst/ghsdps/gd11-190.html`, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WorkPath {
    letter: char,
    /// As [`Handle::key`] has it: `hst:ghsdps:gd11-190`.
    key: String,
    face: Face,
}

impl WorkPath {
    /// The address of a face of the work. What is no work goes under `p`, which nothing answers.
    pub(crate) fn of(kind: Kind, handle: &Handle, face: Face) -> WorkPath {
        WorkPath { letter: letter(kind).unwrap_or('p'), key: handle.key(), face }
    }

    /// Reads an undecoded path. Case does not matter; a slash within the item may be encoded or not.
    pub(crate) fn parse(path: &str) -> Option<WorkPath> {
        let mut parts = path.strip_prefix('/')?.splitn(4, '/');
        let letter = parts.next().filter(|part| part.len() == 1)?.chars().next()?;
        let archive = percent::decode(parts.next()?)?;
        let series = percent::decode(parts.next()?)?;
        let series = if series == NO_SERIES { String::new() } else { series };
        let (item, face) = split_face(parts.next()?);
        let item = percent::decode(item)?;
        let whole = !archive.is_empty() && !item.is_empty();
        // An archive or series with a colon in it would shift the parts of the key.
        if !whole || archive.contains(':') || series.contains(':') {
            return None;
        }
        let key = format!("{archive}:{series}:{}", item.replace(':', "")).to_lowercase();
        Some(WorkPath { letter, key, face })
    }

    /// What the ledger finds the work by.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    pub(crate) fn face(&self) -> Face {
        self.face
    }

    /// True when a work of this kind stands under this letter.
    pub(crate) fn is_of(&self, kind: Kind) -> bool {
        letter(kind) == Some(self.letter)
    }
}

/// Cuts the face off the last part of a path. An item may itself end in `.json`; with `.html` after it
/// that is no face.
fn split_face(rest: &str) -> (&str, Face) {
    for (ending, face) in [("/history", Face::History), ("/cite", Face::Cite), ("/related", Face::Related)] {
        if let Some(item) = rest.strip_suffix(ending) {
            return (item, face);
        }
    }
    for (ending, face) in [(".html", Face::Page), (".linkset.json", Face::Linkset)] {
        if let Some(item) = rest.strip_suffix(ending) {
            return (item, face);
        }
    }
    let ends = |extension: &&str| rest.strip_suffix(extension).is_some_and(|item| item.ends_with('.'));
    let export = extensions().filter(ends).max_by_key(|extension| extension.len());
    let export = export.map(|extension| (&rest[..rest.len() - extension.len() - 1], Face::Export(extension)));
    export.unwrap_or((rest, Face::Page))
}

impl fmt::Display for WorkPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = self.key.splitn(3, ':').map(percent::segment);
        let mut next = || parts.next().unwrap_or_default();
        let (archive, series, item) = (next(), next(), next());
        let series = if series.is_empty() { NO_SERIES } else { &series };
        write!(f, "/{}/{archive}/{series}/{item}{}", self.letter, self.face)
    }
}

impl fmt::Display for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Face::Page => f.write_str(".html"),
            Face::History => f.write_str("/history"),
            Face::Cite => f.write_str("/cite"),
            Face::Related => f.write_str("/related"),
            Face::Linkset => f.write_str(".linkset.json"),
            Face::Export(extension) => write!(f, ".{extension}"),
        }
    }
}

/// All addresses of one work, for a page that names many of them.
pub(crate) struct WorkPaths {
    /// Without a face.
    stem: String,
}

impl WorkPaths {
    pub(crate) fn of(kind: Kind, handle: &Handle) -> WorkPaths {
        let mut stem = WorkPath::of(kind, handle, Face::Page).to_string();
        stem.truncate(stem.len() - ".html".len());
        WorkPaths { stem }
    }

    /// Those that begin with `stem`.
    pub(crate) fn under(stem: &str) -> WorkPaths {
        WorkPaths { stem: stem.to_owned() }
    }

    /// What all of them begin with, but for the ways to files.
    pub(crate) fn stem(&self) -> &str {
        &self.stem
    }

    /// The way to a file, counted from 1; the inverse of [`file_of`].
    pub(crate) fn file(&self, number: usize) -> String {
        format!("{GO}{}/{number}", self.stem)
    }

    pub(crate) fn face(&self, face: Face) -> String {
        let ending = match face {
            Face::Page => "html",
            Face::History => return [&self.stem, "/history"].concat(),
            Face::Cite => return [&self.stem, "/cite"].concat(),
            Face::Related => return [&self.stem, "/related"].concat(),
            Face::Linkset => "linkset.json",
            Face::Export(extension) => extension,
        };
        [&self.stem, ".", ending].concat()
    }
}

/// Under it, the way to the files of works: `/go/p/hst/ghsdps/gd11-190/1`.
pub(crate) const GO: &str = "/go";

/// The work and the number of the file, from 1, of a path under [`GO`].
pub(crate) fn file_of(path: &str) -> Option<(WorkPath, usize)> {
    let (stem, number) = path.strip_prefix(GO)?.rsplit_once('/')?;
    let number = number.parse().ok().filter(|_| number.bytes().all(|it| it.is_ascii_digit()))?;
    // With the ending no item is taken for another face of a work.
    Some((WorkPath::parse(&[stem, ".html"].concat())?, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart() {
        let check = |path: &str, key: &str, face: Face| {
            let read = WorkPath::parse(path).unwrap_or_else(|| panic!("{path} is no work's path"));
            assert_eq!((read.key(), read.face()), (key, face), "{path}");
        };
        check("/p/hst/ghsdps/gd11-190.html", "hst:ghsdps:gd11-190", Face::Page);
        check("/p/hst/ghsdps/gd11-190", "hst:ghsdps:gd11-190", Face::Page);
        check("/p/HST/GHSDPS/GD11-190.html", "hst:ghsdps:gd11-190", Face::Page);
        check("/p/hst/ghsdps/gd11-190/history", "hst:ghsdps:gd11-190", Face::History);
        check("/p/hst/ghsdps/gd11-190/cite", "hst:ghsdps:gd11-190", Face::Cite);
        check("/p/hst/ghsdps/gd11-190/related", "hst:ghsdps:gd11-190", Face::Related);
        check("/p/hst/ghsdps/gd11-190.csl.json", "hst:ghsdps:gd11-190", Face::Export("csl.json"));
        check("/p/hst/ghsdps/gd11-190.json", "hst:ghsdps:gd11-190", Face::Export("json"));
        check("/p/hst/ghsdps/x.json.html", "hst:ghsdps:x.json", Face::Page);
        check("/p/hst/ghsdps/a%2Fb.html", "hst:ghsdps:a/b", Face::Page);
        check("/p/hst/ghsdps/a/b.html", "hst:ghsdps:a/b", Face::Page);
        check("/a/eee/jfinec/v:140:y:2021.html", "eee:jfinec:v140y2021", Face::Page);
    }

    #[test]
    fn what_is_no_path_of_a_work_is_refused() {
        for bad in [
            "/",
            "/p",
            "/p/hst",
            "/p/hst/ghsdps",
            "/p/hst/ghsdps/",
            "/p//ghsdps/x.html",
            "/pp/a/b/c",
            "/p/a/b/.html",
            "/p/a/b/%ff.html",
            "/p/a:b/c/d.html",
            "/p/a/b/%00.html",
            "/é/a/b/c",
        ] {
            assert_eq!(WorkPath::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn every_face_comes_back() {
        let handle = Handle::parse("RePEc:xyz:wpaper:a/b é?.bib").expect("a handle");
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_work()) {
            for face in extensions().map(Face::Export).chain([
                Face::Page,
                Face::History,
                Face::Cite,
                Face::Related,
                Face::Linkset,
            ]) {
                let path = WorkPath::of(kind, &handle, face);
                assert_eq!(WorkPath::parse(&path.to_string()), Some(path.clone()), "{path}");
                assert!(path.is_of(kind));
                assert_eq!(WorkPaths::of(kind, &handle).face(face), path.to_string());
            }
        }
    }
}
