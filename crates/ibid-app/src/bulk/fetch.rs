//! Fetching dumps from another catalogue: its manifest, and of its files those that the copy here lacks.
//!
//! A file broken off on the way goes on where it ended. Not here: what becomes of them (`load.rs`).

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ibid_store::CopyOf;
use reqwest::header::RANGE;
use reqwest::{Client, Response, StatusCode, Url};
use sha2::{Digest, Sha256};

use super::folder::part_of;
use super::load::{Error, Result};
use super::manifest::{Listed, MANIFEST, Manifest, hexadecimal};

/// How long a server may say nothing.
const SILENCE: Duration = Duration::from_secs(60);
/// Where a site has its dumps.
const DUMPS: &str = "dumps/";

/// How far a file is: its name, bytes so far, all of them.
pub type Say<'a> = dyn FnMut(&str, u64, u64) + Send + 'a;

/// Whether this names something to be fetched, and not a file or folder.
pub fn is_address(from: &str) -> bool {
    from.starts_with("http://") || from.starts_with("https://")
}

/// Fetches from a site, or from its folder of dumps, into a folder from which it can be loaded.
pub async fn fetch(address: &str, folder: &Path, copied: Option<&CopyOf>, say: &mut Say<'_>) -> Result<()> {
    let fault = |error: std::io::Error| Error::File(folder.to_owned(), error);
    let (client, dumps) = (client(address)?, dumps(address)?);
    fs::create_dir_all(folder).map_err(fault)?;
    let text = get(&client, &dumps, MANIFEST, 0).await?;
    let text = text.bytes().await.map_err(|error| Error::Fetch(dumps.to_string(), told(&error)))?;
    let broken = || Error::Fetch(format!("{dumps}{MANIFEST}"), "no manifest of a catalogue".to_owned());
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|_| broken())?;
    if manifest.catalogue.is_empty() {
        return Err(broken());
    }
    for listed in manifest.for_copy(copied) {
        file(&client, &dumps, folder, listed, say).await?;
    }
    fs::write(folder.join(MANIFEST), &text).map_err(fault)
}

/// The folder of dumps that an address means.
fn dumps(address: &str) -> Result<Url> {
    let mut url = Url::parse(address).map_err(|error| Error::Fetch(address.to_owned(), error.to_string()))?;
    let path = url.path();
    let bare = path.strip_suffix(MANIFEST).unwrap_or(path).trim_end_matches('/');
    let folder = match bare.ends_with(DUMPS.trim_end_matches('/')) {
        true => format!("{bare}/"),
        false => format!("{bare}/{DUMPS}"),
    };
    url.set_path(&folder);
    Ok(url)
}

fn client(address: &str) -> Result<Client> {
    let wrong = |why: String| Error::Fetch(address.to_owned(), why);
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let tls = tls.map_err(|error| wrong(error.to_string()))?;
    let tls = tls.with_root_certificates(roots).with_no_client_auth();
    let client = Client::builder().tls_backend_preconfigured(tls).read_timeout(SILENCE);
    let agent = concat!("ibid/", env!("CARGO_PKG_VERSION"));
    client.user_agent(agent).build().map_err(|error| wrong(told(&error)))
}

/// Asks for a file from this byte on.
async fn get(client: &Client, dumps: &Url, name: &str, from: u64) -> Result<Response> {
    let address = format!("{dumps}{name}");
    let mut asked = client.get(&address);
    if from > 0 {
        asked = asked.header(RANGE, format!("bytes={from}-"));
    }
    let wrong = |error: reqwest::Error| Error::Fetch(address.clone(), told(&error));
    asked.send().await.and_then(Response::error_for_status).map_err(wrong)
}

/// One file, unless it is there.
async fn file(client: &Client, dumps: &Url, folder: &Path, listed: &Listed, say: &mut Say<'_>) -> Result<()> {
    let address = || format!("{dumps}{}", listed.name);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if listed.name.is_empty() || listed.name.starts_with('.') || !listed.name.bytes().all(plain) {
        return Err(Error::Fetch(address(), "is no name of a file of dumps".to_owned()));
    }
    let path = folder.join(&listed.name);
    if fs::metadata(&path).is_ok_and(|it| it.len() == listed.bytes) {
        return Ok(());
    }
    let part = part_of(&path);
    let fault = |error| Error::File(part.clone(), error);
    let mut out =
        File::options().create(true).read(true).write(true).truncate(false).open(&part).map_err(fault)?;
    let mut have = out.metadata().map_err(fault)?.len();
    if have >= listed.bytes {
        have = 0;
    }
    let mut answer = get(client, dumps, &listed.name, have).await?;
    if answer.status() != StatusCode::PARTIAL_CONTENT {
        have = 0;
    }
    out.set_len(have).and_then(|()| out.seek(SeekFrom::End(0))).map_err(fault)?;
    while let Some(bytes) = answer.chunk().await.map_err(|error| Error::Fetch(address(), told(&error)))? {
        have += bytes.len() as u64;
        if have > listed.bytes {
            break;
        }
        out.write_all(&bytes).map_err(fault)?;
        say(&listed.name, have, listed.bytes);
    }
    if summed(&mut out).map_err(fault)? != listed.sha256 {
        out.set_len(0).map_err(fault)?;
        return Err(Error::Fetch(
            address(),
            "its SHA-256 is not the one of the manifest; try again".to_owned(),
        ));
    }
    fs::rename(&part, &path).map_err(fault)
}

fn summed(file: &mut File) -> std::io::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let (mut sum, mut buffer) = (Sha256::new(), vec![0; 1 << 17]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hexadecimal(&sum.finalize())),
            read => sum.update(&buffer[..read]),
        }
    }
}

/// What went wrong, with what lies behind it.
fn told(error: &reqwest::Error) -> String {
    let mut said = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        said.push_str(&format!(": {error}"));
        cause = error.source();
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dumps_are_found_below_a_site() {
        let check = |address: &str, expected: &str| assert_eq!(dumps(address).unwrap().as_str(), expected);
        check("https://ibid.example.org", "https://ibid.example.org/dumps/");
        check("https://ibid.example.org/", "https://ibid.example.org/dumps/");
        check("https://ibid.example.org/dumps", "https://ibid.example.org/dumps/");
        check("https://ibid.example.org/dumps/", "https://ibid.example.org/dumps/");
        check("https://ibid.example.org/dumps/manifest.json", "https://ibid.example.org/dumps/");
        check("http://127.0.0.1:8080/econ", "http://127.0.0.1:8080/econ/dumps/");
        assert!(dumps("http://").is_err());
        assert!(is_address("https://ibid.example.org") && !is_address("dumps") && !is_address("ftp://x"));
    }
}
