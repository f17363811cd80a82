//! `cargo xtask bench`: measures the shipped binary on a corpus; prints one JSON line a figure.
//!
//! Here: what is measured and under what name. Not here: judging; the figures wanted stand beside
//! each workload so that a reader can. Sizes: `IBID_BENCH_WORKS` (1,000,000), `IBID_BENCH_DIR`.

mod beside;
mod bulk;
mod lookup;
mod names;
mod oai;
mod pages;
mod people;
mod process;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::{corpus, data, root};
use process::{Run, Server};

const NAMES: [&str; 16] = [
    "versions", "redif", "harvest", "again", "size", "change", "search", "beside", "pages", "api", "lookup",
    "names", "oai", "export", "files", "people",
];

/// What every measurement works on.
struct Bench {
    works: usize,
    /// The corpus, a mirror.
    mirror: PathBuf,
    /// The data folder the harvest fills and the rest reads.
    data: PathBuf,
    /// Release build of the binary.
    ibid: PathBuf,
}

/// Runs the named measurements in their order, or all.
pub(crate) fn run(names: &[&str]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| !NAMES.contains(name)) {
        bail!("{unknown}: no such measurement; there are {}", NAMES.join(", "));
    }
    let wanted = |name: &&str| names.is_empty() || names.contains(name);
    if wanted(&"versions") {
        versions()?;
    }
    if wanted(&"lookup") {
        lookup::lookup()?;
    }
    if wanted(&"names") {
        names::names()?;
    }
    if !names.is_empty() && names.iter().all(|name| ["versions", "lookup", "names"].contains(name)) {
        return Ok(());
    }
    let bench = Bench::prepare()?;
    for name in NAMES.iter().filter(|name| wanted(name)) {
        match *name {
            "versions" | "lookup" | "names" => {}
            "redif" => bench.redif()?,
            "harvest" => bench.harvest()?,
            "again" => bench.again()?,
            "size" => bench.size()?,
            "change" => pages::change(&bench)?,
            "search" => bench.search()?,
            "beside" => beside::search(&bench)?,
            "oai" => oai::oai(&bench)?,
            "api" => pages::api(&bench)?,
            "export" => bulk::export(&bench)?,
            "files" => bulk::files(&bench)?,
            "people" => people::people(&bench)?,
            _ => pages::pages(&bench)?,
        }
    }
    Ok(())
}

/// Needs no corpus: the pairs are real.
fn versions() -> Result<()> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--release", "--package", "ibid-core", "--example", "versions", "--"]);
    let output = cargo.arg(data()?.join("linkage")).current_dir(root()).output()?;
    let values = serde_json::from_slice(&output.stdout).context("the versions example prints JSON")?;
    let workload = "versions of the same work by rule: DBLP against ACM, 2224 true pairs";
    figure("versions", workload, "precision > 0.98, recall > 0.94", values);
    Ok(())
}

/// Prints one figure.
fn figure(name: &str, workload: &str, wanted: &str, values: Value) {
    println!("{}", json!({ "figure": name, "workload": workload, "wanted": wanted, "values": values }));
}

