//! Every address of the site. This is the only place where a URL is built or taken apart.
//!
//! Paths are those of IDEAS, so a link to an IDEAS page works after changing the host. Here: the
//! addresses of records, lists and files. The address of a search stands in `search.rs`, percent
//! encoding in `percent.rs`. Not here: which handler answers (see `routes.rs`).

mod account;
mod browse;
mod claims;
mod feed;
mod files;
pub(crate) mod form;
pub(crate) mod json;
mod library;
#[cfg(feature = "mcp")]
mod origin;
pub(crate) mod percent;
mod place;
mod powers;
mod profile;
mod search;
mod series;
mod signs;
mod work;

pub(crate) use account::*;
pub(crate) use browse::*;
pub(crate) use claims::*;
pub(crate) use feed::{EMBED, Feed, Form};
pub(crate) use files::{DUMPS, MIRROR, dump, dumps_from, inside, is_file_name, published};
pub(crate) use library::{context, in_library};
#[cfg(feature = "mcp")]
pub(crate) use origin::Origin;
pub(crate) use powers::*;
pub(crate) use profile::*;
pub(crate) use search::{Facet, LAST_PAGE, LONGEST_TEXT, Order, PER_PAGE, Range, Search};
pub(crate) use series::Listing;
pub(crate) use signs::*;
pub(crate) use work::{Face, GO, REDIF, WorkPath, WorkPaths, file_of};

use ibid_core::jel::Code;
use ibid_core::record::{Person, Record};
use ibid_core::{Handle, Kind};

use percent::segment;

pub(crate) const HOME: &str = "/";
pub(crate) const SEARCH: &str = "/search";
pub(crate) const SUGGEST: &str = "/suggest";
pub(crate) const SEARCH_WHY: &str = "/search/why";
pub(crate) const SEARCH_HELP: &str = "/search/help";
pub(crate) const SEARCH_JSON: &str = "/search/query.json";
pub(crate) const TIMELINE: &str = "/timeline";
/// Records by handle in formats that reference managers ask for.
pub(crate) const UNAPI: &str = "/unapi";
pub(crate) const ARCHIVES: &str = "/archives/";
/// All series of all archives.
pub(crate) const ALL_SERIES: &str = "/series/";
pub(crate) const ABOUT: &str = "/about/";
pub(crate) const PRIVACY: &str = "/privacy/";
/// Under it, where a reader chooses the language of the interface.
pub(crate) const LANGUAGE: &str = "/language/";
/// The page about the API, the API of this version, what of it makes searches, and its document.
pub(crate) const API: &str = "/api/";
pub(crate) const API_V1: &str = "/api/v1";
pub(crate) const API_SEARCHES: [&str; 5] =
    ["/api/v1/works", "/api/v1/series", "/api/v1/people", "/api/v1/institutions", "/api/v1/suggest"];
/// What the address of works near another one ends in.
pub(crate) const API_RELATED: &str = "/related";
pub(crate) const OPENAPI: &str = "/openapi.json";
/// Before the extension of a whole result.
pub(crate) const SEARCH_EXPORTS: &str = "/search.";
pub(crate) const FEEDS: &str = "/feeds/";
pub(crate) const MCP: &str = "/mcp";
pub(crate) const OAI: &str = "/oai";
/// The schema of records as ReDIF.
pub(crate) const OAI_REDIF: &str = "/oai/redif.xsd";
/// What robots are asked to leave alone, as `robots.txt` writes it: what leads to ever more of its
/// kind, downloads, which are counted, and pages that show a part of another once more.
pub(crate) const ENDLESS: [&str; 21] = [
    "/search?*&",
    "/feeds/search.",
    "/search.",
    "/search/",
    "/timeline",
    "/lookup",
    SUGGEST,
    "/go/",
    "/dumps/*.zst",
    "/RePEc/",
    EMBED,
    LANGUAGE,
    "/*/related$",
    "/*/related?",
    "/*/cite?",
    "/s/*?",
    "/series/?",
    "/archives/*?",
    ACCOUNT,
    INBOX,
    ADMIN,
];

/// The letter that opens the address of a work of this kind, as IDEAS has it; talks are ours.
/// `None` for what is no work.
pub(crate) fn letter(kind: Kind) -> Option<char> {
    Some(match kind {
        Kind::Paper => 'p',
        Kind::Article => 'a',
        Kind::Chapter => 'h',
        Kind::Book => 'b',
        Kind::Software => 'c',
        Kind::Talk => 't',
        Kind::Series | Kind::Archive | Kind::Person | Kind::Institution => return None,
    })
}

