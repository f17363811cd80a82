//! Measures, in processor time, what reads text on one core: tokenising, years a text is about, highlighting.
//! `zstd -dc works.jsonl.zst | cargo run --release -p ibid-core --example text_throughput`

use std::hint::black_box;
use std::io::Read;

use ibid_core::highlight::{Terms, snippet};
use ibid_core::text::{Mode, Tokenizer};
use ibid_core::{about, query};

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let lines: Vec<&str> = text.lines().collect();
    for mode in [Mode::Text, Mode::Name, Mode::Exact] {
        let mut tokenizer = Tokenizer::new();
        let mut tokens = 0_u64;
        let mut count = |line: &str| {
            tokenizer.tokenize(mode, line, &mut |token| {
                tokens += 1;
                black_box(token.text);
            });
        };
        measure(&format!("tokenize {mode:?}"), &lines, &mut count);
        println!("  {:.1} M tokens", tokens as f64 / 1e6);
    }
    let (bare, dated): (Vec<&str>, Vec<&str>) = lines.iter().partition(|line| about::years(line).is_empty());
    measure("about, nothing found", &bare, &mut |line| drop(black_box(about::years(line))));
    measure("about, years found", &dated, &mut |line| drop(black_box(about::years(line))));
    let terms = Terms::of(&query::parse("monetary polic* \"north korea\""));
    measure("snippet", &lines, &mut |line| drop(black_box(snippet(line, &terms, 240))));
    Ok(())
}

fn measure(what: &str, lines: &[&str], work: &mut dyn FnMut(&str)) {
    let bytes: usize = lines.iter().map(|line| line.len()).sum();
    let start = processor_seconds();
    lines.iter().for_each(|line| work(line));
    let seconds = processor_seconds() - start;
    println!(
        "{what}: {:.0} MB/s ({} texts, {:.1} MB)",
        bytes as f64 / 1e6 / seconds,
        lines.len(),
        bytes as f64 / 1e6
    );
}

/// Time this thread has run, by Linux's own count.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|field| field.parse::<f64>().ok());
    nanoseconds.unwrap_or(f64::NAN) / 1e9
}
