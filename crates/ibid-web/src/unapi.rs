//! unAPI: a record by its handle in the formats that reference managers ask for. Lists of works name the
//! handle of each, so that a whole page of results is taken with all that the records say.
//!
//! Without anything it says which formats there are, with `id=` the same of one record, with `id=` and
//! `format=` it gives the record. The formats are those of the exports, and Zotero's own.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use ibid_core::export::{Format, Source, zotero};
use ibid_core::record::Work;
use ibid_core::xml::escaped;
use ibid_core::{Handle, Record};

use crate::head::links;
use crate::layout::absolute;
use crate::page::Page;
use crate::pages::works::exports::source;
use crate::problem::{self, Answer, Problem};
use crate::site::Shown;
use crate::{Site, urls};

const XML: &str = "application/xml; charset=utf-8";
/// Zotero's RDF, first of all: that program takes the first it knows best.
const ZOTERO: (&str, &str) = ("rdf_zotero", "application/rdf+xml; charset=utf-8");

pub(crate) async fn show(State(site): State<Site>, uri: Uri) -> Answer<Response> {
    let pairs = urls::percent::decode_pairs(uri.query().unwrap_or(""))
        .ok_or_else(|| Problem::unreadable(|t| t.problem.no_text))?;
    let said = |name: &str| pairs.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value.trim());
    let (id, format) = (said("id"), said("format"));
    match (id, format) {
        ("", "") => Ok(Page::new(XML, formats("")).into_response()),
        ("", _) => Err(Problem::unreadable(|t| t.problem.no_id)),
        (id, "") => {
            let (shown, _) = find(&site, id).await?;
            Ok(problem::choice(Page::new(XML, formats(shown.stored.handle.as_str()))))
        }
        (id, format) => one(&site, id, format).await,
    }
}

async fn one(site: &Site, id: &str, format: &str) -> Answer<Response> {
    let (shown, work) = find(site, id).await?;
    let series = site.shelved(&work.handle.series_handle()).await?;
    let source = source(&work, series.as_deref());
    let page = absolute(site, &urls::page(work.kind, &work.handle));
    let Some((media, text)) = written(format, &source, &page) else {
        return Err(problem::NO_SUCH_FORMAT);
    };
    Ok(Page::new(media, text).modified(shown.stored.at).linked(links::describes(&page)).into_response())
}

/// The work with this handle.
async fn find(site: &Site, id: &str) -> Answer<(Shown, Box<Work>)> {
    let unknown = || Problem::missing(format!("“{id}”"));
    let handle = Handle::parse(id).ok_or_else(unknown)?;
    let shown = site.reader().record(&handle).await?.and_then(Shown::of).ok_or_else(unknown)?;
    match &shown.record {
        Record::Work(work) => {
            let work = work.clone();
            Ok((shown, work))
        }
        _ => Err(unknown()),
    }
}

fn written(name: &str, source: &Source<'_>, page: &str) -> Option<(&'static str, String)> {
    if name == ZOTERO.0 {
        return Some((ZOTERO.1, zotero::rdf(source, page)));
    }
    let format = Format::from_word(name)?;
    Some((format.media_type(), format.one(source)))
}

/// The formats there are, of everything or of the record with this handle.
fn formats(handle: &str) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<formats");
    if !handle.is_empty() {
        out.push_str(&format!(" id=\"{}\"", escaped(handle)));
    }
    out.push_str(">\n");
    let made = Format::ALL.into_iter().map(|format| (format.word(), format.media_type()));
    for (name, media) in std::iter::once(ZOTERO).chain(made) {
        let media = media.split(';').next().unwrap_or(media);
        out.push_str(&format!("  <format name=\"{name}\" type=\"{media}\"/>\n"));
    }
    out.push_str("</formats>\n");
    out
}

#[cfg(test)]
mod tests {
    use crate::tests::world::World;

    #[tokio::test]
    async fn records_are_given_by_handle_and_format() {
        let world = World::toy().await;
        let check = async |query: &str, status: u16, media: &str, says: &str| {
            let got = world.ask("GET", &format!("/unapi{query}"), &[]).await;
            assert_eq!(got.status, status, "{query}");
            assert!(got.header("content-type").starts_with(media), "{query}: {}", got.header("content-type"));
            assert!(got.text().contains(says), "{query}: {}", got.text());
        };
        let seed = "?id=RePEc:hst:ghsdps:gd11-190";
        check("", 200, "application/xml", "<formats>\n  <format name=\"rdf_zotero\"").await;
        check(seed, 300, "application/xml", "<formats id=\"RePEc:hst:ghsdps:gd11-190\">").await;
        check("?id=repec:HST:ghsdps:gd11-190&format=ris", 200, "application/x-research", "AU  - Kimuran")
            .await;
        check(&format!("{seed}&format=mods"), 200, "application/mods+xml", "<mods").await;
        let zotero = format!("{seed}&format=rdf_zotero");
        check(&zotero, 200, "application/rdf+xml", "<z:reportNumber>gd11-190</z:reportNumber>").await;
        check(&format!("{seed}&format=exe"), 406, "text/html", "").await;
        check("?format=ris", 400, "text/html", "").await;
        check("?id=%ff", 400, "text/html", "").await;
        check("?id=RePEc:hst:ghsdps:none&format=ris", 404, "text/html", "").await;
        check("?id=RePEc:hst:ghsdps&format=ris", 404, "text/html", "").await;
        check("?id=%3Cx%3E", 404, "text/html", "").await;
    }
}
