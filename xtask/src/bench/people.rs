//! What registered people feel: how long suggestions take, and how soon a harvest reaches profiles.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Bench, build, figure};
use crate::{corpus, data};

/// Works harvested beside profiles.
const NEW: usize = 100_000;

pub(super) fn people(bench: &Bench) -> Result<()> {
    build(&["--package", "ibid-app", "--example", "people_bench"])?;
    let data_folder = bench.data.display().to_string();
    let workload = format!("the ledger and index of {} works", bench.works);
    measure(bench, &["suggest", &data_folder], &workload, "max_ms < 200")?;
    let folder = bench.data.with_file_name("people");
    let _ = std::fs::remove_dir_all(&folder);
    let mirror = folder.join("mirror");
    std::fs::create_dir_all(&folder)?;
    corpus::write(&data()?, &mirror, NEW, 2)?;
    let (from, to) = (mirror.display().to_string(), folder.display().to_string());
    measure(bench, &["follow", &from, &to], "a ledger of its own", "seconds < 60")?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn measure(bench: &Bench, arguments: &[&str], workload: &str, wanted: &str) -> Result<()> {
    let program = bench.ibid.with_file_name("examples").join("people_bench");
    let output = Command::new(&program).args(arguments).output().context("people_bench")?;
    if !output.status.success() {
        bail!("people_bench: {}", String::from_utf8_lossy(&output.stderr));
    }
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        figure("people", workload, wanted, serde_json::from_str(line).context("people_bench prints JSON")?);
    }
    Ok(())
}
