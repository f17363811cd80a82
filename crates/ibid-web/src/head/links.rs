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
pub(crate) struct Link {
    rel: &'static str,
    href: String,
    /// Media type; empty when not known.
    media: String,
    profile: &'static str,
}

/// What a page says of its work in a header: its formats are in the link set, of which these are enough
/// for who wants one.
pub(crate) fn of_page(cited: &Cited<'_>) -> Vec<Link> {
    with_formats(cited, &[Format::Bibtex, Format::CslJson, Format::DublinCore])
}

/// Every link, the most telling first.
pub(crate) fn of_work(cited: &Cited<'_>) -> Vec<Link> {
    let mut links = with_formats(cited, &Format::ALL);
    let redif = absolute(cited.site, &cited.paths.face(Face::Export(REDIF)));
    links.push(Link { rel: "describedby", href: redif, media: "text/plain".to_owned(), profile: "" });
    links
}

fn with_formats(cited: &Cited<'_>, formats: &[Format]) -> Vec<Link> {
    let (site, work) = (cited.site, cited.work());
    let face = |face| absolute(site, &cited.paths.face(face));
    let link = |rel, href: String, media: &str| Link { rel, href, media: media.to_owned(), profile: "" };
    let named = match work.doi.as_str() {
        "" => absolute(site, &urls::resolver(&work.handle)),
        doi => urls::doi(doi),
    };
    let mut links = vec![
        link("cite-as", named, ""),
        link("linkset", face(Face::Linkset), "application/linkset+json"),
        link("type", "https://schema.org/AboutPage".to_owned(), ""),
        link("type", format!("https://schema.org/{}", kind(work.kind)), ""),
    ];
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
pub(crate) fn header(links: &[Link]) -> String {
    let mut out = String::with_capacity(LONGEST);
    for link in links {
        let one = link.to_string();
        if out.len() + one.len() + 2 > LONGEST {
            continue;
        }
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(&one);
    }
    out
}

impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What is a graphic sign and ends an address or a value stands encoded.
        let href = self.href.replace('<', "%3C").replace('>', "%3E").replace('"', "%22");
        write!(f, "<{href}>; rel=\"{}\"", self.rel)?;
        if !self.media.is_empty() {
            write!(f, "; type=\"{}\"", self.media)?;
        }
        if !self.profile.is_empty() {
            write!(f, "; profile=\"{}\"", self.profile)?;
        }
        Ok(())
    }
}

/// All links of a work, and back from each format to the page.
pub(crate) fn set(cited: &Cited<'_>, links: &[Link]) -> String {
    let target = |link: &Link| {
        Object::default()
            .with("href", &link.href)
            .with("type", &link.media)
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
    let back = |link: &Link| {
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
        let link = Link { rel: "item", href, media: String::new(), profile: "" };
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
