//! `cargo xtask test` and `check`: everything that must hold, in the order in which it fails soonest.
//!
//! Here: which steps there are, what they need installed, and a PostgreSQL of our own for the
//! suites. Not here: the tests themselves.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::{clients, pages, root, tidy};

/// How long the fuzzer runs in a test, in seconds.
const FUZZ_SECONDS: u64 = 30;

/// Installs what is missing, then runs every step.
pub(crate) fn test() -> Result<()> {
    install()?;
    pages::install()?;
    clients::install()?;
    check(true)
}

/// Runs every step with what is there. `all`: also fuzz for a bounded time, and score pages.
pub(crate) fn check(all: bool) -> Result<()> {
    step("format", || cargo(&["fmt", "--all", "--check"], &[]))?;
    step("tidy", || tidy::run(&root()))?;
    step("clippy", || {
        cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"], &[])
    })?;
    let postgres = Postgres::start()?;
    let mut environment = Vec::new();
    match &postgres {
        Some(postgres) => environment.push(("IBID_TEST_POSTGRES", postgres.url.clone())),
        None => println!("    no PostgreSQL found: its suites are skipped"),
    }
    match program("chromium") {
        Some(path) => environment.push(("IBID_TEST_CHROMIUM", path.display().to_string())),
        None => println!("    no chromium found: the browser tests are skipped"),
    }
    match pages::axe() {
        Some(path) => environment.push(("IBID_TEST_AXE", path.display().to_string())),
        None => println!("    axe is not installed: its tests are skipped"),
    }
    match pages::zotero() {
        Some(path) => environment.push(("IBID_TEST_ZOTERO", path.display().to_string())),
        None => println!("    Zotero's translators are not installed: their tests are skipped"),
    }
    match clients::python() {
        Some(path) => environment.push(("IBID_TEST_PYTHON", path.display().to_string())),
        None => println!("    the clients from PyPI are not installed: their tests are skipped"),
    }
    match crate::data() {
        Ok(path) => environment.push(("IBID_DATA_DIR", path.canonicalize()?.display().to_string())),
        Err(_) => println!("    no real data found: tests over real archives are skipped"),
    }
    step("tests", || cargo(&["test", "--workspace", "--quiet", "--no-fail-fast"], &environment))?;
    drop(postgres);
    if all {
        step("lighthouse", pages::lighthouse)?;
        step("fuzz", || fuzz(FUZZ_SECONDS))?;
    }
    println!("==> all of it holds");
    Ok(())
}

fn step(name: &str, run: impl FnOnce() -> Result<()>) -> Result<()> {
    println!("==> {name}");
    let start = Instant::now();
    run().with_context(|| format!("{name} failed"))?;
    println!("    {name}: {} s", start.elapsed().as_secs());
    Ok(())
}

fn cargo(arguments: &[&str], environment: &[(&str, String)]) -> Result<()> {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(root()).stdin(Stdio::null());
    command.envs(environment.iter().map(|(name, value)| (*name, value.as_str())));
    run(&mut command)
}

pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?}"))?;
    if !status.success() {
        bail!("{command:?}: {status}");
    }
    Ok(())
}

/// Debian's packages that hold what the tests start, asked for by what they bring.
fn install() -> Result<()> {
    let mut missing = Vec::new();
    if postgres_programs().is_none() {
        missing.push("postgresql");
    }
    if program("chromium").is_none() {
        missing.push("chromium");
    }
    if program("cc").is_none() {
        missing.push("build-essential");
    }
    // Another distribution's node brings npm with it; Debian's does not.
    if program("node").is_none() {
        missing.push("nodejs");
    }
    let clients = [
        ("npm", "npm"),
        ("biber", "biber"),
        ("xmllint", "libxml2-utils"),
        ("marcvalidate", "libmarc-schema-perl"),
        ("xml2bib", "bibutils"),
    ];
    for (name, package) in clients {
        if program(name).is_none() {
            missing.push(package);
        }
    }
    if !has_perl_harvester() {
        missing.push("libhttp-oai-perl");
    }
    // Debian's python comes without what a virtual environment starts from.
    if program("python3").is_none() || !has_venv() {
        missing.extend(["python3", "python3-venv"]);
    }
    if missing.is_empty() {
        return Ok(());
    }
    println!("==> install {}", missing.join(" "));
    if program("apt-get").is_none() || !is_root() {
        println!("    not root on Debian: install them yourself, or their tests are skipped");
        return Ok(());
    }
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null()))
    };
    apt(&["update", "-qq"])?;
    let mut arguments = vec!["install", "-qq", "--yes", "--no-install-recommends"];
    arguments.extend(missing);
    apt(&arguments)
}

