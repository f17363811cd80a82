//! A RePEc-shaped mirror of any size, made by recombining real works.
//!
//! Titles, abstracts and people of the sample are cut and joined anew, so that no two works are
//! alike and word frequencies stay real. Deterministic by seed. Not here: diseases (the toy world has them).

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Works in an archive, in a series and in a file: the middle of a wide spread, as in RePEc.
const PER_ARCHIVE: usize = 12_000;
const PER_SERIES: usize = 1_500;
const PER_FILE: usize = 60;

const FIELDS: [&str; 20] = [
    "A1", "B2", "C1", "C5", "D1", "D8", "E3", "E5", "F1", "F5", "G1", "G2", "H2", "I1", "J2", "L1", "N1",
    "O4", "Q5", "R1",
];
const PLACES: [&str; 8] = [
    "Department of Economics, University of Northshore",
    "Institute of Applied Statistics",
    "School of Public Policy, Eastlake College",
    "Centre for Historical Studies",
    "Faculty of Mathematics, Universität Altstadt",
    "Graduate School of Economics, Minato University",
    "Bureau of Regional Research",
    "Instituto de Estudios Económicos",
];
const SPANS: [&str; 6] = [
    "The data cover the years from 1870 to 1914.",
    "We study the late 1950s.",
    "Evidence from 1955-1960 is presented.",
    "Our sample begins in 1996.",
    "The nineteenth century serves as a benchmark.",
    "Between 1933 and 1945 the relation was different.",
];

/// A work of the sample, cut where it may be joined to another.
struct Source {
    title: Vec<String>,
    sentences: Vec<String>,
    people: Vec<String>,
}

/// Writes `works` works below `directory`, laid out as a mirror: `aaa/aaaarch.rdf` and so on.
pub(crate) fn write(data: &Path, directory: &Path, works: usize, seed: u64) -> Result<()> {
    let sample = sample(data)?;
    fs::create_dir_all(directory).with_context(|| directory.display().to_string())?;
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut left = works;
    for number in 0.. {
        if left == 0 {
            break;
        }
        let spread = dice.below(PER_ARCHIVE) + PER_ARCHIVE / 2;
        let size = spread.min(left);
        archive(&sample, directory, &code(number), size, &mut dice)?;
        left -= size;
    }
    println!(
        "{}",
        serde_json::json!({ "corpus": directory.display().to_string(), "works": works, "seed": seed })
    );
    Ok(())
}

/// `aaa`, `aab`, …
fn code(number: usize) -> String {
    [number / 676 % 26, number / 26 % 26, number % 26].iter().map(|&i| char::from(b'a' + i as u8)).collect()
}

fn archive(sample: &[Source], directory: &Path, code: &str, works: usize, dice: &mut Dice) -> Result<()> {
    let folder = directory.join(code);
    fs::create_dir_all(&folder)?;
    fs::write(
        folder.join(format!("{code}arch.rdf")),
        format!(
            "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:{code}\nName: Archive {code}\n\
             Maintainer-Name: Keeper of {code}\nMaintainer-Email: keeper@{code}.example.org\n\
             URL: https://{code}.example.org/RePEc/{code}/\n"
        ),
    )?;
    let mut declared = String::new();
    let mut left = works;
    for number in 0.. {
        if left == 0 {
            break;
        }
        let size = (dice.below(PER_SERIES) + PER_SERIES / 2).min(left);
        let kind =
            ["Article", "Article", "Paper", "Paper", "Article", "Chapter", "Book", "Software"][number % 8];
        let name = format!("{}{number:03}", kind[..3].to_lowercase());
        write!(
            declared,
            "Template-Type: ReDIF-Series 1.0\nName: {} {kind}s of {code}, {number}\n\
             Provider-Name: {}\nMaintainer-Name: Keeper of {code}\n\
             Maintainer-Email: keeper@{code}.example.org\nType: ReDIF-{kind}\nHandle: RePEc:{code}:{name}\n\n",
            dice.pick(sample).title[0],
            dice.pick(&PLACES)
        )?;
        series(sample, &folder, code, &name, kind, size, dice)?;
        left -= size;
    }
    fs::write(folder.join(format!("{code}seri.rdf")), declared)?;
    Ok(())
}

fn series(
    sample: &[Source],
    folder: &Path,
    code: &str,
    name: &str,
    kind: &str,
    works: usize,
    dice: &mut Dice,
) -> Result<()> {
    let folder = folder.join(name);
    fs::create_dir_all(&folder)?;
    let mut written = 0;
    for number in 0.. {
        if written == works {
            break;
        }
        let size = (dice.below(PER_FILE) + PER_FILE / 2).min(works - written);
        let mut file = BufWriter::new(File::create(folder.join(format!("{name}{number:04}.rdf")))?);
        let mut text = String::new();
        for _ in 0..size {
            text.clear();
            template(&mut text, sample, code, name, kind, written, dice)?;
            file.write_all(text.as_bytes())?;
            written += 1;
        }
        file.flush()?;
    }
    Ok(())
}

