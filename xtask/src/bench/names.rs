//! How well names are told to be the same in any order and script: real pairs, right answers known.
//!
//! Needs no corpus. The sets, and which pairs of them are false, are described in the example that reads them.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::figure;
use crate::{data, root};

pub(super) fn names() -> Result<()> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--release", "--package", "ibid-core", "--example", "names_quality", "--"]);
    let output = cargo.arg(data()?.join("names")).current_dir(root()).output()?;
    if !output.status.success() {
        bail!("names_quality: {}", output.status);
    }
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let values: serde_json::Value = serde_json::from_str(line).context("names_quality prints JSON")?;
        let people = values["set"].as_str().is_some_and(|set| set.starts_with("people"));
        let wanted = if people { "f1 >= 0.95" } else { "f1 >= 0.85" };
        figure("names", "two spellings, one name: told by rule, with the worst cases", wanted, values);
    }
    Ok(())
}
