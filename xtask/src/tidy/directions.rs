//! Which of our crates may depend on which: downwards only.
//!
//! Cargo refuses a circle; this refuses an arrow that is legal for Cargo and wrong for the house.
//! Dependencies for tests only are free.

use super::Finding;

/// A crate and what it may lean on. A new arrow needs a decision record.
const MAY_USE: [(&str, &[&str]); 9] = [
    ("redif", &[]),
    ("ibid-core", &["redif"]),
    ("ibid-store", &["ibid-core"]),
    ("ibid-search", &["ibid-core"]),
    ("ibid-app", &["redif", "ibid-core", "ibid-store", "ibid-search"]),
    ("ibid-web", &["ibid-core", "ibid-store", "ibid-app"]),
    ("ibid", &["redif", "ibid-core", "ibid-store", "ibid-search", "ibid-app", "ibid-web"]),
    ("ibid-testkit", &["redif", "ibid-core", "ibid-store", "ibid-search", "ibid-app", "ibid-web"]),
    ("xtask", &[]),
];

/// Breaches of one crate's manifest.
pub(super) fn of_manifest(path: &str, text: &str) -> Vec<Finding> {
    let Some(folder) = path.strip_suffix("/Cargo.toml") else {
        return Vec::new();
    };
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let Some((_, allowed)) = MAY_USE.iter().find(|(it, _)| *it == name) else {
        return Vec::new();
    };
    let mut section = "";
    let mut findings = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.starts_with('[') {
            section = line.trim();
            continue;
        }
        let key = line.split(['=', '.']).next().unwrap_or("").trim();
        let ours = MAY_USE.iter().any(|(it, _)| *it == key);
        if ours && section == "[dependencies]" && !allowed.contains(&key) {
            findings.push(Finding::new(path, at + 1, format!("{name} may not depend on {key}")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: &[(usize, &str)]) {
        let found = of_manifest(path, text);
        let found: Vec<_> = found.iter().map(|it| (it.line, it.message.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn arrows_run_down() {
        let up = "[dependencies]\nibid-app = { workspace = true }\n";
        check("crates/ibid-web/Cargo.toml", up, &[]);
        check("crates/ibid-store/Cargo.toml", up, &[(2, "ibid-store may not depend on ibid-app")]);
        let dotted = "[dependencies]\nibid-search.workspace = true\n";
        check("crates/ibid-web/Cargo.toml", dotted, &[(2, "ibid-web may not depend on ibid-search")]);
    }

    #[test]
    fn tests_and_strangers_are_free() {
        check("crates/redif/Cargo.toml", "[dev-dependencies]\nibid-core = \"1\"\n", &[]);
        check("crates/redif/Cargo.toml", "[dependencies]\nmemchr = \"2\"\n", &[]);
        check("Cargo.toml", "[workspace.dependencies]\nredif = { path = \"crates/redif\" }\n", &[]);
    }
}