fn template(
    out: &mut String,
    sample: &[Source],
    code: &str,
    name: &str,
    kind: &str,
    item: usize,
    dice: &mut Dice,
) -> Result<()> {
    let year = 1970 + dice.below(56);
    writeln!(out, "Template-Type: ReDIF-{kind} 1.0")?;
    for _ in 0..dice.pick(sample).people.len().clamp(1, 8) {
        let people = &dice.pick(sample).people;
        writeln!(out, "Author-Name: {}", dice.pick(people))?;
        if dice.below(3) == 0 {
            writeln!(out, "Author-Workplace-Name: {}", dice.pick(&PLACES))?;
        }
    }
    let (head, tail) = (&dice.pick(sample).title, &dice.pick(sample).title);
    writeln!(
        out,
        "Title: {} {}",
        head[..head.len().div_ceil(2)].join(" "),
        tail[tail.len() / 2..].join(" ")
    )?;
    out.push_str("Abstract:");
    let (first, second) = (&dice.pick(sample).sentences, &dice.pick(sample).sentences);
    for sentence in first.iter().take(first.len().div_ceil(2)).chain(&second[second.len() / 2..]) {
        write!(out, " {sentence}")?;
    }
    if dice.below(12) == 0 {
        write!(out, " {}", dice.pick(&SPANS))?;
    }
    let field = dice.pick(&FIELDS);
    writeln!(out, "\nClassification-JEL: {field}{}, {}1", 1 + dice.below(3), dice.pick(&FIELDS))?;
    let words = &dice.pick(sample).title;
    writeln!(
        out,
        "Keywords: {}",
        words.iter().filter(|word| word.len() > 4).cloned().collect::<Vec<_>>().join("; ")
    )?;
    let handle = place(out, kind, year, item)?;
    writeln!(out, "File-URL: https://{code}.example.org/{name}/{item}.pdf\nFile-Format: application/pdf")?;
    if dice.below(4) == 0 {
        writeln!(out, "File-Restriction: Access to full text is restricted to subscribers")?;
    }
    writeln!(out, "Handle: RePEc:{code}:{name}:{handle}\n")?;
    Ok(())
}

/// Writes the fields that place the work in its series and says the last part of its handle.
fn place(out: &mut String, kind: &str, year: usize, item: usize) -> Result<String> {
    let (volume, issue, page) = (item / 48 + 1, item % 48 / 12 + 1, item % 12 * 20 + 1);
    Ok(match kind {
        "Article" => {
            let pages = format!("{page}-{}", page + 19);
            writeln!(out, "Volume: {volume}\nYear: {year}\nIssue: {issue}\nPages: {pages}")?;
            format!("v:{volume}:y:{year}:i:{issue}:p:{pages}")
        }
        "Paper" | "Software" => {
            writeln!(out, "Number: {item}\nCreation-Date: {year}-{:02}", item % 12 + 1)?;
            format!("{year}-{item:03}")
        }
        _ => {
            writeln!(out, "Year: {year}")?;
            format!("{year}-{item}")
        }
    })
}

/// The sample of real works: one JSON object a line.
pub(crate) fn sample_text(data: &Path) -> Result<impl Read + use<>> {
    let path = data.join("works-50k.jsonl.zst");
    let file = File::open(&path).with_context(|| path.display().to_string())?;
    ruzstd::decoding::StreamingDecoder::new(BufReader::new(file)).context("reading zstd")
}

fn sample(data: &Path) -> Result<Vec<Source>> {
    let text = sample_text(data)?;
    let mut sources = Vec::new();
    for line in BufReader::new(text).lines() {
        let work: serde_json::Value = serde_json::from_str(&line?)?;
        let part =
            |name: &str| work[name].as_str().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        let title: Vec<String> = part("title").split(' ').map(str::to_owned).collect();
        let people: Vec<String> = part("author_text").split(", ").map(str::to_owned).collect();
        if title[0].is_empty() || people[0].is_empty() {
            continue;
        }
        let sentences = part("abstract").split_inclusive(". ").map(|s| s.trim().to_owned()).collect();
        sources.push(Source { title, sentences, people });
    }
    Ok(sources)
}

/// A small xorshift generator: the corpus must be the same on every machine and for ever.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((u128::from(self.0) * bound as u128) >> 64) as usize
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_three_letters_and_all_differ() {
        let codes: std::collections::HashSet<_> = (0..2000).map(code).collect();
        assert_eq!(codes.len(), 2000);
        assert!(codes.iter().all(|code| code.len() == 3));
    }

    #[test]
    fn the_same_seed_throws_the_same() {
        let throw = |seed| {
            let mut dice = Dice(seed);
            (0..100).map(|_| dice.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(throw(7), throw(7));
        assert_ne!(throw(7), throw(8));
    }
}
