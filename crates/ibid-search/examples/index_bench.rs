//! Speed of the index on works made by recombining real titles and abstracts.
//!
//!     zstd -dc works-50k.jsonl.zst | index_bench DIR N [load|search]
//!
//! Builds an index of N works in DIR (replaced, and left there) and prints a JSON line for each
//! figure: the load, updates of one document, searches with and without counting, suggestions.
//! `load` does only the first of it, `search` all but the first, in a DIR left by an earlier run.
//! Searches and suggestions are the best of three, so that what runs beside counts less.

use std::io::BufRead;
use std::time::{Duration, Instant};

use ibid_core::date::Date;
use ibid_core::jel::Code;
use ibid_core::record::Access;
use ibid_core::{Handle, Kind, query};
use ibid_search::{Byline, Document, Edit, Index, Request};
use serde_json::json;

struct Sample {
    titles: Vec<String>,
    summaries: Vec<String>,
    people: Vec<Vec<String>>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("usage: index_bench DIR N < works.jsonl")?;
    let works: u64 = args.next().ok_or("usage: index_bench DIR N < works.jsonl")?.parse()?;
    let sample = read()?;
    let only = args.next().unwrap_or_default();
    if only != "search" {
        let _ = std::fs::remove_dir_all(&folder);
    }
    let index = Index::open(&format!("tantivy:{folder}"))?;
    if only != "search" {
        load(&index, &sample, works, &folder)?;
    }
    if only == "load" {
        return Ok(());
    }
    updates(&index, &sample, works)?;
    searches(&index, &sample)?;
    names(&index, &sample)?;
    suggestions(&index, &sample)?;
    Ok(())
}

fn read() -> Result<Sample, Box<dyn std::error::Error>> {
    let mut sample = Sample { titles: Vec::new(), summaries: Vec::new(), people: Vec::new() };
    for line in std::io::stdin().lock().lines() {
        let work: serde_json::Value = serde_json::from_str(&line?)?;
        let text =
            |name: &str| work[name].as_str().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        sample.titles.push(text("title"));
        sample.summaries.push(text("abstract"));
        sample.people.push(text("author_text").split(", ").map(str::to_owned).collect());
    }
    Ok(sample)
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    /// Small numbers more often than large ones, as sizes of series are.
    fn skewed(&mut self, sides: usize) -> usize {
        let (a, b) = (self.roll(sides), self.roll(sides));
        a * b / sides
    }
}

fn letter(n: usize) -> char {
    char::from(b'a' + (n % 26) as u8)
}

fn code(dice: &mut Dice) -> Option<Code> {
    Code::parse(&format!("{}{}{}", letter(dice.roll(18)), dice.roll(6), dice.roll(9)))
}

fn work(sample: &Sample, n: u64, dice: &mut Dice) -> Document {
    let at = dice.roll(sample.titles.len());
    let series = dice.skewed(4_000);
    let archive: String = [series / 676, series / 26, series].map(|n| letter(n / 2)).iter().collect();
    let handle = format!("RePEc:{archive}:s{series:05}:{n}");
    let handle = Handle::parse(&handle).expect("a handle");
    let kind = [Kind::Paper, Kind::Article, Kind::Article, Kind::Chapter, Kind::Book][dice.skewed(5)];
    let year = 2024 - dice.skewed(70) as i16;
    let jel = (0..dice.roll(4)).filter_map(|_| code(dice)).collect();
    // Half a title of one work and half of another, so that titles are as many as works.
    let (first, second) = (&sample.titles[at], &sample.titles[dice.roll(sample.titles.len())]);
    let half = |title: &str| title.split(' ').count() / 2;
    let title: Vec<&str> =
        first.split(' ').take(half(first) + 1).chain(second.split(' ').skip(half(second))).collect();
    let from = 1900 + dice.roll(100) as i16;
    let keyword = |at: usize| sample.titles[at].split(' ').take(2).collect::<Vec<_>>().join(" ");
    let keywords = (0..dice.roll(5)).map(|_| keyword(dice.roll(sample.titles.len()))).collect();
    Document {
        title: title.join(" "),
        people: sample.people[dice.roll(sample.people.len())]
            .iter()
            .take(4)
            .map(|it| Byline::from(it.as_str()))
            .collect(),
        summary: sample.summaries[dice.roll(sample.summaries.len())].clone(),
        keywords,
        series: Some(handle.series_handle()),
        series_name: sample.titles[series].split(' ').take(6).collect::<Vec<_>>().join(" "),
        jel,
        date: Some(Date { year, month: Some(1 + dice.roll(12) as u8), day: None }),
        language: Some(["en", "en", "en", "en", "de", "fr", "es", "ko"][dice.skewed(8)].to_owned()),
        access: Some(Access::ALL[dice.roll(3)]),
        about: if dice.roll(3) == 0 { vec![(from, from + dice.roll(30) as i16)] } else { Vec::new() },
        ..Document::bare(handle, kind)
    }
}

