//! `cargo xtask tidy`: the rules of the house that the compiler cannot hold.
//!
//! Here: which files are looked at, and the figures of the whole. `source.rs` tells code from
//! comments and strings, `rules.rs` has the rules about one file, `directions.rs` the one about
//! crates. Not here: formatting and lints, which rustfmt and clippy hold.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

mod directions;
mod rules;
mod source;

use source::Source;

/// Nine files in ten are no longer than this; more is an error.
const FILE_P90: usize = 400;
/// Half of all functions are no longer than this; more is worth a word, not an error.
const FUNCTION_MEDIAN: usize = 10;

/// One breach: `path:line: message`.
#[derive(Debug, PartialEq)]
struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, message: message.into() }
    }
}

/// Prints every breach and the figures; an error when there is a breach.
pub(crate) fn run(root: &Path) -> Result<()> {
    let mut findings = Vec::new();
    let mut figures = Figures::default();
    for path in files(root)? {
        // Deleted but not yet committed, or a link to nowhere.
        let Ok(bytes) = fs::read(root.join(&path)) else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        findings.extend(rules::of_any_file(&path, &text));
        if path.ends_with(".rs") {
            let source = Source::new(&path, &text);
            figures.add(&source);
            findings.extend(rules::of_source(&source));
        } else if path.ends_with("Cargo.toml") {
            findings.extend(directions::of_manifest(&path, &text));
        }
    }
    for Finding { path, line, message } in &findings {
        println!("{path}:{line}: {message}");
    }
    let good = figures.judge();
    match (findings.len(), good) {
        (0, true) => Ok(()),
        (n, _) => bail!("{} rules of the house broken", n + usize::from(!good)),
    }
}

/// Every file git tracks or would, with `/` in its path.
fn files(root: &Path) -> Result<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("git ls-files")?;
    if !output.status.success() {
        bail!("git ls-files: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let mut files: Vec<String> = output
        .stdout
        .split(|&byte| byte == 0)
        .filter(|name| !name.is_empty())
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// Lengths over the whole house; tests and tables are left out.
#[derive(Default)]
struct Figures {
    files: Vec<usize>,
    functions: Vec<usize>,
    code: usize,
    tests: usize,
}

impl Figures {
    fn add(&mut self, source: &Source) {
        self.tests += source.lines() - source.code_lines();
        self.code += source.code_lines();
        if source.is_test || source.is_table() {
            return;
        }
        self.files.push(source.code_lines());
        let functions = source.functions();
        self.functions.extend(functions.iter().map(|it| it.length));
    }

    /// Prints the figures; false when the files are too long as a whole.
    fn judge(&mut self) -> bool {
        let file = (quantile(&mut self.files, 50), quantile(&mut self.files, 90));
        let function = (quantile(&mut self.functions, 50), quantile(&mut self.functions, 90));
        println!(
            "    {} files: median {}, p90 {} lines; {} functions: median {}, p90 {} lines; \
             {} lines of tests to {} of code",
            self.files.len(),
            file.0,
            file.1,
            self.functions.len(),
            function.0,
            function.1,
            self.tests,
            self.code
        );
        if function.0 > FUNCTION_MEDIAN {
            println!("    warning: median function over {FUNCTION_MEDIAN} lines");
        }
        if file.1 > FILE_P90 {
            println!("    p90 of files over {FILE_P90} lines");
        }
        file.1 <= FILE_P90
    }
}

/// The value below which `percent` of all values lie; 0 of none.
fn quantile(values: &mut [usize], percent: usize) -> usize {
    values.sort_unstable();
    let last = values.len().saturating_sub(1);
    values.get(last * percent / 100).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_none_one_and_many() {
        for (values, percent, expected) in
            [(vec![], 50, 0), (vec![7], 90, 7), (vec![3, 1, 2], 50, 2), ((1..=100).rev().collect(), 90, 90)]
        {
            assert_eq!(quantile(&mut { values }, percent), expected);
        }
    }

    #[test]
    fn long_files_as_a_whole_are_refused() {
        let mut figures = Figures { files: vec![401; 10], ..Figures::default() };
        assert!(!figures.judge());
        figures.files = vec![400; 10];
        assert!(figures.judge());
    }
}
