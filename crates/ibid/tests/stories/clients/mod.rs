//! What programs that are not ours make of our exports and protocols.
//!
//! Each story serves or exports a world and hands it to a script in `tests/clients/`, which uses the
//! foreign library, prints what it understood as JSON lines, and judges nothing: the story does.
//! `IBID_TEST_PYTHON` names the interpreter that has the libraries, `IBID_TEST_ZOTERO` the folder that has
//! Zotero's translators.

mod api;
mod deposit;
mod dump;
mod exports;
mod feeds;
mod head;
mod mcp;
mod oai;
mod there;

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::world::Said;

/// Runs a script of `tests/clients/` and answers the lines it prints; `None` (said on stderr) when there
/// is no interpreter with the libraries.
pub(crate) fn script(name: &str, arguments: &[&str]) -> Option<Vec<Value>> {
    let Some(python) = std::env::var_os("IBID_TEST_PYTHON") else {
        eprintln!("IBID_TEST_PYTHON is not set: {name} is skipped");
        return None;
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    let said = ran(Command::new(python).arg(folder.join(name)).args(arguments));
    assert_eq!(said.status, 0, "{name}: {}{}", said.out, said.err);
    Some(said.json())
}

/// Lets Zotero take works from pages; what every translator that knows a page made of it, best first. `None`
/// (said on stderr) when node or the translators are not there.
pub(crate) fn zotero(pages: &[String]) -> Option<Vec<Value>> {
    let Some(folder) = std::env::var_os("IBID_TEST_ZOTERO") else {
        eprintln!("IBID_TEST_ZOTERO is not set: Zotero is skipped");
        return None;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/zotero.cjs");
    let said = ran(Command::new("node").arg(script).arg(folder).args(pages));
    assert_eq!(said.status, 0, "zotero: {}{}", said.out, said.err);
    Some(said.json())
}

/// Runs one of Debian's programs; `None` (said on stderr) when it is not installed.
pub(crate) fn program(name: &str, arguments: &[&str]) -> Option<Said> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if !std::env::split_paths(&path).any(|folder| folder.join(name).is_file()) {
        eprintln!("{name} is not installed: skipped");
        return None;
    }
    Some(ran(Command::new(name).args(arguments)))
}

/// Nothing but loopback is asked, whatever proxy the machine has.
fn ran(command: &mut Command) -> Said {
    let proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];
    for name in proxies {
        command.env_remove(name);
    }
    command.env("PYTHONDONTWRITEBYTECODE", OsString::from("1")).env("PYTHONUTF8", "1");
    Said::of(command.stdin(Stdio::null()).output().unwrap())
}