fn load(index: &Index, sample: &Sample, works: u64, folder: &str) -> Result<(), ibid_search::Error> {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let spare = (0..works.min(20_000)).map(|n| work(sample, n, &mut dice)).count();
    let making = Instant::now();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    drop((0..spare as u64).map(|n| work(sample, n, &mut dice)).collect::<Vec<_>>());
    let making = making.elapsed().as_secs_f64() / spare as f64 * works as f64;
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    index.bulk(true)?;
    for batch in 0..works.div_ceil(1_000) {
        let edits: Vec<Edit> = (batch * 1_000..works.min(batch * 1_000 + 1_000))
            .map(|n| Edit::Put(Box::new(work(sample, n, &mut dice))))
            .collect();
        index.apply(edits)?;
    }
    index.commit(1)?;
    let (wall, cpu) = (begun.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    index.bulk(false)?;
    println!(
        "{}",
        json!({
            "what": "load", "works": works, "wall_s": wall, "works_per_s": works as f64 / wall,
            "cpu_s": cpu - making, "making_works_cpu_s": making,
            "bytes_per_work": size(folder.as_ref()) as f64 / works as f64, "peak_rss_mb": peak_megabytes(),
        })
    );
    Ok(())
}

fn updates(index: &Index, sample: &Sample, works: u64) -> Result<(), ibid_search::Error> {
    let mut dice = Dice(42);
    let mut times = Vec::new();
    let all = Request::default();
    index.search(&query::parse("model"), &all)?;
    for n in 0..300 {
        // The handle depends on dice; what matters is that half of them replace a document.
        let mut changed = work(sample, dice.roll(works as usize) as u64, &mut dice);
        changed.title = format!("updated{n} title");
        let asked = query::parse(&format!("title:updated{n}"));
        let begun = Instant::now();
        index.apply([Edit::Put(Box::new(changed))])?;
        index.commit(n + 2)?;
        assert_eq!(index.search(&asked, &Request { facets: false, ..Request::default() })?.total, 1);
        times.push(begun.elapsed());
    }
    report("one document: put, commit, found", &mut times);
    Ok(())
}

/// Queries as people ask them, made of words that stand together somewhere.
fn asked(sample: &Sample, dice: &mut Dice) -> String {
    let titles = &sample.titles;
    let title = &titles[dice.roll(titles.len())];
    let words: Vec<&str> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).collect();
    if words.is_empty() {
        return "model".to_owned();
    }
    let start = dice.roll(words.len());
    let some = |n: usize| words[start..words.len().min(start + n)].join(" ");
    let frequent = ["model", "theory", "analysis", "results", "data", "the", "time"][dice.roll(7)];
    let person = &sample.people[dice.roll(sample.people.len())][0];
    match dice.roll(20) {
        0..=3 => some(1),
        4..=7 => some(2),
        8..=9 => some(3),
        10 => some(4),
        11 => frequent.to_owned(),
        12 => format!("{frequent} {}", some(1)),
        13 => format!("\"{}\"", some(2)),
        14 => format!("title:{}", some(1)),
        15 => format!("author:{}", person.split(' ').next_back().unwrap_or("smith")),
        16 => format!("{} year:1990..2005", some(2)),
        17 => format!("{} kind:article", some(1)),
        18 => format!("{} OR {}", some(1), titles[dice.roll(titles.len())].split(' ').next().unwrap_or("a")),
        _ => format!("{} -{frequent}", some(1)),
    }
}

