//! How fast a harvester is given the whole catalogue, and whether others than we get all of it.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::process::Server;
use super::{Bench, figure, milliseconds, quantiles};
use crate::{clients, root};

/// More than this takes the slower of the foreign harvesters a quarter of an hour.
const FOR_CLIENTS: usize = 200_000;

/// Every page of ListRecords, one after the other, as one harvester asks for them.
pub(super) fn oai(bench: &Bench) -> Result<()> {
    let server = bench.serve()?;
    for prefix in ["oai_dc", "mods", "marcxml", "redif"] {
        let values = harvested(&server, &format!("verb=ListRecords&metadataPrefix={prefix}"))?;
        let workload = format!("ListRecords, all pages of {} works in {prefix}", bench.works);
        figure("oai", &workload, "records_per_s >= 20000 in oai_dc", values);
    }
    let values = harvested(&server, "verb=ListIdentifiers&metadataPrefix=oai_dc")?;
    figure("oai heads", "ListIdentifiers, all pages", "faster than ListRecords", values);
    if bench.works > FOR_CLIENTS {
        println!("    the harvesters that are not ours collect at most {FOR_CLIENTS} works: skipped");
        return Ok(());
    }
    let url = format!("http://{}/oai", server.address);
    for (name, command) in harvesters(&url) {
        let start = Instant::now();
        let output = command.context(name)?.output()?;
        if !output.status.success() {
            bail!("{name}: {}", String::from_utf8_lossy(&output.stderr));
        }
        let records = output.stdout.iter().filter(|&&byte| byte == b'\n').count();
        let values = json!({ "records": records, "of": bench.works, "seconds": start.elapsed().as_secs() });
        figure("oai clients", &format!("{name} collects everything"), "all of them", values);
    }
    Ok(())
}

fn harvested(server: &Server, first: &str) -> Result<Value> {
    let verb = first.split('&').next().context("a verb")?;
    let (mut query, mut records, mut bytes, mut times) = (first.to_owned(), 0, 0, Vec::new());
    let start = Instant::now();
    loop {
        let page = Instant::now();
        let (status, text) = server.get(&format!("/oai?{query}"))?;
        times.push(milliseconds(page));
        records += text.matches("<header").count();
        bytes += text.len();
        if status != 200 || text.contains("<error") {
            bail!("/oai?{query}: {status} {}", &text[..text.len().min(600)]);
        }
        let end = text.rsplit_once("<resumptionToken").map_or("", |(_, end)| end);
        let token = end.split_once('>').and_then(|(_, rest)| rest.split_once('<')).map_or("", |it| it.0);
        if token.is_empty() {
            break;
        }
        query = format!("{verb}&resumptionToken={token}");
    }
    let seconds = start.elapsed().as_secs_f64();
    Ok(json!({
        "records": records, "records_per_s": (records as f64 / seconds).round(),
        "mb_per_s": (bytes as f64 / 1e6 / seconds).round(), "pages": quantiles(times),
    }))
}

/// The harvesters that are installed, ready to collect everything.
fn harvesters(url: &str) -> Vec<(&'static str, Result<Command>)> {
    let scripts = root().join("crates/ibid/tests/clients");
    let command = |program: PathBuf, script: &str, name: &[&str]| {
        let mut command = Command::new(program);
        command.arg(scripts.join(script)).args(name).args([url, "ListRecords", "metadataPrefix=oai_dc"]);
        for proxy in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(proxy);
        }
        command.stdin(Stdio::null());
        command
    };
    let python = |name| {
        let python = clients::python().context("the clients from PyPI are not installed");
        python.map(|python| command(python, "oai.py", &[name]))
    };
    let perl = command(PathBuf::from("perl"), "oai.pl", &[]);
    vec![("sickle", python("sickle")), ("pyoai", python("pyoai")), ("HTTP::OAI", Ok(perl))]
}
