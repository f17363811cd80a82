//! The directory of economics institutions as an archive, to walk through ten thousand real ones.
//!
//! Reads the Turtle of 2017 among the real data, whose every entry is four lines of one shape, and writes
//! `edi/` with `ediarch.rdf` and institutions in ReDIF. Not here: anything else Turtle can say.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result};

const LEVELS: [&str; 4] = ["Primary", "Secondary", "Tertiary", "Quaternary"];
const ARCHIVE: &str = "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:edi\nName: Institutions\n\
    Maintainer-Name: Nobody\nMaintainer-Email: nobody@example.org\nURL: https://example.org/edi/\n";

/// Writes the archive's folder `edi` below `directory` and says how many institutions it holds.
pub(crate) fn write(data: &Path, directory: &Path) -> Result<()> {
    let path = data.join("repec/edirc-2017.ttl.zst");
    let file = std::fs::File::open(&path).with_context(|| path.display().to_string())?;
    let mut text = String::new();
    ruzstd::decoding::StreamingDecoder::new(file).context("reading zstd")?.read_to_string(&mut text)?;
    let templates: Vec<String> = text.split("\n\n").filter_map(template).collect();
    let folder = directory.join("edi");
    std::fs::create_dir_all(folder.join("inst")).with_context(|| folder.display().to_string())?;
    std::fs::write(folder.join("ediarch.rdf"), ARCHIVE)?;
    std::fs::write(folder.join("inst/inst.rdf"), templates.join("\n"))?;
    println!("{} institutions in {}", templates.len(), folder.display());
    Ok(())
}

/// One entry; `None` for what is no institution with a name.
fn template(entry: &str) -> Option<String> {
    let code = entry.trim_start().strip_prefix("edirc:")?.split_whitespace().next()?;
    let names = value(entry, "foaf:name")?;
    let place = value(entry, "foaf:based_near").unwrap_or_default();
    let page = entry.split_once("foaf:page").and_then(|(_, rest)| rest.split_once('<')?.1.split_once('>'));
    let names: Vec<&str> = names.split("->").map(str::trim).filter(|it| !it.is_empty()).take(4).collect();
    let mut out = "Template-Type: ReDIF-Institution 1.0\n".to_owned();
    for (level, name) in LEVELS.iter().zip(&names) {
        writeln!(out, "{level}-Name: {name}").ok()?;
        if *level == "Primary" && !place.is_empty() {
            writeln!(out, "Primary-Location: {place}").ok()?;
        }
    }
    let own = LEVELS.get(names.len().checked_sub(1)?)?;
    if let Some((page, _)) = page {
        writeln!(out, "{own}-Homepage: {page}").ok()?;
    }
    writeln!(out, "Handle: RePEc:edi:{code}").ok()?;
    Some(out)
}

/// The text in quotation marks after a name.
fn value(entry: &str, name: &str) -> Option<String> {
    let rest = entry.split_once(name)?.1.split_once('"')?.1;
    let mut out = String::new();
    let mut letters = rest.chars();
    loop {
        match letters.next()? {
            '"' => return Some(out),
            '\\' => out.extend(letters.next().filter(|c| matches!(c, '"' | '\\'))),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_becomes_a_template() {
        let entry = "edirc:ierauuy  a  foaf:Organization ;\n foaf:based_near  \"Montevideo, Uruguay\" ;\n \
            foaf:name  \"University -> School of \\\"Economics\\\"\" ;\n foaf:page  <http://x.example/> .";
        let expected = "Template-Type: ReDIF-Institution 1.0\nPrimary-Name: University\nPrimary-Location: Montevideo, Uruguay\n\
            Secondary-Name: School of \"Economics\"\nSecondary-Homepage: http://x.example/\nHandle: RePEc:edi:ierauuy\n";
        assert_eq!(template(entry).as_deref(), Some(expected));
        assert_eq!(template("@prefix a: <b> ."), None);
    }
}
