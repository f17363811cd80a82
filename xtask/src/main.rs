//! The project's own chores: `cargo xtask test | check | tidy | corpus | bench | lighthouse | fuzz`.
//!
//! Here: which chore does what. Not here: anything the shipped binary needs.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

mod bench;
mod clients;
mod corpus;
mod edirc;
mod pages;
mod test;
mod tidy;

const USAGE: &str = "usage: cargo xtask COMMAND
  test                 install what the tests need (as root, from Debian), then run everything
  check                format, lints, tidy rules and tests with what is installed
  tidy                 the rules of the house that the compiler cannot hold
  corpus N DIR [SEED]  write a RePEc-shaped mirror of N works for benchmarks
  edirc DIR            write the real directory of institutions as an archive below DIR
  bench [NAME…]        measure; prints one JSON line a figure
  lighthouse           install Lighthouse, and score the pages of the toy world
  fuzz [SECONDS]       fuzz the reader of ReDIF";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["test"] => test::test(),
        ["check"] => test::check(false),
        ["lighthouse"] => pages::install().and_then(|()| pages::lighthouse()),
        ["fuzz"] => test::fuzz(60),
        ["fuzz", seconds] => test::fuzz(seconds.parse().context("seconds")?),
        ["bench", names @ ..] => bench::run(names),
        ["edirc", directory] => edirc::write(&data()?, Path::new(directory)),
        ["tidy"] => tidy::run(&root()),
        ["corpus", works, directory, rest @ ..] => {
            let works = works.parse().with_context(|| format!("{works}: not a number of works"))?;
            let seed = rest.first().map_or(Ok(1), |seed| seed.parse()).context("seed")?;
            corpus::write(&data()?, Path::new(directory), works, seed)
        }
        _ => bail!("{USAGE}"),
    }
}

/// The workspace's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| ".".into(), Path::to_owned)
}

/// The folder of real data: `IBID_DATA_DIR`, else `shared/data` beside the checkout.
fn data() -> Result<PathBuf> {
    let folder =
        std::env::var_os("IBID_DATA_DIR").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    if !folder.is_dir() {
        bail!("{}: no real data here; set IBID_DATA_DIR", folder.display());
    }
    Ok(folder)
}
