//! The whole catalogue as files: dumps with their manifest, and the mirror in which it is published
//! again. Not here: what the files hold and when they are made (`ibid_app::bulk`).

mod download;

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::bulk::manifest::{Listed, MANIFEST, Manifest};
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{self, Answer, Problem};
use crate::urls;

/// Where files for others stand.
#[derive(Clone, Debug)]
pub struct Folders {
    pub dumps: PathBuf,
    pub published: PathBuf,
}

/// `/dumps/`: what there is to be had.
pub(crate) async fn list(State(site): State<Site>, lang: Lang) -> Answer {
    let t = lang.messages();
    let folder = site.folders().map(|it| it.dumps.clone());
    let read = tokio::task::spawn_blocking(move || folder.and_then(|it| Manifest::read(&it)));
    let manifest = read.await.map_err(Problem::inside)?;
    let frame = Frame { title: t.dumps.title, address: urls::DUMPS, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, view(t, manifest.as_ref(), &site.settings().base_url)))
        .for_a_while())
}

fn view(t: &Messages, manifest: Option<&Manifest>, base_url: &str) -> Markup {
    let words = &t.dumps;
    let link = |name: &str| html! { @if manifest.is_some() { a href=(urls::dump(name)) { (name) } } @else { code { (name) } } };
    let mirror = html! { a href=(urls::MIRROR) { (urls::MIRROR) } };
    html! {
        h1 { (words.title) }
        p.read { (fill(words.intro, &[("manifest", &link(MANIFEST)), ("sums", &link("SHA256SUMS"))])) }
        @match manifest {
            None => p { (fill(words.none, &[("command", &html! { code { "ibid dump" } })])) },
            Some(manifest) => {
                @let one = &manifest.full.catalogue;
                @if !one.name.is_empty() {
                    h2 { (words.copy) }
                    @let load = html! { code { "ibid load " (one.name) } };
                    @let follow = html! { code { "ibid load " (urls::dumps_from(base_url)) } };
                    p.read { (fill(words.copy_text, &[("file", &link(&one.name)), ("bytes", &t.number(one.bytes)), ("command", &load), ("address", &follow)])) }
                }
                h2 { (words.whole) }
                @let records = t.plural(words.records, manifest.full.records.cast_signed());
                @let (made, position) = (t.moment(manifest.made_at), t.number(manifest.full.position));
                p.read { (fill(words.whole_text, &[("records", &records), ("date", &made), ("position", &position)])) }
                (files(t, manifest.full.files.iter()))
                @if !manifest.deltas.is_empty() {
                    h2 { (words.deltas) }
                    p.read { (words.deltas_text) }
                    (files(t, manifest.deltas.iter().rev().flat_map(|it| it.files.iter().chain([&it.catalogue])).filter(|it| !it.name.is_empty())))
                }
            }
        }
        h2 { (words.archives) }
        p.read { (fill(words.archives_text, &[("link", &mirror)])) }
    }
}

fn files<'a>(t: &Messages, files: impl Iterator<Item = &'a Listed>) -> Markup {
    let words = &t.dumps;
    html! { table.stack {
        thead { tr { th scope="col" { (words.file) } th.num scope="col" { (words.lines) } th.num scope="col" { (words.bytes) } th scope="col" { "SHA-256" } } }
        tbody { @for it in files { tr {
            td { a href=(urls::dump(&it.name)) { (it.name) } }
            td.num data-l=(words.lines) { (t.number(it.lines)) }
            td.num data-l=(words.bytes) { (t.number(it.bytes)) }
            td data-l="SHA-256" { code title=(it.sha256) { (it.sha256.get(..12).unwrap_or(&it.sha256)) "…" } }
        } } }
    } }
}

/// A file of the dumps.
pub(crate) async fn file(State(site): State<Site>, uri: Uri, headers: HeaderMap) -> Answer<Response> {
    let inside = site.folders().zip(urls::inside(uri.path(), urls::DUMPS));
    if let Some((folders, inside)) = inside
        && !uri.path().ends_with('/')
        && let Some(sent) = download::send(&folders.dumps.join(&inside), media(&inside), &headers).await?
    {
        return Ok(sent);
    }
    Err(problem::no_such_page(uri).await)
}

