//! Every file in `cases/` is read and compared with the `.txt` beside it: the templates as trees, then what
//! is said about them. `UPDATE_EXPECT=1 cargo test -p redif --test cases` rewrites the expectations.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use redif::{Group, Options, Parsed, Reader};

#[test]
fn cases_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rdf"))
        .collect();
    files.sort();
    assert!(files.len() > 30, "cases are gone");
    let failed: Vec<String> = files.iter().filter_map(|path| check(path)).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn check(path: &Path) -> Option<String> {
    let got = read(&std::fs::read(path).unwrap());
    let beside = path.with_extension("txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&beside, got).unwrap();
        return None;
    }
    let want = std::fs::read_to_string(&beside).unwrap_or_default();
    let differs = want.lines().zip(got.lines()).position(|(want, got)| want != got);
    let line = differs.or((want != got).then(|| want.lines().count().min(got.lines().count())))?;
    Some(format!(
        "{}:{}: expected {:?}, got {:?}",
        beside.display(),
        line + 1,
        want.lines().nth(line).unwrap_or_default(),
        got.lines().nth(line).unwrap_or_default()
    ))
}

fn read(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut reader = Reader::new(bytes, Options::default());
    while let Some(parsed) = reader.next().unwrap() {
        show(&parsed, &mut out);
    }
    out
}

fn show(parsed: &Parsed<'_>, out: &mut String) {
    if let Some(template) = &parsed.template {
        let good = if parsed.is_good() { "good" } else { "bad" };
        writeln!(out, "{:?} line {} {good}", template.kind(), template.line()).unwrap();
        show_group(&template.group(), 1, out);
    } else {
        writeln!(out, "no template").unwrap();
    }
    for d in &parsed.diagnostics {
        let severity = d.severity.word();
        write!(out, "{}:{} {severity} {}: {}", d.line, d.column, d.code, d.message).unwrap();
        match &d.fix {
            Some(fix) => writeln!(out, " => {fix}").unwrap(),
            None => writeln!(out).unwrap(),
        }
    }
    writeln!(out).unwrap();
}

fn show_group(group: &Group<'_, '_>, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    for (name, field) in &group.fields {
        let paragraphs = field.paragraphs();
        if paragraphs.len() > 1 {
            writeln!(out, "{pad}{name}: ¶ {}", paragraphs.join(" ¶ ")).unwrap();
        } else {
            writeln!(out, "{pad}{name}: {}", field.value()).unwrap();
        }
    }
    for (name, inner) in &group.clusters {
        writeln!(out, "{pad}{name}").unwrap();
        show_group(inner, depth + 1, out);
    }
}
