//! How well the rule finds versions of the same work: `versions FOLDER [show]`.
//!
//! FOLDER holds DBLP2.csv, ACM.csv and their true pairs. Prints one JSON object; with `show` also the
//! pairs that the rule misses and makes up.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use ibid_core::record::{Agent, Work};
use ibid_core::versions::{Filed, Mark, same};
use ibid_core::{Handle, Kind};
use serde_json::json;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let (some, others) = (works(&folder, "DBLP2.csv", "d")?, works(&folder, "ACM.csv", "a")?);
    let number = |works: &[(String, Work)]| -> HashMap<String, usize> {
        works.iter().enumerate().map(|(at, (id, _))| (id.clone(), at)).collect()
    };
    let (of_some, of_others) = (number(&some), number(&others));
    let mut truth = HashSet::new();
    for row in rows(&folder.join("DBLP-ACM_perfectMapping.csv"))?.into_iter().skip(1) {
        let [one, other] = &row[..] else { continue };
        truth.insert((of_some[one], of_others[other]));
    }
    let started = Instant::now();
    let mut filed: HashMap<i64, Vec<(Mark, usize)>> = HashMap::new();
    for (at, (_, work)) in others.iter().enumerate() {
        for mark in Filed::of(work).under {
            filed.entry(mark.key).or_default().push((mark, at));
        }
    }
    let filing = started.elapsed().as_secs_f64() * 1e6 / others.len() as f64;
    let (mut compared, mut found) = (HashSet::new(), HashSet::new());
    for (at, (_, work)) in some.iter().enumerate() {
        for mark in Filed::of(work).sought {
            let there = filed.get(&mark.key).into_iter().flatten().filter(|(it, _)| mark.meets(it));
            compared.extend(there.map(|&(_, other)| (at, other)));
        }
    }
    let started = Instant::now();
    found.extend(compared.iter().filter(|(one, other)| same(&some[*one].1, &others[*other].1).is_some()));
    let comparing = started.elapsed().as_secs_f64() * 1e6 / compared.len() as f64;
    // A paper and the article made of it are versions too, but no pair of this data.
    let in_one = |pair: &&(usize, usize)| {
        let (one, other) = (&some[pair.0].1.handle, &others[pair.1].1.handle);
        one.series_handle() == other.series_handle()
    };
    let (found, between): (HashSet<_>, HashSet<_>) = found.into_iter().partition(|pair| in_one(&pair));
    let right = found.intersection(&truth).count();
    let reached = compared.intersection(&truth).count();
    let share = |part: usize, whole: usize| (part as f64 / whole as f64 * 10_000.0).round() / 10_000.0;
    let values = json!({
        "pairs": truth.len(), "precision": share(right, found.len()), "recall": share(right, truth.len()),
        "share_a_number": share(reached, truth.len()), "compared": compared.len(),
        "between_venues": between.len(),
        "filing_us": filing.round(), "comparing_us": comparing.round(),
    });
    println!("{values}");
    if arguments.next().is_some() {
        let tell = |what: &str, (one, other): (usize, usize)| {
            println!("{what}: {}\n        {}", told(&some[one].1), told(&others[other].1));
        };
        truth.difference(&found).for_each(|&pair| tell("missed", pair));
        found.difference(&truth).for_each(|&pair| tell("made up", pair));
        between.iter().for_each(|&pair| tell("between venues", pair));
    }
    Ok(())
}

fn told(work: &Work) -> String {
    let people: Vec<&str> = work.authors.iter().map(|it| it.name.as_str()).collect();
    format!("{} ({}) {}", work.title, work.year().unwrap_or(0), people.join("; "))
}

/// Works of a table; `mark` tells its items from the other's.
fn works(folder: &Path, name: &str, mark: &str) -> Result<Vec<(String, Work)>> {
    let mut out = Vec::new();
    for (at, row) in rows(&folder.join(name))?.into_iter().enumerate().skip(1) {
        let [id, title, people, venue, year] = &row[..] else { continue };
        let handle = format!("RePEc:lnk:{}:{mark}{at}", series(venue));
        let mut work = Work::new(Handle::parse(&handle).ok_or("a handle")?, Kind::Article);
        work.title.clone_from(title);
        let agent = |name: &str| Agent { name: plain(name), ..Agent::default() };
        work.authors = people.split(", ").filter(|it| !it.is_empty()).map(agent).collect();
        work.stated_year = year.parse().ok();
        out.push((id.clone(), work));
    }
    Ok(out)
}

/// Both tables' names of the five venues.
fn series(venue: &str) -> &'static str {
    match venue.trim() {
        "VLDB" | "Very Large Data Bases" => "vldb",
        "SIGMOD Conference" | "International Conference on Management of Data" => "sigmod",
        "SIGMOD Record" | "ACM SIGMOD Record" => "record",
        "VLDB J." => "vldbj",
        venue if venue.starts_with("The VLDB Journal") => "vldbj",
        _ => "tods",
    }
}

/// Character references of numbers, which the data has in names.
fn plain(text: &str) -> String {
    let mut parts = text.split("&#");
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (number, rest) = part.split_once(';').unwrap_or(("", part));
        out.extend(number.parse().ok().and_then(char::from_u32));
        out.push_str(rest);
    }
    out
}

/// The rows of a table with commas and quotes; bytes that are no UTF-8 are Latin-1.
fn rows(path: &Path) -> Result<Vec<Vec<String>>> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect());
    Ok(text.lines().map(row).collect())
}

fn row(line: &str) -> Vec<String> {
    let (mut out, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    out.push(field);
    out
}
