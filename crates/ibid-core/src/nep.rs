//! NEP reports: the weekly lists of new working papers, one a subject.
//!
//! Here: which reports there are. Not here: their issues and who edits them.

use crate::nep_table::REPORTS;

/// The subject of a report by its code, in any case, with or without `nep-`: `his` →
/// "Business, Economic & Financial History".
pub fn report(code: &str) -> Option<&'static str> {
    let code = match code.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("nep-") => &code[4..],
        _ => code,
    };
    let mut folded = [0; 3];
    if code.len() != folded.len() {
        return None;
    }
    folded.copy_from_slice(code.as_bytes());
    folded.make_ascii_lowercase();
    let at = REPORTS.binary_search_by(|(known, _)| known.as_bytes().cmp(&folded)).ok()?;
    Some(REPORTS[at].1)
}

/// Every report as code and subject, by code.
pub fn reports() -> impl Iterator<Item = (&'static str, &'static str)> {
    REPORTS.iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_by_code() {
        for (code, want) in [
            ("his", Some("Business, Economic & Financial History")),
            ("HIS", Some("Business, Economic & Financial History")),
            ("nep-mon", Some("Monetary Economics")),
            ("NEP-GEN", Some("Gender")),
            ("all", Some("All new papers")),
            ("nep-", None),
            ("nep", None),
            ("xxx", None),
            ("é1", None),
            ("", None),
        ] {
            assert_eq!(report(code), want, "{code:?}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_clean() {
        assert!(REPORTS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (code, name) in reports() {
            assert!(code.len() == 3 && code.bytes().all(|b| b.is_ascii_lowercase()), "{code}");
            assert!(!name.is_empty() && name.trim() == name, "{code}");
            assert_eq!(report(code), Some(name));
        }
    }
}