/// `/RePEc/…`: the archives, folder by folder and file by file.
pub(crate) async fn mirror(
    State(site): State<Site>,
    lang: Lang,
    uri: Uri,
    headers: HeaderMap,
) -> Answer<Response> {
    let inside = site.folders().zip(urls::inside(uri.path(), urls::MIRROR));
    let Some((folders, inside)) = inside else { return Err(problem::no_such_page(uri).await) };
    let path = folders.published.join(&inside);
    if !uri.path().ends_with('/')
        && let Some(sent) = download::send(&path, media(&inside), &headers).await?
    {
        return Ok(sent);
    }
    let t = lang.messages();
    let entries = tokio::task::spawn_blocking(move || Entry::all(&path)).await.map_err(Problem::inside)?;
    let Some(entries) = entries.or_else(|| inside.is_empty().then(Vec::new)) else {
        return Err(problem::no_such_page(uri).await);
    };
    if !uri.path().ends_with('/') {
        return Ok(Redirect::permanent(&urls::published(&inside, true)).into_response());
    }
    let address = urls::published(&inside, true);
    let title = if inside.is_empty() { t.dumps.mirror } else { &address };
    let frame = Frame { title, address: &address, listed: inside.is_empty(), ..Frame::default() };
    let view = listing(t, title, &inside, &entries);
    Ok(Page::html(layout::page(&site, t, frame, view)).for_a_while().into_response())
}

/// A file or folder in a folder.
struct Entry {
    name: String,
    is_folder: bool,
    bytes: u64,
    changed: i64,
}

impl Entry {
    /// Folders first, each by name; `None` when this is no folder.
    fn all(folder: &Path) -> Option<Vec<Entry>> {
        let mut entries: Vec<Entry> =
            std::fs::read_dir(folder).ok()?.flatten().filter_map(Entry::of).collect();
        entries.sort_by(|a, b| (!a.is_folder, &a.name).cmp(&(!b.is_folder, &b.name)));
        Some(entries)
    }

    fn of(entry: std::fs::DirEntry) -> Option<Entry> {
        let name = entry.file_name().into_string().ok().filter(|name| urls::is_file_name(name))?;
        let about = entry.metadata().ok()?;
        let since = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let changed = since.as_secs().cast_signed();
        // What is being written has no name yet.
        let whole = about.is_dir() || name.ends_with(".rdf");
        whole.then(|| Entry { name, is_folder: about.is_dir(), bytes: about.len(), changed })
    }
}

fn listing(t: &Messages, title: &str, inside: &str, entries: &[Entry]) -> Markup {
    let words = &t.dumps;
    let below = |name: &str| if inside.is_empty() { name.to_owned() } else { format!("{inside}/{name}") };
    let up = inside.rsplit_once('/').map_or("", |(up, _)| up);
    html! {
        h1 { (title) }
        @if !inside.is_empty() { p { a href=(urls::published(up, true)) { (words.up) } } }
        @else if entries.is_empty() { p { (fill(words.no_mirror, &[("command", &html! { code { "ibid publish" } })])) } }
        @if !entries.is_empty() { table {
            thead { tr { th scope="col" { (words.file) } th.num scope="col" { (words.bytes) } th scope="col" { (words.changed) } } }
            tbody { @for it in entries { tr {
                @let shown = if it.is_folder { format!("{}/", it.name) } else { it.name.clone() };
                td { a href=(urls::published(&below(&it.name), it.is_folder)) { (shown) } }
                td.num { @if !it.is_folder { (t.number(it.bytes)) } }
                td { @if !it.is_folder { (t.moment(it.changed)) } }
            } } }
        } }
    }
}

fn media(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("json") => "application/json",
        Some("zst") => "application/zstd",
        // ReDIF, which came before the other thing with this ending.
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests;
