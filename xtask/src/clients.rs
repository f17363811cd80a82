//! The foreign programs that exports and protocols are tried with: Python clients from PyPI, in a virtual
//! environment beside what cargo builds.
//!
//! The versions are those of `xtask/clients/requirements.txt`. Not here: what they are asked to do, which
//! the stories know (`crates/ibid/tests/stories/clients/`), and Debian's packages (`test.rs`).

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::test::{program, run};
use crate::{pages, root};

fn folder() -> Result<PathBuf> {
    pages::cache("clients")
}

/// Installs the clients unless they are there as the list has them.
pub(crate) fn install() -> Result<()> {
    let Some(python) = program("python3") else {
        println!("    no python3 found: the clients that are not ours are skipped");
        return Ok(());
    };
    let folder = folder()?;
    let list = root().join("xtask/clients/requirements.txt");
    let (done, wanted) = (folder.join("installed"), fs::read(&list)?);
    if fs::read(&done).is_ok_and(|of| of == wanted) {
        return Ok(());
    }
    println!("==> install foreign clients");
    run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder).stdin(Stdio::null()))?;
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(&list);
    run(pip.stdin(Stdio::null()))?;
    Ok(fs::write(done, wanted)?)
}

/// The interpreter that sees the clients, when they are installed.
pub(crate) fn python() -> Option<PathBuf> {
    let folder = folder().ok()?;
    folder.join("installed").is_file().then(|| folder.join("bin/python"))
}
