//! The foreign programs that exports and protocols are tried with: Python clients from PyPI, in a virtual
//! environment beside what cargo builds.
//!
//! The versions are those of `xtask/clients/requirements.txt`; `schemas.txt` beside it has packages that are
//! never run, only read for the schemas they bring, and come without what they would need. Not here: what they are asked to do, which
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
    let lists = root().join("xtask/clients");
    let (list, schemas) = (lists.join("requirements.txt"), lists.join("schemas.txt"));
    let (done, wanted) = (folder.join("installed"), [fs::read(&list)?, fs::read(&schemas)?].concat());
    if fs::read(&done).is_ok_and(|of| of == wanted) {
        return Ok(());
    }
    println!("==> install foreign clients");
    run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder).stdin(Stdio::null()))?;
    for (list, with) in [(list, None), (schemas, Some("--no-deps"))] {
        let mut pip = Command::new(folder.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(with);
        run(pip.arg("--requirement").arg(list).stdin(Stdio::null()))?;
    }
    Ok(fs::write(done, wanted)?)
}

/// The interpreter that sees the clients, when they are installed.
pub(crate) fn python() -> Option<PathBuf> {
    let folder = folder().ok()?;
    folder.join("installed").is_file().then(|| folder.join("bin/python"))
}
