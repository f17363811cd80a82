//! The record an agent means: by handle, by DOI, by the short-id of a person, or by the address of its page.

use ibid_app::search::SearchRequest;
use ibid_core::handle::is_short_id;
use ibid_core::{Handle, query};
use ibid_store::Stored;

use super::arguments::Said;
use crate::Site;
use crate::i18n::Lang;
use crate::pages::people;
use crate::problem::Problem;
use crate::urls::{self, percent};

/// Handles named when there is no such record.
const NEAR: usize = 5;

pub(super) async fn stored(site: &Site, text: &str) -> Said<Stored> {
    let text = text.trim();
    let found = match key(text) {
        Some(id) if is_short_id(&id) => person(site, &id).await?,
        Some(key) => site.reader().by_key(&key).await.map_err(failed)?,
        None => by_doi(site, text).await?,
    };
    let exact = found.iter().position(|it| it.handle.as_str() == text).unwrap_or(0);
    match found.into_iter().nth(exact) {
        Some(stored) => Ok(stored),
        None => Err(missing(site, text).await?),
    }
}

/// The person of a short-id. An archive may have a code like one.
async fn person(site: &Site, id: &str) -> Said<Vec<Stored>> {
    match people::find(site, id).await.map_err(failed)? {
        Some((shown, _)) => Ok(vec![shown.stored]),
        None => Ok(site.reader().by_key(id).await.map_err(failed)?),
    }
}

/// The key of a handle or of the record whose page an address is; a short-id as it is.
fn key(text: &str) -> Option<String> {
    if query::doi(text).is_some() {
        return None;
    }
    let path = urls::path_of(text);
    let led = || Handle::parse(&percent::decode(path.trim_start_matches('/'))?);
    match Handle::parse(text).or_else(led) {
        Some(handle) => Some(handle.key()),
        None if is_short_id(text) => Some(text.to_lowercase()),
        None => urls::key_of(&path),
    }
}

async fn by_doi(site: &Site, text: &str) -> Said<Vec<Stored>> {
    let Some(doi) = query::doi(text) else { return Ok(Vec::new()) };
    let request = SearchRequest { text: format!("doi:\"{doi}\""), limit: 1, ..SearchRequest::default() };
    let hits = site.search().hits(request).await.map_err(failed)?.hits;
    let handles: Vec<Handle> = hits.into_iter().map(|hit| hit.handle).collect();
    Ok(site.reader().records(&handles).await.map_err(failed)?.into_iter().flatten().collect())
}

async fn missing(site: &Site, text: &str) -> Said<String> {
    let key = Handle::parse(text).map_or_else(|| text.to_lowercase(), |it| it.key());
    let near = site.reader().nearest(&key, NEAR).await.map_err(failed)?;
    let near: Vec<&str> = near.iter().map(Handle::as_str).collect();
    let shown: String = text.chars().take(200).collect();
    Ok(match near.is_empty() {
        true => format!("there is no record {shown:?}; find one with the tool \"search\""),
        false => format!("there is no record {shown:?}; the nearest handles are {}", near.join(", ")),
    })
}

/// What is said when it is our fault or too much is asked; causes are logged where they are met.
pub(super) fn failed(problem: impl Into<Problem>) -> String {
    problem.into().detail(Lang::En.messages())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_named_in_many_ways() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(key(text).as_deref(), expected, "{text}");
        check("RePEc:hst:ghsdps:gd11-190", Some("hst:ghsdps:gd11-190"));
        check("repec:HST:ghsdps:GD11-190", Some("hst:ghsdps:gd11-190"));
        check("https://ideas.repec.org/p/hst/ghsdps/gd11-190.html", Some("hst:ghsdps:gd11-190"));
        check("http://ibid.example/p/hst/ghsdps/gd11-190.bib?x#y", Some("hst:ghsdps:gd11-190"));
        check("/p/hst/ghsdps/gd11-190.html", Some("hst:ghsdps:gd11-190"));
        check("https://ibid.example/RePEc:hst:ghsdps", Some("hst:ghsdps"));
        check("RePEc:xyz:wpaper:a/b", Some("xyz:wpaper:a/b"));
        check("https://ibid.example/s/hst/ghsdps.html", Some("hst:ghsdps"));
        check("https://ibid.example/archives/hst/", Some("hst"));
        check("/i/iehitjp.html", Some("edi:iehitjp"));
        check("/i/xyz:abcdefg.html", Some("xyz:abcdefg"));
        check("https://ibid.example/e/pki42.html", Some("pki42"));
        check("/e/per:2011-07-27:mitsuhiko_kimura.html", Some("per:2011-07-27:mitsuhiko_kimura"));
        check("PKI42", Some("pki42"));
        check("/about/", None);
        check("10.3386/w9321", None);
        check("https://doi.org/10.3386/w9321", None);
        check("money", None);
        check("", None);
    }
}
