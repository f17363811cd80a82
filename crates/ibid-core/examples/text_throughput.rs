//! Measures tokenising on one core: MB/s and tokens/s over the lines of standard input.
//! `zstd -dc works.jsonl.zst | cargo run --release -p ibid-core --example text_throughput`

use std::hint::black_box;
use std::io::Read;
use std::time::Instant;

use ibid_core::text::{Mode, Tokenizer};

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let lines: Vec<&str> = text.lines().collect();
    let megabytes = text.len() as f64 / 1e6;
    for mode in [Mode::Text, Mode::Name, Mode::Exact] {
        let mut tokenizer = Tokenizer::new();
        let mut tokens = 0_u64;
        let start = Instant::now();
        for line in &lines {
            tokenizer.tokenize(mode, line, &mut |token| {
                tokens += 1;
                black_box(token.text);
            });
        }
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "tokenize {mode:?}: {:.0} MB/s, {:.1} M tokens/s",
            megabytes / seconds,
            tokens as f64 / 1e6 / seconds
        );
    }
    Ok(())
}