/// The page of any record. Persons are addressed by short-id when they have one.
pub(crate) fn record(record: &Record) -> String {
    match record {
        Record::Person(person) if !person.short_id.is_empty() => self::person(&person.short_id),
        other => page(other.kind(), other.handle()),
    }
}

/// By what addresses know a person: the short-id where there is one.
pub(crate) fn person_id(person: &Person) -> String {
    let id = if person.short_id.is_empty() { person.handle.key() } else { person.short_id.clone() };
    id.to_ascii_lowercase()
}

/// `/e/pki42.bib`: what a person has claimed, in a format.
pub(crate) fn person_export(person: &Person, extension: &str) -> String {
    format!("/e/{}.{extension}", segment(&person_id(person)))
}

/// The page of a record, from anywhere.
pub fn page_of(base_url: &str, kind: Kind, handle: &Handle) -> String {
    format!("{base_url}{}", page(kind, handle))
}

/// The page of the record of this kind with this handle.
pub(crate) fn page(kind: Kind, handle: &Handle) -> String {
    match kind {
        Kind::Series => series(handle),
        Kind::Archive => archive(handle.archive()),
        Kind::Person => format!("/e/{}.html", segment(&handle.key())),
        Kind::Institution => institution(handle),
        _ => WorkPath::of(kind, handle, Face::Page).to_string(),
    }
}

/// `/RePEc:hst:ghsdps:gd11-190`: resolves whatever the handle names.
pub(crate) fn resolver(handle: &Handle) -> String {
    format!("/{}", segment(handle.as_str()))
}

/// Where a DOI leads.
pub(crate) fn doi(doi: &str) -> String {
    format!("https://doi.org/{}", segment(doi).replace("%2F", "/"))
}

/// A stylesheet, by name and by what is in it.
pub(crate) fn sheet(name: &str, digest: &str) -> String {
    format!("/static/{name}-{digest}.css")
}

/// The operator's picture, by what is in it.
pub(crate) fn logo(digest: &str) -> String {
    format!("/static/logo-{digest}")
}

/// A script, by name and by what is in it.
pub(crate) fn script(name: &str, digest: &str) -> String {
    format!("/static/{name}-{digest}.js")
}

/// Chooses the language of the interface.
pub(crate) fn language(tag: &str) -> String {
    format!("{LANGUAGE}{tag}")
}

/// The path and query of an address of this site, for going back to where somebody came from; `None`
/// for any other address. `host` is the one the request was sent to.
pub(crate) fn own_path(address: &str, host: &str) -> Option<String> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let path = rest.strip_prefix(host).filter(|path| !host.is_empty() && path.starts_with('/'))?;
    let harmless = !path.starts_with("//") && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    harmless.then(|| path.to_owned())
}

/// The address harvesters go by.
pub(crate) fn oai(base_url: &str) -> String {
    format!("{base_url}{OAI}")
}

/// The schema of records as ReDIF, from anywhere.
pub(crate) fn oai_redif(base_url: &str) -> String {
    format!("{base_url}{OAI_REDIF}")
}

/// The path of any address, here or elsewhere: `/p/hst/ghsdps/gd11-190.html`.
#[cfg(feature = "mcp")]
pub(crate) fn path_of(address: &str) -> String {
    let rest = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address.trim_start_matches('/'),
    };
    format!("/{}", rest.split(['?', '#']).next().unwrap_or(""))
}

/// A search for a text, narrowed by nothing: `/search?q=…`.
pub(crate) fn search_for(text: &str) -> String {
    format!("{SEARCH}?q={}", percent::query(text))
}

/// `/search.bib`: the whole result of a search in a format.
pub(crate) fn search_export(extension: &str) -> String {
    format!("{SEARCH}.{extension}")
}

/// `/s/hst/ghsdps.html`; what is in no series is with its archive.
pub(crate) fn series(handle: &Handle) -> String {
    if handle.series().is_empty() {
        return archive(handle.archive());
    }
    format!("/s/{}/{}.html", segment(handle.archive()), segment(handle.series()))
}

/// The address of a page whose slash at the end was left out.
pub(crate) fn with_slash(path: &str) -> Option<&'static str> {
    [API, ARCHIVES, ALL_SERIES, ABOUT, PRIVACY, AUTHORS, SUBJECTS, INSTITUTIONS, NEW, LISTS]
        .into_iter()
        .find(|whole| whole.strip_suffix('/') == Some(path))
}

/// `/archives/hst/`.
pub(crate) fn archive(code: &str) -> String {
    format!("{ARCHIVES}{}/", segment(code))
}

