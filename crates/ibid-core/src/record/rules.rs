//! Rules that look beyond one template: its handle against the archive, the folder and the series it is in,
//! and against the handles already taken.
//!
//! Pure: whoever walks the archive says where a record was found and what is declared. (Guildford
//! protocol on folders; the consistency checks of the EconPapers checker.)

use std::collections::HashMap;

use redif::{Diagnostic, Severity};

use super::Kind;
use crate::Handle;

/// Where a record was found.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Code of the archive whose folder it is: `hst`.
    pub archive: &'a str,
    /// The series folder in it; empty for files that lie directly in the archive's.
    pub folder: &'a str,
}

/// Folders that hold other things than one series each (Guildford protocol, reserved words).
const SHARED_FOLDERS: [&str; 5] = ["soft", "conf", "inst", "pers", "remo"];

/// What a record's handle says against the place it was found in: `foreign-handle`, `wrong-folder`.
///
/// A person's or institution's handle names the registry, not the keeper of the file, so any archive may
/// hold them.
pub fn misplaced(handle: &Handle, kind: Kind, place: &Place<'_>, line: u32) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let registered = matches!(kind, Kind::Person | Kind::Institution);
    // The copies of all head files in RePEc:all are other archives' by purpose.
    let head = matches!(kind, Kind::Archive | Kind::Series) && place.archive == "all";
    if !registered && !head && !handle.archive().eq_ignore_ascii_case(place.archive) {
        let said = format!(
            "{handle} is a handle of archive {}, but this is archive {}",
            handle.archive(),
            place.archive
        );
        found.push(error("foreign-handle", line, said));
    } else if kind.is_work() && !in_its_folder(handle, place.folder) {
        let place = match place.folder {
            "" => "outside any series folder".to_owned(),
            folder => format!("in folder {folder}"),
        };
        found.push(warning(
            "wrong-folder",
            line,
            format!("{handle} stands {place}, not in {}", handle.series()),
        ));
    }
    found
}

fn in_its_folder(handle: &Handle, folder: &str) -> bool {
    let top = folder.split('/').next().unwrap_or("");
    handle.series().eq_ignore_ascii_case(top) || SHARED_FOLDERS.iter().any(|it| it.eq_ignore_ascii_case(top))
}

/// What a work's handle says against the series its archive declares (series code to what it holds):
/// `undeclared-series`, `wrong-series-kind`. `None` for records that belong to no series.
pub fn undeclared(
    handle: &Handle,
    kind: Kind,
    declared: &HashMap<String, Kind>,
    line: u32,
) -> Option<Diagnostic> {
    if !kind.is_work() {
        return None;
    }
    let (archive, series) = (handle.archive(), handle.series());
    match declared.get(series) {
        None => {
            let said = format!("series {} is not declared in {archive}seri.rdf", handle.series_handle());
            Some(error("undeclared-series", line, said))
        }
        Some(holds) if *holds != kind => {
            let said = format!(
                "{} holds records of kind {}, not {}",
                handle.series_handle(),
                holds.word(),
                kind.word()
            );
            Some(warning("wrong-series-kind", line, said))
        }
        Some(_) => None,
    }
}

/// Says that a handle is already taken by the record at `file`, line `at`: `duplicate-handle`. `same_file`
/// when that is the file being read.
pub fn repeated(handle: &Handle, line: u32, file: &str, at: u32, same_file: bool) -> Diagnostic {
    let place = if same_file { format!("line {at} of this file") } else { format!("{file}:{at}") };
    error("duplicate-handle", line, format!("{handle} is already used in {place}"))
}

fn error(code: &'static str, line: u32, message: String) -> Diagnostic {
    Diagnostic { code, severity: Severity::Error, line, column: 1, message, fix: None }
}