fn has_venv() -> bool {
    let mut python = Command::new("python3");
    python.args(["-c", "import ensurepip, venv"]).stderr(Stdio::null());
    python.status().is_ok_and(|status| status.success())
}

fn has_perl_harvester() -> bool {
    let mut perl = Command::new("perl");
    perl.args(["-MHTTP::OAI", "-e1"]).stdin(Stdio::null()).stderr(Stdio::null());
    perl.status().is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    let said = Command::new("id").arg("-u").output();
    said.is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

/// A program on the PATH.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// The folder of the newest installed PostgreSQL's programs.
fn postgres_programs() -> Option<PathBuf> {
    let mut versions: Vec<_> = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten().collect();
    versions.sort_by_key(std::fs::DirEntry::file_name);
    let folder = versions.pop()?.path().join("bin");
    folder.join("initdb").is_file().then_some(folder)
}

/// A PostgreSQL cluster of our own on a free loopback port; gone when dropped.
struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    url: String,
}

impl Postgres {
    fn start() -> Result<Option<Postgres>> {
        let Some(programs) = postgres_programs() else {
            return Ok(None);
        };
        let folder = std::env::temp_dir().join(format!("ibid-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        let postgres = Postgres { programs, folder, url };
        let data = postgres.folder.join("data");
        let data = data.display();
        postgres.run("initdb", &format!("-D {data} -U postgres -A trust -E UTF8 --locale=C"))?;
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off -c max_connections=200 \
             -c unix_socket_directories={}",
            postgres.folder.display()
        );
        postgres.run("pg_ctl", &format!("-D {data} -w -l {data}/log -o '{options}' start"))?;
        Ok(Some(postgres))
    }

    /// Runs one of the cluster's programs as the user it must not be root for.
    fn run(&self, name: &str, arguments: &str) -> Result<()> {
        let line = format!("{} {arguments}", self.programs.join(name).display());
        let mut command = match is_root() {
            true => Command::new("su"),
            false => Command::new("sh"),
        };
        if is_root() {
            command.arg("postgres");
        }
        let command = command.args(["-c", &line]).current_dir(&self.folder);
        run(command.stdin(Stdio::null()).stdout(Stdio::null()))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        if let Err(error) = self.run("pg_ctl", &format!("-D {} -m immediate stop", data.display())) {
            eprintln!("xtask: {error:#}");
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Fuzzes the reader of ReDIF on the stable toolchain for `seconds`.
pub(crate) fn fuzz(seconds: u64) -> Result<()> {
    let folder = root().join("crates/redif/fuzz");
    let flags = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                 -Cllvm-args=-sanitizer-coverage-pc-table \
                 -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";
    let corpus = folder.join("corpus");
    std::fs::create_dir_all(&corpus)?;
    let host = host()?;
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--release", "--target", &host, "--"]);
    command.arg(format!("-max_total_time={seconds}"));
    command.args(["-max_len=4096", "-verbosity=0", "-dict=redif.dict", "corpus", "../tests/cases"]);
    run(command.current_dir(folder).env("RUSTFLAGS", flags).stdin(Stdio::null()))
}

/// The toolchain's own target, which keeps the fuzzer's flags off build scripts.
fn host() -> Result<String> {
    let output = Command::new("rustc").arg("-vV").output().context("rustc")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc says no host")?;
    Ok(Path::new(host).display().to_string())
}
