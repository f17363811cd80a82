//! Addresses of the little files by which programs find their way, and the templates of addresses that
//! browsers fill in.

use super::{FEEDS, Form, OAI, SEARCH};

pub(crate) const SITEMAP: &str = "/sitemap.xml";
/// What the addresses of its parts begin with.
pub(crate) const SITEMAP_PARTS: &str = "/sitemap-";
/// What tells a browser how to search here.
pub(crate) const BROWSER_SEARCH: &str = "/browser-search.xml";
/// Suggestions in the form that browsers ask for.
pub(crate) const BROWSER_SUGGEST: &str = "/suggest/browser";

/// A part of the map: the records of a span, or what is no record. At the root, because a map holds
/// only what stands below it.
pub(crate) fn sitemap(span: Option<i64>) -> String {
    match span {
        Some(span) => format!("{SITEMAP_PARTS}{span}.xml"),
        None => format!("{SITEMAP_PARTS}pages.xml"),
    }
}

/// The inverse of [`sitemap`].
pub(crate) fn sitemap_part(path: &str) -> Option<Option<i64>> {
    let part = path.strip_prefix(SITEMAP_PARTS)?.strip_suffix(".xml")?;
    let span = if part == "pages" { None } else { Some(part.parse().ok()?) };
    (sitemap(span) == path).then_some(span)
}

/// What the provider for harvesters says of itself.
pub(crate) fn oai_identify() -> String {
    [OAI, "?verb=Identify"].concat()
}

const TERMS: &str = "?q={searchTerms}";

pub(crate) fn search_template() -> String {
    [SEARCH, TERMS].concat()
}

pub(crate) fn feed_template(form: Form) -> String {
    [FEEDS, "search.", form.ending(), TERMS].concat()
}

pub(crate) fn suggest_template() -> String {
    [BROWSER_SUGGEST, TERMS].concat()
}