/// `/e/pki42.html`.
pub(crate) fn person(short_id: &str) -> String {
    format!("/e/{}.html", segment(&short_id.to_ascii_lowercase()))
}

/// `/i/iehitjp.html` in the institutions' own archive, `/i/xyz:abcdefg.html` elsewhere.
pub(crate) fn institution(handle: &Handle) -> String {
    let key = handle.key();
    format!("/i/{}.html", segment(key.strip_prefix("edi:").unwrap_or(&key)))
}

/// The key of the institution a path's last segment means: the inverse of [`institution`].
pub(crate) fn institution_key(name: &str) -> String {
    let name = name.to_lowercase();
    if name.contains(':') { name } else { format!("edi:{name}") }
}

/// `/j/F51.html`.
pub(crate) fn jel(code: Code) -> String {
    format!("/j/{code}.html")
}

/// What a page's last segment names, decoded: what stands before `.html`, which people leave out.
pub(crate) fn html_name(path: &str) -> Option<String> {
    let last = path.rsplit('/').next()?;
    percent::decode(last.strip_suffix(".html").unwrap_or(last)).filter(|name| !name.is_empty())
}

/// The series of a page: `/s/hst/ghsdps.html` → `RePEc:hst:ghsdps`.
pub(crate) fn series_of(path: &str) -> Option<Handle> {
    let archive = percent::decode(path.split('/').nth(2)?)?;
    let series = html_name(path)?;
    let plain = |part: &str| !part.is_empty() && !part.contains(':');
    (plain(&archive) && plain(&series)).then(|| Handle::parse(&format!("RePEc:{archive}:{series}")))?
}

/// The archive of a page: `/archives/hst/` → `RePEc:hst`.
pub(crate) fn archive_of(path: &str) -> Option<Handle> {
    let code = path.trim_end_matches('/').rsplit('/').next().and_then(percent::decode)?;
    Handle::parse(&format!("RePEc:{code}")).filter(|it| it.series().is_empty())
}

/// The key of the record whose page stands at a path; of a person the short-id where that is the page's.
#[cfg(feature = "mcp")]
pub(crate) fn key_of(path: &str) -> Option<String> {
    match path.split('/').nth(1)? {
        "s" => series_of(path).map(|it| it.key()),
        "archives" => archive_of(path).map(|it| it.key()),
        "i" => html_name(path).map(|name| institution_key(&name)),
        "e" => html_name(path).map(|name| name.to_lowercase()),
        _ => WorkPath::parse(path).map(|it| it.key().to_owned()),
    }
}

/// Where only the part of a page is that a script puts into another one.
pub(crate) fn part(address: &str) -> String {
    format!("{address}?part=1")
}

/// The path with the query another address of the same page was asked with.
pub(crate) fn with_query(path: &str, query: &str) -> String {
    format!("{path}?{query}")
}

/// True for what only programs ask for.
pub(crate) fn is_api(path: &str) -> bool {
    path == OPENAPI || path.len() > API.len() && path.starts_with(API)
}

/// Whether pages of any site may read what stands here: it is the same for everybody and made for programs.
pub(crate) fn is_for_programs(path: &str) -> bool {
    let below = |start: &str| path.starts_with(start);
    is_api(path) || [OAI, OAI_REDIF, UNAPI].contains(&path) || below(FEEDS) || below(DUMPS) || below(MIRROR)
}

/// A kind of problem, on the page that explains it.
pub(crate) fn problem(word: &str) -> String {
    format!("{API}#{word}")
}

/// The address with these in its query besides what is there.
pub(crate) fn with_pairs(address: &str, pairs: &[(&str, &str)]) -> String {
    let mut out = address.to_owned();
    for (name, value) in pairs {
        out.push(if out.contains('?') { '&' } else { '?' });
        out.push_str(&format!("{}={}", percent::query(name), percent::query(value)));
    }
    out
}

/// The address with the cursor of a list added: `/s/hst/ghsdps.html?after=…`.
pub(crate) fn after(address: &str, cursor: &str) -> String {
    format!("{address}?after={}", percent::query(cursor))
}

/// The list at this address in another order: `/archives/?sort=works`; its own order has no name.
pub(crate) fn sorted(address: &str, order: &str) -> String {
    if order.is_empty() { address.to_owned() } else { format!("{address}?sort={order}") }
}

/// The series whose names begin with this letter, of one kind or of all.
pub(crate) fn series_from(from: &str, kind: Option<Kind>) -> String {
    let pairs = [("from", from), ("kind", kind.map_or("", Kind::word))];
    let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", percent::query(value))).collect();
    if pairs.is_empty() { ALL_SERIES.to_owned() } else { format!("{ALL_SERIES}?{}", pairs.join("&")) }
}

