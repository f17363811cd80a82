//! Pages under load, and how soon a change is seen.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{Bench, figure, milliseconds, quantiles};

/// Works asked for at random.
const SAMPLE: usize = 200_000;
/// Changes timed one after the other.
const CHANGES: usize = 300;

/// One work changed in one file, from the start of the harvest to page and search.
pub(super) fn change(bench: &Bench) -> Result<()> {
    let file = some_file(&bench.mirror)?;
    let before = fs::read_to_string(&file)?;
    let server = bench.serve()?;
    let mut times = Vec::new();
    for number in 0..CHANGES {
        let word = format!("zyxchange{number:03}");
        let (text, page) = with_title(&before, &word, number)?;
        fs::write(&file, text)?;
        let start = Instant::now();
        let status = bench.ibid().arg("harvest").arg(&file).stdout(Stdio::null()).status()?;
        if !status.success() {
            bail!("harvest of {}: {status}", file.display());
        }
        while !(server.get(&page)?.1.contains(&word)
            && server.get(&format!("/search?q={word}"))?.1.contains(&page))
        {
            if start.elapsed() > Duration::from_secs(30) {
                bail!("{page}: the change was not seen within 30 s");
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        times.push(milliseconds(start));
    }
    fs::write(&file, before)?;
    let workload = format!("one of {} works changed, `ibid harvest FILE` beside `ibid serve`", bench.works);
    figure("change", &workload, "p99_ms < 250", quantiles(times));
    Ok(())
}

/// The text with another title on one of its first works, and the address of that work.
fn with_title(text: &str, word: &str, number: usize) -> Result<(String, String)> {
    let templates: Vec<&str> = text.split_inclusive("\n\n").collect();
    let at = number % templates.len().min(10);
    let handle = templates[at].lines().find_map(|line| line.strip_prefix("Handle: ")).context("no handle")?;
    let kind = templates[at].lines().next().unwrap_or("");
    let changed = templates[at].replacen("Title: ", &format!("Title: {word} "), 1);
    let mut all: Vec<String> = templates.iter().map(|&template| template.to_owned()).collect();
    all[at] = changed;
    Ok((all.concat(), address(kind, handle)))
}

/// Where IDEAS, and so we, show a work.
fn address(kind: &str, handle: &str) -> String {
    let letter = match kind {
        kind if kind.contains("Article") => 'a',
        kind if kind.contains("Chapter") => 'h',
        kind if kind.contains("Book") => 'b',
        kind if kind.contains("Software") => 'c',
        _ => 'p',
    };
    let mut parts = handle.splitn(4, ':').skip(1);
    let mut next = || parts.next().unwrap_or("");
    let (archive, series, item) = (next(), next(), next().replace(':', ""));
    format!("/{letter}/{archive}/{series}/{item}.html")
}

/// Random work pages, and one page again and again beside nginx with the same page as a file.
pub(super) fn pages(bench: &Bench) -> Result<()> {
    if Command::new("wrk").arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        bail!("wrk is not installed (Debian: wrk; also nginx for the comparison)");
    }
    let folder = bench.data.with_file_name("pages");
    fs::create_dir_all(&folder)?;
    let addresses = sample(&bench.mirror, address)?;
    fs::write(folder.join("addresses"), addresses.join("\n"))?;
    let script = folder.join("random.lua");
    fs::write(&script, random(&folder.join("addresses")))?;
    let server = bench.serve()?;
    let base = format!("http://{}", server.address);
    let values = wrk(&base, Some(&script), 15)?;
    let workload = format!("random work pages out of {}, wrk -t1 -c32", bench.works);
    figure("pages", &workload, "requests_per_s >= 20000", values);

    let page = &addresses[0];
    fs::write(folder.join("page.html"), server.get(page)?.1)?;
    let ours = wrk(&format!("{base}{page}"), None, 8)?;
    let mut nginx = Nginx::start(&folder)?;
    let theirs = wrk(&format!("http://127.0.0.1:{}/page.html", nginx.port), None, 8)?;
    nginx.stop();
    let values = json!({ "ibid": ours, "nginx": theirs });
    figure("page again", "one work page again and again, wrk -t1 -c32", "ibid no slower than nginx", values);
    Ok(())
}

/// Random records of the API.
pub(super) fn api(bench: &Bench) -> Result<()> {
    let folder = bench.data.with_file_name("api");
    fs::create_dir_all(&folder)?;
    let addresses = sample(&bench.mirror, |_, handle| format!("/api/v1/works/{handle}"))?;
    fs::write(folder.join("addresses"), addresses.join("\n"))?;
    let script = folder.join("random.lua");
    fs::write(&script, random(&folder.join("addresses")))?;
    let server = bench.serve()?;
    let values = wrk(&format!("http://{}", server.address), Some(&script), 15)?;
    let workload = format!("random records of the API out of {}, wrk -t1 -c32", bench.works);
    figure("api", &workload, "requests_per_s >= 20000", values);
    Ok(())
}

/// A script for wrk that asks for a random line of a file each time.
fn random(addresses: &Path) -> String {
    format!(
        "local paths = {{}}\nfor line in io.lines({:?}) do paths[#paths + 1] = line end\n\
         math.randomseed(7)\n\
         request = function() return wrk.format('GET', paths[math.random(#paths)]) end\n",
        addresses.display().to_string()
    )
}

/// What wrk says, as figures.
fn wrk(url: &str, script: Option<&Path>, seconds: u32) -> Result<Value> {
    let mut command = Command::new("wrk");
    command.args(["-t1", "-c32", "--latency", &format!("-d{seconds}s")]);
    if let Some(script) = script {
        command.arg("-s").arg(script);
    }
    let output = command.arg(url).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let after = |label: &str| {
        let line = said.lines().find_map(|line| line.trim().strip_prefix(label))?;
        Some(line.trim().to_owned())
    };
    let rate: f64 = after("Requests/sec:").and_then(|rate| rate.parse().ok()).context(said.clone())?;
    Ok(
        json!({ "requests_per_s": rate.round(), "p99": after("99%"), "wrong": after("Non-2xx or 3xx responses:") }),
    )
}

/// Addresses of works, made of type and handle, spread over the whole corpus.
fn sample(mirror: &Path, address: fn(&str, &str) -> String) -> Result<Vec<String>> {
    let mut addresses = Vec::new();
    let mut files = Vec::new();
    templates(mirror, &mut files)?;
    let each = SAMPLE / files.len().max(1) + 1;
    for file in files {
        let text = fs::read_to_string(&file)?;
        let works = text.split("\n\n").filter_map(|template| {
            let handle = template.lines().find_map(|line| line.strip_prefix("Handle: "))?;
            Some(address(template.lines().next()?, handle))
        });
        addresses.extend(works.take(each));
    }
    Ok(addresses)
}

fn some_file(mirror: &Path) -> Result<PathBuf> {
    let mut files = Vec::new();
    templates(mirror, &mut files)?;
    files.sort();
    files.into_iter().nth(7).context("an empty corpus")
}

/// The files of works, not those of archives and series.
pub(super) fn templates(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.display().to_string();
        if path.is_dir() {
            templates(&path, files)?;
        } else if !name.ends_with("seri.rdf") && !name.ends_with("arch.rdf") {
            files.push(path);
        }
    }
    Ok(())
}

/// An nginx of our own that serves one folder.
struct Nginx {
    child: Child,
    port: u16,
}

impl Nginx {
    fn start(folder: &Path) -> Result<Nginx> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let place = folder.display();
        let settings = format!(
            "daemon off; worker_processes auto; pid {place}/pid; error_log {place}/error;\n\
             events {{ worker_connections 256; }}\n\
             http {{ access_log off; sendfile on; open_file_cache max=100; keepalive_requests 1000000000;\n\
             types {{ text/html html; }}\n\
             server {{ listen 127.0.0.1:{port}; root {place}; }} }}\n"
        );
        fs::write(folder.join("nginx.conf"), settings)?;
        let mut command = Command::new("nginx");
        command.arg("-c").arg(folder.join("nginx.conf")).arg("-p").arg(folder);
        let child = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().context("nginx")?;
        std::thread::sleep(Duration::from_millis(500));
        Ok(Nginx { child, port })
    }

    /// Ends it with its workers: its master ends them when asked to.
    fn stop(&mut self) {
        let _ = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}
