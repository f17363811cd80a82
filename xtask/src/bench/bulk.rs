//! The whole catalogue on its way out: exports, dumps, and archives published again.
//!
//! Memory is what a process holds of its own: the ledger's file is mapped, and what of it is in memory the
//! system takes back when it wants to.

use anyhow::Result;
use serde_json::json;

use super::process::Run;
use super::{Bench, bytes_below, figure};

/// Everything in some formats, to nowhere.
pub(super) fn export(bench: &Bench) -> Result<()> {
    for format in ["json", "redif", "bibtex", "csl-json", "mods", "text"] {
        let run = Run::of(bench.ibid().args(["export", "--as", format]))?;
        let workload = format!("ibid export --as {format} of {} works to nowhere", bench.works);
        figure("export", &workload, "works_per_s >= 30000, own_mib constant", measured(bench, &run));
    }
    Ok(())
}

/// A first dump and a first publishing, and the same again when nothing has changed.
pub(super) fn files(bench: &Bench) -> Result<()> {
    for verb in ["dump", "publish"] {
        let folder = bench.data.with_file_name(format!("{verb}-{}", bench.works));
        let _ = std::fs::remove_dir_all(&folder);
        for time in ["first", "again"] {
            let run = Run::of(bench.ibid().arg(verb).arg(&folder))?;
            let workload = format!("ibid {verb} of {} works, {time}", bench.works);
            let mut values = measured(bench, &run);
            values["bytes_a_work"] = json!(bytes_below(&folder)? / bench.works as u64);
            figure("files", &workload, "works_per_s >= 30000, own_mib constant", values);
        }
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(())
}

fn measured(bench: &Bench, run: &Run) -> serde_json::Value {
    let rate = (bench.works as f64 / run.seconds).round();
    json!({
        "seconds": run.seconds, "works_per_s": rate, "own_mib": run.own_kib / 1024,
        "peak_mib": run.peak_kib / 1024,
    })
}