/// True for addresses a page may link to: `http`, `https`, `ftp`, with a host, in plain characters.
/// Whatever else a record holds is shown as text.
pub(crate) fn is_linkable(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let known = ["http://", "https://", "ftp://"].into_iter().find(|scheme| lower.starts_with(scheme));
    known.is_some_and(|scheme| url.len() > scheme.len())
        && !url.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// An address as a header can hold it: what is no plain letter is written by its bytes.
pub(crate) fn in_header(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'!'..=b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handle(text: &str) -> Handle {
        Handle::parse(text).expect("a handle")
    }

    #[test]
    fn records_have_the_addresses_of_ideas() {
        let check = |kind, text: &str, expected: &str| {
            assert_eq!(page(kind, &handle(text)), expected, "{text}");
        };
        check(Kind::Paper, "RePEc:hst:ghsdps:gd11-190", "/p/hst/ghsdps/gd11-190.html");
        check(
            Kind::Article,
            "RePEc:eee:jfinec:v:140:y:2021:i:1:p:1-20",
            "/a/eee/jfinec/v140y2021i1p1-20.html",
        );
        check(Kind::Chapter, "RePEc:xyz:books1:1-2", "/h/xyz/books1/1-2.html");
        check(Kind::Book, "RePEc:xyz:books1:1", "/b/xyz/books1/1.html");
        check(Kind::Software, "RePEc:boc:bocode:s1", "/c/boc/bocode/s1.html");
        check(Kind::Talk, "RePEc:ras:talks1:2014", "/t/ras/talks1/2014.html");
        check(Kind::Series, "RePEc:hst:ghsdps", "/s/hst/ghsdps.html");
        check(Kind::Archive, "RePEc:hst", "/archives/hst/");
        check(Kind::Institution, "RePEc:edi:iehitjp", "/i/iehitjp.html");
        check(Kind::Institution, "RePEc:xyz:abcdefg", "/i/xyz:abcdefg.html");
        check(Kind::Paper, "RePEc:xyz::node_1", "/p/xyz/-/node_1.html");
        check(Kind::Paper, "RePEc:xyz:wpaper:a/b?c#d\"<e", "/p/xyz/wpaper/a%2Fb%3Fc%23d%22%3Ce.html");
    }

    #[test]
    fn works_in_no_series_are_with_their_archive() {
        assert_eq!(series(&handle("RePEc:xyz::node_1")), "/archives/xyz/");
    }

    #[test]
    fn resolver_keeps_the_colons() {
        assert_eq!(resolver(&handle("repec:HST:ghsdps:GD11-190")), "/RePEc:hst:ghsdps:gd11-190");
    }

    #[test]
    fn addresses_of_series_are_read() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(series_of(path).as_ref().map(Handle::as_str), expected, "{path}");
        };
        check("/s/hst/ghsdps.html", Some("RePEc:hst:ghsdps"));
        check("/s/HST/GHSDPS.html", Some("RePEc:hst:ghsdps"));
        check("/s/hst/ghsdps", Some("RePEc:hst:ghsdps"));
        check("/s/hst/.html", None);
        check("/s/h:t/x.html", None);
        check("/s/hst/%ff.html", None);
    }

    #[test]
    fn institutions_are_found_again() {
        assert_eq!(institution_key("iehitjp"), "edi:iehitjp");
        assert_eq!(institution_key("xyz:abcdefg"), "xyz:abcdefg");
    }

    #[test]
    fn the_way_back_stays_on_the_site() {
        let check = |address: &str, expected: Option<&str>| {
            assert_eq!(own_path(address, "ibid.example:8080").as_deref(), expected, "{address}");
        };
        check("http://ibid.example:8080/search?q=x", Some("/search?q=x"));
        check("https://ibid.example:8080/", Some("/"));
        check("https://ibid.example:8080", None);
        check("https://ibid.example:8080.evil.example/", None);
        check("https://evil.example/", None);
        check("https://ibid.example:8080//evil.example/", None);
        check("https://ibid.example:8080/\\evil", None);
        check("/search", None);
        assert_eq!(own_path("https:///x", ""), None);
    }

    #[test]
    fn only_plain_web_addresses_are_links() {
        for good in ["http://a.example/x", "HTTPS://a.example", "ftp://a.example/p.pdf"] {
            assert!(is_linkable(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "http://",
            "http://a b",
            "",
            "é",
            "http://a\nb",
        ] {
            assert!(!is_linkable(bad), "{bad}");
        }
    }
}
