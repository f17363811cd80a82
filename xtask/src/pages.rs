//! What the pages are held against that is not written in Rust: axe, Lighthouse and Zotero's translators,
//! from the npm registry.
//!
//! Here: getting them into the cache folder, and Lighthouse over the toy world. The versions are those
//! of `xtask/pages/package-lock.json`. Not here: axe's findings and what Zotero takes, which the stories
//! look at (`crates/ibid/tests/stories/pages/axe.rs`, `clients/head.rs`).

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::root;
use crate::test::{program, run};

/// What is copied to where the packages are installed.
const FILES: [&str; 4] = [".npmrc", "package.json", "package-lock.json", "score.mjs"];

/// One page of each type that has to reach the goal.
const SCORED: [&str; 5] =
    ["/", "/search", "/search?q=korea", "/p/hst/ghsdps/gd11-190.html", "/s/hst/ghsdps.html"];

fn folder() -> Result<PathBuf> {
    cache("pages")
}

/// A folder for what tests install, beside what cargo builds: never in the checkout.
pub(crate) fn cache(name: &str) -> Result<PathBuf> {
    let beside = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    if let Some(cache) = beside.as_deref().and_then(|target| target.parent()) {
        return Ok(cache.join(name));
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    Ok(cache.context("neither CARGO_TARGET_DIR nor HOME is set")?.join("ibid").join(name))
}

/// Installs the packages unless they are there as the lock file has them.
pub(crate) fn install() -> Result<()> {
    let Some(npm) = program("npm") else {
        println!("    no npm found: axe, Lighthouse and Zotero are skipped");
        return Ok(());
    };
    let folder = folder()?;
    let done = folder.join("node_modules/.installed");
    let lock = fs::read(root().join("xtask/pages/package-lock.json"))?;
    fs::create_dir_all(&folder)?;
    for name in FILES {
        fs::copy(root().join("xtask/pages").join(name), folder.join(name)).context(name)?;
    }
    if fs::read(&done).is_ok_and(|of| of == lock) {
        return Ok(());
    }
    println!("==> install axe, Lighthouse and Zotero's translators");
    let mut command = Command::new(npm);
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    run(command.current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::null()))?;
    Ok(fs::write(done, lock)?)
}

/// axe's source, when it is installed.
pub(crate) fn axe() -> Option<PathBuf> {
    let path = folder().ok()?.join("node_modules/axe-core/axe.min.js");
    path.is_file().then_some(path)
}

/// The folder with Zotero's translators, when they are installed.
pub(crate) fn zotero() -> Option<PathBuf> {
    folder().ok().filter(|folder| folder.join("node_modules/zotero-translators").is_dir())
}

/// Scores the toy world with Lighthouse; says so when that is not installed.
pub(crate) fn lighthouse() -> Result<()> {
    let folder = folder()?;
    let (node, chromium) = (program("node"), program("chromium"));
    let (Some(node), Some(chromium), true) = (node, chromium, folder.join("node_modules").is_dir()) else {
        println!("    no node, chromium or Lighthouse found: pages are not scored");
        return Ok(());
    };
    let demo = Demo::start()?;
    let mut command = Command::new(node);
    command.arg(folder.join("score.mjs")).arg(chromium).arg(&demo.site).args(SCORED);
    run(command.current_dir(&folder).stdin(Stdio::null()))
}

/// The toy world, served from a folder of its own; gone when dropped.
struct Demo {
    child: Child,
    folder: PathBuf,
    /// `http://127.0.0.1:40123`.
    site: String,
}

impl Demo {
    fn start() -> Result<Demo> {
        let folder = std::env::temp_dir().join(format!("ibid-pages-{}", std::process::id()));
        // cargo becomes the program it runs, so what is ended later is the server itself.
        let mut command = Command::new(env!("CARGO"));
        command.args(["run", "--quiet", "--package", "ibid", "--", "demo", "--listen", "127.0.0.1:0"]);
        command.arg("--data").arg(&folder).current_dir(root());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let out = child.stdout.take();
        let mut demo = Demo { child, folder, site: String::new() };
        let mut lines = BufReader::new(out.context("no output")?).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("http://"));
        let Some((_, address)) = line.as_deref().and_then(|line| line.split_once("http://")) else {
            bail!("the toy world was not served");
        };
        demo.site = format!("http://{}", address.trim_end_matches('/'));
        Ok(demo)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
