//! (tests) What has to hold of every page, whatever is in the catalogue.
//!
//! A page is scanned tag by tag, so that a value that got out as markup is seen wherever it stands.

use std::collections::HashSet;

/// Elements our views use. A new one is added here on purpose.
const ELEMENTS: [&str; 77] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "bdi",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "desc",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "head",
    "header",
    "html",
    "i",
    "img",
    "input",
    "ins",
    "label",
    "legend",
    "li",
    "line",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "option",
    "p",
    "path",
    "polyline",
    "pre",
    "q",
    "rect",
    "section",
    "select",
    "small",
    "span",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "textarea",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "ul",
    "wbr",
];

/// Data in a page, which nothing runs.
const LINKED_DATA: &str = "script type=\"application/ld+json\">";

/// Panics, naming the page, when the page breaks a rule of the house.
pub(crate) fn page(address: &str, html: &str) {
    assert!(html.starts_with("<!DOCTYPE html>"), "{address}: no page");
    let mut scan = Scan { address, ids: HashSet::new(), level: 0, first: 0, scripts: 0 };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with('!') {
            continue;
        }
        let end = tag_end(rest).unwrap_or_else(|| panic!("{address}: a tag never ends: {}", head(rest)));
        if let Some(data) = rest.strip_prefix(LINKED_DATA) {
            let (text, after) = data.split_once("</script>").expect("an end");
            assert!(!text.contains('<'), "{address}: markup in data");
            serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|it| panic!("{address}: {it}"));
            rest = after;
            continue;
        }
        scan.tag(&rest[..end]);
        if rest.starts_with("style") {
            rest = rest.split_once("</style").unwrap_or_else(|| panic!("{address}: open style")).1;
        } else {
            rest = &rest[end..];
        }
    }
    assert_eq!(scan.first, 1, "{address}: first headings");
    // What stands in frames of others has none.
    let least = u32::from(!address.starts_with("/embed/"));
    assert!((least..=3).contains(&scan.scripts), "{address}: {} scripts", scan.scripts);
}

struct Scan<'a> {
    address: &'a str,
    ids: HashSet<&'a str>,
    level: u8,
    first: u32,
    scripts: u32,
}

impl<'a> Scan<'a> {
    fn tag(&mut self, tag: &'a str) {
        if let Some(name) = tag.strip_prefix('/') {
            if name == "script" && self.scripts > 0 {
                return;
            }
            assert!(ELEMENTS.contains(&name), "{}: </{name}>", self.address);
            return;
        }
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("");
        if is_our_script(tag) {
            self.scripts += 1;
            return;
        }
        assert!(ELEMENTS.contains(&name), "{}: <{}>", self.address, head(tag));
        if let Some(level) = name.strip_prefix('h').and_then(|digit| digit.parse::<u8>().ok()) {
            assert!(level <= self.level + 1, "{}: <{name}> after level {}", self.address, self.level);
            self.level = level;
            self.first += u32::from(level == 1);
        }
        for (name, value) in attributes(&tag[name.len()..]) {
            self.attribute(tag, name, value);
        }
    }

    fn attribute(&mut self, tag: &str, name: &str, value: &'a str) {
        let place = self.address;
        assert!(!name.starts_with("on") && name != "style" && name != "srcdoc", "{place}: {}", head(tag));
        if name == "id" {
            assert!(self.ids.insert(value), "{place}: two with id {value}");
        }
        if matches!(name, "href" | "src" | "action" | "content") {
            let value = value.trim_start().to_ascii_lowercase();
            assert!(!value.starts_with("javascript:") || name == "content", "{place}: {}", head(tag));
        }
        if matches!(name, "href" | "src" | "action") {
            let ours = (value.starts_with('/') && !value.starts_with("//")) || value.starts_with('#');
            let web = ["http://", "https://", "ftp://"]
                .iter()
                .any(|scheme| value.to_ascii_lowercase().starts_with(scheme));
            assert!(ours || web || value.starts_with("data:image/svg+xml,"), "{place}: {}", head(tag));
            // Whole where they may stand in pages of others.
            let outside = tag.starts_with("link ") || place.starts_with("/embed/");
            let own_link = outside && value.starts_with("https://ibid.example/");
            assert!(
                ours || own_link || !web || tag.contains("rel=\"nofollow noopener ugc\""),
                "{place}: {}",
                head(tag)
            );
        }
    }
}

/// A module from a file of ours.
fn is_our_script(tag: &str) -> bool {
    let address = tag.strip_prefix("script type=\"module\" src=\"/static/");
    let named = address.and_then(|rest| rest.strip_suffix(".js\"")?.split_once('-'));
    let digest = named.filter(|(name, _)| name.bytes().all(|byte| byte.is_ascii_lowercase())).map(|it| it.1);
    digest.is_some_and(|digest| digest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Where a tag ends, quotes respected.
fn tag_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(at)
    })
}

fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let mut rest = tag.trim_start();
    while let Some(end) = rest.find(|c: char| c == '=' || c.is_whitespace()) {
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        let Some(quoted) = rest.strip_prefix("=\"") else {
            out.push((name, ""));
            continue;
        };
        let close = quoted.find('"').unwrap_or(quoted.len());
        out.push((name, &quoted[..close]));
        rest = quoted.get(close + 1..).unwrap_or("").trim_start();
    }
    out
}

/// The addresses on our own site that a page links to, decoded from markup.
pub(crate) fn links(html: &str) -> Vec<String> {
    let hrefs = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let ours = hrefs.filter(|href| href.starts_with('/'));
    ours.map(|href| href.replace("&amp;", "&").replace("&quot;", "\"")).collect()
}

fn head(text: &str) -> String {
    text.chars().take(120).collect()
}

#[test]
#[should_panic(expected = "<script")]
fn a_value_that_got_out_is_seen() {
    page("/x", "<!DOCTYPE html><h1>a</h1><p>b<script>c</script></p>");
}

#[test]
#[should_panic(expected = "onclick")]
fn a_handler_is_seen() {
    page("/x", "<!DOCTYPE html><h1>a</h1><p class=\"x\" onclick=\"y()\">b</p>");
}
