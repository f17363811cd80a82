//! How well names are told to be the same across spellings and scripts: `names_quality FOLDER [show]`.
//!
//! FOLDER holds `name-pairs.csv`, pairs judged by others, and `wd_*.tsv`, Latin spellings beside those of
//! another script. Prints one JSON object a set; with `show` all that is judged otherwise. Pairs of a table are
//! true; for each, its Latin spelling beside the entry seven places on in order of the other script is false:
//! a neighbour, which begins alike more often than not.

use std::path::{Path, PathBuf};
use std::time::Instant;

use ibid_core::name::{Grade, same};
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Errors printed of each kind.
const WORST: usize = 8;
/// How far away in order a false pair is taken from.
const AWAY: usize = 7;
/// Of long tables every so many-th pair, so that all are about as long.
const PAIRS: usize = 4_000;

struct Pair {
    one: String,
    other: String,
    same: bool,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let show = arguments.next().is_some();
    let rows = judged(&folder.join("name-pairs.csv"))?;
    let group = |wanted: &'static str| {
        rows.iter().filter(move |(it, _)| it.starts_with(wanted)).map(|(_, pair)| pair)
    };
    for (name, wanted) in
        [("people, all", ""), ("people, by hand", "nk_"), ("people, proposed by a model", "synth_")]
    {
        report(name, group(wanted), Grade::Likely, show);
    }
    for (name, file) in [
        ("Korean full names", "wd_korean_full.tsv"),
        ("words in Hangul", "wd_korean_16.tsv"),
        ("words in Han", "wd_chinese_16.tsv"),
        ("words in kana", "wd_japanese_16.tsv"),
        ("words in Cyrillic", "wd_russian_16.tsv"),
    ] {
        let pairs = table(&folder.join(file), file.contains("_16"))?;
        report(name, pairs.iter(), Grade::Likely, show);
    }
    Ok(())
}

fn report<'a>(name: &str, pairs: impl Iterator<Item = &'a Pair>, least: Grade, show: bool) {
    let pairs: Vec<&Pair> = pairs.collect();
    let started = Instant::now();
    let found: Vec<bool> = pairs.iter().map(|it| same(&it.one, &it.other) >= least).collect();
    let each = started.elapsed().as_secs_f64() * 1e6 / pairs.len().max(1) as f64;
    let count = |same: bool, told: bool| {
        pairs.iter().zip(&found).filter(|(pair, found)| pair.same == same && **found == told).count()
    };
    let (right, missed, made_up) = (count(true, true), count(true, false), count(false, true));
    let wrong = |same: bool| -> Vec<Value> {
        let wrong = pairs.iter().zip(&found).filter(|(pair, found)| pair.same == same && **found != same);
        wrong
            .map(|(pair, _)| json!([pair.one, pair.other]))
            .take(if show { usize::MAX } else { WORST })
            .collect()
    };
    let share = |part: usize, whole: usize| (part as f64 / whole.max(1) as f64 * 1000.0).round() / 1000.0;
    let values = json!({
        "set": name, "pairs": pairs.len(), "true": right + missed, "f1": share(2 * right, 2 * right + missed + made_up),
        "precision": share(right, right + made_up), "recall": share(right, right + missed), "us_a_pair": (each * 10.0).round() / 10.0,
        "missed": wrong(true), "made_up": wrong(false),
    });
    println!("{values}");
}

/// Pairs of people, with the group they stand in.
fn judged(path: &Path) -> Result<Vec<(String, Pair)>> {
    let text = std::fs::read_to_string(path)?;
    let rows = text.lines().skip(1).map(cells).filter(|row| row.len() > 4 && row[1] == "Person");
    let pair = |row: Vec<String>| {
        let same = row[4] == "true";
        (row[0].clone(), Pair { one: row[2].clone(), other: row[3].clone(), same })
    };
    Ok(rows.map(pair).collect())
}

/// The cells of a line of CSV, quoted ones with commas.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(c);
                }
            }
        }
    }
    cells
}

/// Pairs of a table, true ones and as many false ones. Tables of words have blanks between their letters.
fn table(path: &Path, spaced: bool) -> Result<Vec<Pair>> {
    let text = std::fs::read_to_string(path)?;
    let mut rows: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (latin, other) = (cells.next()?, cells.next()?);
            let other = if spaced { other.replace(' ', "") } else { other.to_owned() };
            Some((other, latin.to_owned()))
        })
        .collect();
    rows.sort();
    let step = (rows.len() / PAIRS).max(1);
    let mut pairs = Vec::new();
    for at in (0..rows.len().saturating_sub(AWAY)).step_by(step) {
        let (other, latin) = &rows[at];
        pairs.push(Pair { one: latin.clone(), other: other.clone(), same: true });
        if rows[at + AWAY].0 != *other {
            pairs.push(Pair { one: latin.clone(), other: rows[at + AWAY].0.clone(), same: false });
        }
    }
    Ok(pairs)
}
