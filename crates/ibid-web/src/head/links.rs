//! Links between a work's page, its formats, its files and its people, as Signposting has them: in the
//! `Link` header of the page (RFC 8288), and all of them as a link set (RFC 9264).

use ibid_core::Kind;
use ibid_core::export::Format;
use ibid_core::export::value::{Object, Value};

use super::Cited;
use crate::layout::absolute;
use crate::urls::{self, Face, REDIF};

/// Bytes of a `Link` header: what proxies with small buffers still let through.
const LONGEST: usize = 2_500;

/// A link from the page of a work.
pub(crate) struct Link<'a> {
    rel: &'static str,
    href: String,
    /// Media type; empty when not known.
    media: &'a str,
    profile: &'static str,
}

/// What a page says of its work in a header: its formats are in the link set, of which these are enough
/// for who wants one.
pub(crate) fn of_page<'a>(cited: &Cited<'a>) -> Vec<Link<'a>> {
    with_formats(cited, &[Format::Bibtex, Format::CslJson, Format::DublinCore])
}

/// Every link, the most telling first.
pub(crate) fn of_work<'a>(cited: &Cited<'a>) -> Vec<Link<'a>> {
    let mut links = with_formats(cited, &Format::ALL);
    let redif = absolute(cited.site, &cited.paths.face(Face::Export(REDIF)));
    links.push(Link { rel: "describedby", href: redif, media: "text/plain", profile: "" });
    links
}

fn with_formats<'a>(cited: &Cited<'a>, formats: &[Format]) -> Vec<Link<'a>> {
    let (site, work) = (cited.site, cited.work());
    let face = |face| absolute(site, &cited.paths.face(face));
    let link = |rel, href: String, media: &'a str| Link { rel, href, media, profile: "" };
    let named = match work.doi.as_str() {
        "" => absolute(site, &urls::resolver(&work.handle)),
        doi => urls::doi(doi),
    };
    let mut links = Vec::with_capacity(12 + formats.len());
    links.extend([
        link("cite-as", named, ""),
        link("linkset", face(Face::Linkset), "application/linkset+json"),
        link("type", "https://schema.org/AboutPage".to_owned(), ""),
        link("type", ["https://schema.org/", kind(work.kind)].concat(), ""),
    ]);
    links.extend(cited.licences().map(|terms| link("license", urls::in_header(terms), "")));
    links.extend(cited.collection().map(|series| link("collection", series, "text/html")));
    let registered = work.authors.iter().filter(|it| ibid_core::handle::is_short_id(&it.person));
    links.extend(
        registered.take(20).map(|it| link("author", absolute(site, &urls::person(&it.person)), "text/html")),
    );
    for file in cited.files() {
        links.push(link("item", urls::in_header(&file.url), plain_type(&file.format)));
    }
    for &format in formats {
        let media = plain_type(format.media_type().split(';').next().unwrap_or(""));
        let profile = if format == Format::DublinCore { "http://purl.org/dc/elements/1.1/" } else { "" };
        links.push(Link { profile, ..link("describedby", face(Face::Export(format.extension())), media) });
    }
    links
}

/// What a reader of the whole page finds there, in schema.org's words.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "ScholarlyArticle",
        Kind::Chapter => "Chapter",
        Kind::Book => "Book",
        Kind::Software => "SoftwareSourceCode",
        Kind::Talk => "Event",
        _ => "Report",
    }
}

/// A media type as a header can say it; nothing for what is none.
fn plain_type(media: &str) -> &str {
    let token = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-._".contains(&b))
    };
    let whole = media.split_once('/').is_some_and(|(kind, rest)| token(kind) && token(rest));
    if whole { media } else { "" }
}

/// The links in a header: as many as there is room for.
pub(crate) fn header(links: &[Link<'_>]) -> String {
    let mut out = String::with_capacity(LONGEST);
    for link in links {
        let before = out.len();
        if before > 0 {
            out.push_str(", ");
        }
        link.write_to(&mut out);
        if out.len() > LONGEST {
            out.truncate(before);
        }
    }
    out
}

impl Link<'_> {
    fn write_to(&self, out: &mut String) {
        out.push('<');
        // What is a graphic sign and ends an address or a value stands encoded.
        for part in self.href.split_inclusive(['<', '>', '"']) {
            let (plain, ending) = match part.as_bytes().last() {
                Some(b'<') => (&part[..part.len() - 1], "%3C"),
                Some(b'>') => (&part[..part.len() - 1], "%3E"),
                Some(b'"') => (&part[..part.len() - 1], "%22"),
                _ => (part, ""),
            };
            out.push_str(plain);
            out.push_str(ending);
        }
        for (before, value) in
            [(">; rel=\"", self.rel), ("; type=\"", self.media), ("; profile=\"", self.profile)]
        {
            if !value.is_empty() {
                out.push_str(before);
                out.push_str(value);
                out.push('"');
            }
        }
    }
}

/// All links of a work, and back from each format to the page.
pub(crate) fn set(cited: &Cited<'_>, links: &[Link<'_>]) -> String {
    let target = |link: &Link<'_>| {
        Object::default()
            .with("href", &link.href)
            .with("type", link.media)
            .with("profile", Value::list([link.profile].into_iter().filter(|it| !it.is_empty())))
    };
    let page = cited.page();
    let mut rels: Vec<&'static str> = Vec::new();
    for link in links.iter().filter(|link| link.rel != "linkset") {
        if !rels.contains(&link.rel) {
            rels.push(link.rel);
        }
    }
    let of = |rel: &str| Value::list(links.iter().filter(|link| link.rel == rel).map(target));
    let from_page =
        rels.iter().fold(Object::default().with("anchor", &page), |out, rel| out.with(rel, of(rel)));
    let back = |link: &Link<'_>| {
        let page = Object::default().with("href", &page).with("type", "text/html");
        Object::default().with("anchor", &link.href).with("describes", Value::list([page]))
    };
    let described = links.iter().filter(|link| link.rel == "describedby").map(back);
    let all = std::iter::once(from_page).chain(described);
    Value::from(Object::default().with("linkset", Value::list(all))).to_string()
}

/// From a format to the page of its work.
pub(crate) fn describes(page: &str) -> String {
    format!("<{page}>; rel=\"describes\"; type=\"text/html\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_gets_out_of_its_link() {
        let href = urls::in_header("https://example.org/a>; rel=\"x\", <é");
        let link = Link { rel: "item", href, media: "", profile: "" };
        let said = header(&[link]);
        assert_eq!(said, "<https://example.org/a%3E;%20rel=%22x%22,%20%3C%C3%A9>; rel=\"item\"");
    }

    #[test]
    fn only_what_is_a_media_type_is_called_one() {
        assert_eq!(
            plain_type("application/vnd.citationstyles.csl+json"),
            "application/vnd.citationstyles.csl+json"
        );
        for bad in ["pdf", "", "a/b\"; rel=\"x", "application/", "a/b c", "é/x"] {
            assert_eq!(plain_type(bad), "", "{bad}");
        }
    }
}