impl Bench {
    fn prepare() -> Result<Bench> {
        let works = match std::env::var("IBID_BENCH_WORKS") {
            Ok(works) => works.parse().context("IBID_BENCH_WORKS")?,
            Err(_) => 1_000_000,
        };
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(target) => PathBuf::from(target),
            None => root().join("target"),
        };
        let folder = std::env::var_os("IBID_BENCH_DIR").map_or_else(|| target.join("bench"), PathBuf::from);
        let mirror = folder.join(format!("corpus-{works}"));
        if !mirror.is_dir() {
            let unfinished = folder.join("corpus-unfinished");
            let _ = std::fs::remove_dir_all(&unfinished);
            corpus::write(&data()?, &unfinished, works, 1)?;
            std::fs::rename(&unfinished, &mirror)?;
        }
        build(&["--package", "ibid"])?;
        let ibid = target.join("release/ibid");
        Ok(Bench { works, mirror, data: folder.join(format!("data-{works}")), ibid })
    }

    fn ibid(&self) -> Command {
        let mut command = Command::new(&self.ibid);
        command.arg("--data").arg(&self.data);
        command
    }

    fn redif(&self) -> Result<()> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["run", "--quiet", "--release", "--package", "redif", "--example", "throughput", "--"]);
        let output = cargo.arg(data()?.join("redif")).arg("500").current_dir(root()).output()?;
        let values = serde_json::from_slice(&output.stdout).context("the throughput example prints JSON")?;
        figure("redif", "read and check data/redif repeated to 500 MB, one core", "mb_per_s >= 300", values);
        Ok(())
    }

    fn harvest(&self) -> Result<()> {
        let _ = std::fs::remove_dir_all(&self.data);
        let run = Run::of(self.ibid().arg("harvest").arg(&self.mirror))?;
        let workload =
            format!("ibid harvest of {} works into an empty folder, searchable at the end", self.works);
        let rate = self.works as f64 / run.seconds;
        let values = json!({
            "seconds": run.seconds, "works_per_s": rate.round(), "peak_mib": run.peak_kib / 1024,
        });
        figure("harvest", &workload, "works_per_s >= 20000, peak_mib < 2048", values);
        Ok(())
    }

    fn again(&self) -> Result<()> {
        let run = Run::of(self.ibid().arg("harvest").arg(&self.mirror))?;
        let rate = self.works as f64 / run.seconds;
        let values = json!({ "seconds": run.seconds, "templates_per_s": rate.round() });
        figure("again", "the same harvest again, nothing changed", "templates_per_s >= 250000", values);
        Ok(())
    }

    fn size(&self) -> Result<()> {
        let (total, ledger) = (bytes_below(&self.data)?, bytes_below(&self.data.join("ibid.db"))?);
        let each = |bytes: u64| (bytes as f64 / self.works as f64).round();
        let values = json!({ "bytes_a_work": each(total), "of_them_ledger": each(ledger) });
        figure("size", "data folder after the harvest, index included", "bytes_a_work < 2500", values);
        Ok(())
    }

    /// Asks a copy of the index, because updates are timed too.
    fn search(&self) -> Result<()> {
        build(&["--package", "ibid-search", "--example", "index_bench"])?;
        let copy = self.data.with_file_name("index-copy");
        let _ = std::fs::remove_dir_all(&copy);
        copy_folder(&self.data.join("index"), &copy)?;
        let mut command = Command::new(self.ibid.with_file_name("examples").join("index_bench"));
        command.arg(&copy).arg(self.works.to_string()).arg("search");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut works = corpus::sample_text(&data()?)?;
        std::io::copy(&mut works, &mut child.stdin.take().context("no input")?)?;
        let output = child.wait_with_output()?;
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let values = serde_json::from_str(line).context("index_bench prints JSON")?;
            let wanted = "top 10 with all facets p99 < 25 ms, without facets p99 < 5 ms";
            figure("search", &format!("the index of {} works, one thread", self.works), wanted, values);
        }
        Ok(())
    }

    /// Serves without limits of rate, which are for strangers.
    fn serve(&self) -> Result<Server> {
        let limits = "[limits]\napi = 0\nsearch = 0\nbulk = 0\nharvest = 0\n";
        std::fs::write(self.data.join("ibid.toml"), limits)?;
        Server::start(self.ibid())
    }
}

fn build(arguments: &[&str]) -> Result<()> {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release"])
        .args(arguments)
        .current_dir(root())
        .status()?;
    if !status.success() {
        bail!("cargo build --release {}: {status}", arguments.join(" "));
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            std::fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

fn bytes_below(path: &Path) -> Result<u64> {
    let meta = std::fs::metadata(path).with_context(|| path.display().to_string())?;
    if meta.is_file() {
        return Ok(meta.len());
    }
    let mut sum = 0;
    for entry in std::fs::read_dir(path)? {
        sum += bytes_below(&entry?.path())?;
    }
    Ok(sum)
}

/// Milliseconds at the 50th, 90th and 99th of a hundred, and the worst.
fn quantiles(mut times: Vec<f64>) -> Value {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len() - 1)).copied();
    json!({ "n": times.len(), "p50_ms": at(0.5), "p90_ms": at(0.9), "p99_ms": at(0.99), "max_ms": at(1.0) })
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