fn searches(index: &Index, sample: &Sample) -> Result<(), ibid_search::Error> {
    let requests = [
        ("search, top 10, all facets", Request::default()),
        ("search, top 10, exact total", Request { facets: false, ..Request::default() }),
        ("search, top 10", Request { facets: false, total: false, ..Request::default() }),
    ];
    for (what, request) in requests {
        let mut dice = Dice(7);
        let mut times = Vec::new();
        let mut slowest = (Duration::ZERO, String::new());
        let mut found = 0;
        for _ in 0..2_000 {
            let text = asked(sample, &mut dice);
            let parsed = query::parse(&text);
            let (took, results) = best(|| index.search(&parsed, &request))?;
            found += results.total;
            times.push(took);
            slowest = slowest.max((took, text));
        }
        report(what, &mut times);
        println!(
            "{}",
            json!({"what": what, "mean_total": found / 2_000, "slowest": slowest.1, "ms": millis(slowest.0)})
        );
    }
    for text in [
        "",
        "the",
        "model",
        "the model of",
        "kind:article",
        "year:1990..2000",
        "about:1955..1960",
        "\"of the\"",
        "abstract:model",
        "mod*",
        "co*",
    ] {
        let parsed = query::parse(text);
        let (facets, found) = best(|| index.search(&parsed, &Request::default()))?;
        let (total, _) = best(|| index.search(&parsed, &Request { facets: false, ..Request::default() }))?;
        let (hits, _) =
            best(|| index.search(&parsed, &Request { facets: false, total: false, ..Request::default() }))?;
        println!(
            "{}",
            json!({"query": text, "total": found.total, "facets_ms": millis(facets), "total_ms": millis(total), "hits_ms": millis(hits)})
        );
    }
    Ok(())
}

/// People as they are looked for, and names that are written in many ways.
fn names(index: &Index, sample: &Sample) -> Result<(), ibid_search::Error> {
    let mut dice = Dice(13);
    let wild = ["김일성", "Kim Il-sung", "Андрей Ланьков", "Wang Wei", "Li Wei", "이영희", "Park Young-soo"];
    let known =
        (0..500).map(|_| sample.people[dice.roll(sample.people.len())][0].clone()).collect::<Vec<_>>();
    let wild = wild.map(str::to_owned).to_vec();
    for (what, names) in [("search by name", known), ("search by a name of many spellings", wild)] {
        let mut times = Vec::new();
        let mut slowest = (Duration::ZERO, String::new());
        for name in names {
            let parsed = query::parse(&format!("author:({name})"));
            let (took, _) = best(|| index.search(&parsed, &Request::default()))?;
            times.push(took);
            slowest = slowest.max((took, name));
        }
        report(what, &mut times);
        println!("{}", json!({"what": what, "slowest": slowest.1, "ms": millis(slowest.0)}));
    }
    Ok(())
}

fn suggestions(index: &Index, sample: &Sample) -> Result<(), ibid_search::Error> {
    let mut dice = Dice(11);
    let mut times = Vec::new();
    let mut slowest = (Duration::ZERO, String::new());
    for _ in 0..300 {
        let title = &sample.titles[dice.roll(sample.titles.len())];
        let typed: Vec<char> = title.chars().take(24).collect();
        let mut letters: Vec<char> = typed.clone();
        if letters.len() > 8 && dice.roll(4) == 0 {
            letters.swap(5, 6);
        }
        for end in 1..=letters.len() {
            let text: String = letters[..end].iter().collect();
            let (took, _) = best(|| index.suggest(&text, 8))?;
            times.push(took);
            slowest = slowest.max((took, text));
        }
    }
    report("suggest, each letter", &mut times);
    println!("{}", json!({"what": "suggest", "slowest": slowest.1, "ms": millis(slowest.0)}));
    Ok(())
}

/// The shortest time of three, and the answer.
fn best<T, E>(mut run: impl FnMut() -> Result<T, E>) -> Result<(Duration, T), E> {
    let mut timed = || {
        let begun = Instant::now();
        run().map(|answer| (begun.elapsed(), answer))
    };
    let (first, answer) = timed()?;
    Ok((first.min(timed()?.0).min(timed()?.0), answer))
}

fn report(what: &str, times: &mut [Duration]) {
    times.sort();
    let at = |part: f64| millis(times[((times.len() - 1) as f64 * part) as usize]);
    println!(
        "{}",
        json!({"what": what, "n": times.len(), "p50_ms": at(0.5), "p90_ms": at(0.9), "p99_ms": at(0.99), "max_ms": at(1.0)})
    );
}

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

fn size(folder: &std::path::Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => size(&entry.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}

/// User and system time of this process so far (ticks are hundredths of a second on Linux).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|it| it.parse::<u64>().ok()).unwrap_or(0) / 1024
}
