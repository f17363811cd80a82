//! How well pasted references find their records: real references, right answers known.
//!
//! Two samples: `gl`, references copied out of papers with all their noise, and `xr`, the same records cited in
//! ten styles, some without titles. Needs no corpus.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::figure;
use crate::{data, root};

pub(super) fn lookup() -> Result<()> {
    let folder = data()?.join("matching");
    for (sample, about) in [("gl", "copied out of papers"), ("xr", "set in ten styles")] {
        let candidates = tempfile(sample, &unpacked(&folder.join(format!("{sample}_candidates.json.zst")))?)?;
        let queries = unpacked(&folder.join(format!("{sample}_queries.jsonl.zst")))?;
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args([
            "run",
            "--quiet",
            "--release",
            "--package",
            "ibid-core",
            "--example",
            "lookup_quality",
            "--",
        ]);
        let mut child = cargo
            .arg(&candidates)
            .current_dir(root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        std::io::copy(&mut queries.as_slice(), &mut child.stdin.take().context("no input")?)?;
        let output = child.wait_with_output()?;
        std::fs::remove_file(&candidates)?;
        if !output.status.success() {
            bail!("lookup_quality: {}", output.status);
        }
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let values = serde_json::from_str(line).context("lookup_quality prints JSON")?;
            let workload = format!("references {about}: which record is named without asking");
            figure("lookup", &workload, "precision > 0.99 in all", values);
        }
    }
    Ok(())
}

fn unpacked(path: &Path) -> Result<Vec<u8>> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    let mut bytes = Vec::new();
    ruzstd::decoding::StreamingDecoder::new(file).context("reading zstd")?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The example wants its candidates as a file, since its input is the references.
fn tempfile(sample: &str, bytes: &[u8]) -> Result<std::path::PathBuf> {
    let path = std::env::temp_dir().join(format!("ibid-lookup-{sample}-{}.json", std::process::id()));
    std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
    Ok(path)
}