fn warning(code: &'static str, line: u32, message: String) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..error(code, line, message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handle(text: &str) -> Handle {
        Handle::parse(text).expect(text)
    }

    fn check(text: &str, kind: Kind, archive: &str, folder: &str, want: &str) {
        let found = misplaced(&handle(text), kind, &Place { archive, folder }, 7);
        let got: Vec<&str> = found.iter().map(|it| it.code).collect();
        assert_eq!(got.join(" "), want, "{text} in {archive}/{folder}");
        assert!(found.iter().all(|it| it.line == 7));
    }

    #[test]
    fn places() {
        for (text, kind, archive, folder, want) in [
            ("RePEc:hst:ghsdps:1", Kind::Paper, "hst", "ghsdps", ""),
            ("RePEc:hst:ghsdps:1", Kind::Paper, "HST", "GHSDPS", ""),
            ("RePEc:hst:ghsdps:1", Kind::Paper, "hst", "ghsdps/2011", ""),
            ("RePEc:hst:ghsdps:1", Kind::Paper, "hst", "wpaper", "wrong-folder"),
            ("RePEc:hst:ghsdps:1", Kind::Paper, "hst", "", "wrong-folder"),
            ("RePEc:abc:wpaper:1", Kind::Paper, "hst", "wpaper", "foreign-handle"),
            ("RePEc:hst:bocode:1", Kind::Software, "hst", "soft", ""),
            ("RePEc:hst:ghsdps", Kind::Series, "hst", "", ""),
            ("RePEc:abc:ghsdps", Kind::Series, "hst", "", "foreign-handle"),
            ("RePEc:hst", Kind::Archive, "hst", "", ""),
            ("RePEc:abc", Kind::Archive, "hst", "", "foreign-handle"),
            ("RePEc:abc", Kind::Archive, "all", "", ""),
            ("RePEc:abc:wpaper", Kind::Series, "all", "", ""),
            ("RePEc:per:1965-06-05:jane", Kind::Person, "rak", "pers", ""),
            ("RePEc:edi:hitotjp", Kind::Institution, "rak", "inst", ""),
        ] {
            check(text, kind, archive, folder, want);
        }
    }

    #[test]
    fn series() {
        let declared =
            HashMap::from([("ghsdps".to_owned(), Kind::Paper), ("journl".to_owned(), Kind::Article)]);
        for (text, kind, want) in [
            ("RePEc:hst:ghsdps:1", Kind::Paper, None),
            ("RePEc:hst:journl:1", Kind::Article, None),
            ("RePEc:hst:journl:1", Kind::Paper, Some("wrong-series-kind")),
            ("RePEc:hst:wpaper:1", Kind::Paper, Some("undeclared-series")),
            ("RePEc:hst::node_1", Kind::Paper, Some("undeclared-series")),
            ("RePEc:hst:wpaper", Kind::Series, None),
            ("RePEc:per:1965-06-05:jane", Kind::Person, None),
        ] {
            let got = undeclared(&handle(text), kind, &declared, 7);
            assert_eq!(got.map(|it| it.code), want, "{text}");
        }
        let said =
            undeclared(&handle("RePEc:hst:ghsdps:1"), Kind::Article, &declared, 7).map(|it| it.message);
        assert_eq!(said.as_deref(), Some("RePEc:hst:ghsdps holds records of kind paper, not article"));
    }

    #[test]
    fn messages_name_thing_and_place() {
        let paper = handle("RePEc:hst:ghsdps:1");
        for (got, want) in [
            (
                repeated(&paper, 9, "hst/ghsdps/a.rdf", 3, false),
                "RePEc:hst:ghsdps:1 is already used in hst/ghsdps/a.rdf:3",
            ),
            (
                repeated(&paper, 9, "hst/ghsdps/a.rdf", 3, true),
                "RePEc:hst:ghsdps:1 is already used in line 3 of this file",
            ),
            (
                undeclared(&paper, Kind::Paper, &HashMap::new(), 9).expect("undeclared"),
                "series RePEc:hst:ghsdps is not declared in hstseri.rdf",
            ),
            (
                misplaced(&paper, Kind::Paper, &Place { archive: "hst", folder: "" }, 9).remove(0),
                "RePEc:hst:ghsdps:1 stands outside any series folder, not in ghsdps",
            ),
        ] {
            assert_eq!(got.message, want);
        }
    }
}
