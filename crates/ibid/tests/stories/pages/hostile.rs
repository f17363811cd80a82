//! Nothing a record says acts on any page, file or header that shows it.

use std::collections::BTreeSet;

use ibid_testkit::Browser;

use super::{Look, complaints, served};
use crate::world::{Server, World, header, links};

/// Pages that list records, among them the hostile ones.
const LISTS: &[&str] = &[
    "/",
    "/s/xyz/hostil.html",
    "/archives/xyz/",
    "/authors/",
    "/authors/?from=mal",
    "/series/",
    "/timeline?q=series:RePEc:xyz:hostil",
    "/timeline?q=%22%3E%3Csvg+onload=alert(1)%3E",
    "/search/why?q=%3Cscript%3E&handle=RePEc:xyz:hostil:1",
    "/search/query.json?q=%3C/script%3E%22title:x",
    "/search.json?q=series:RePEc:xyz:hostil",
    "/search.csl.json?q=series:RePEc:xyz:hostil",
    "/search.bib?q=series:RePEc:xyz:hostil",
    "/i/?country=%3Cscript%3Ealert(1)%3C/script%3E",
    "/new/",
    "/lookup?q=%3Cscript%3Ealert(1)%3C/script%3E",
    "/lookup?q=Redirect+//evil.example",
    "/authors/%3Cscript%3Ealert(1)%3C%2Fscript%3E.html",
    "/search?q=series:RePEc:xyz:hostil",
    "/search?q=series:RePEc:xyz:hostil&page=2",
    "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
    "/search?q=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E",
    "/search?q=xyzzy%22onmouseover%3D%22alert(1)",
    "/%3Cscript%3Ealert(1)%3C/script%3E",
];

/// Headers our answers have; whatever else turns up got in by a line end.
const HEADERS: &[&str] = &[
    "access-control-allow-origin",
    "access-control-expose-headers",
    "allow",
    "cache-control",
    "connection",
    "content-disposition",
    "content-language",
    "content-length",
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "date",
    "etag",
    "last-modified",
    "link",
    "location",
    "ratelimit",
    "ratelimit-policy",
    "referrer-policy",
    "retry-after",
    "transfer-encoding",
    "vary",
    "x-content-type-options",
    "x-robots-tag",
];

/// Pages of the hostile records, and every address of ours these lead to.
fn addresses(world: &World, server: &Server) -> BTreeSet<String> {
    let query = "series:RePEc:xyz:hostil kind:paper";
    let hostile = world.ibid(&["--format", "json", "search", query, "--limit", "200"]).json();
    assert!(hostile.len() > 30, "{}", hostile.len());
    let mut paths: BTreeSet<String> = LISTS.iter().map(|&path| path.to_owned()).collect();
    for hit in &hostile {
        let handle = hit["handle"].as_str().unwrap();
        let (_, head, _) = server.get(&format!("/{}", handle.replace(' ', "%20")));
        let place = header(&head, "location").expect(handle).to_owned();
        let ours = |to: &String| !["/static/", "/language/"].iter().any(|start| to.starts_with(start));
        paths.extend(links(&server.page(&place)).into_iter().filter(ours));
        paths.insert(place);
    }
    paths
}

/// What is wrong with an answer before any browser has seen it.
fn wire(path: &str, head: &str, body: &str) -> Vec<String> {
    let mut said = Vec::new();
    for line in head.lines().skip(1) {
        let name = line.split(':').next().unwrap_or("").to_ascii_lowercase();
        if !HEADERS.contains(&name.as_str()) {
            said.push(format!("{path}: a header {line}"));
        }
    }
    if let Some(to) = header(head, "location") {
        let ours = to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\");
        // A file's own address, and only from where files are counted.
        let file =
            path.starts_with("/go/") && ["http://", "https://", "ftp://"].iter().any(|it| to.starts_with(it));
        if !(ours || file) {
            said.push(format!("{path}: leads to {to}"));
        }
    }
    if header(head, "x-content-type-options") != Some("nosniff") {
        said.push(format!("{path}: may be taken for something else"));
    }
    if header(head, "content-type").is_some_and(|it| it.contains("json"))
        && let Err(error) = serde_json::Deserializer::from_str(body)
            .into_iter::<serde_json::Value>()
            .collect::<Result<Vec<_>, _>>()
    {
        said.push(format!("{path}: {error}"));
    }
    said
}

#[test]
fn nothing_a_record_says_acts_on_a_page() {
    let Some(mut browser) = Browser::start() else { return };
    let (world, server) = served();
    Look::Phone.set(&mut browser);
    browser.before("window.alert = window.open = window.print = () => { window.hurt = true }");
    let mut said = Vec::new();
    for path in addresses(&world, &server) {
        let (status, head, body) = server.get(&path);
        if status == 0 || status >= 500 {
            said.push(format!("{path}: {status}"));
        }
        said.extend(wire(&path, &head, &body));
        if header(&head, "content-type").is_some_and(|it| it.starts_with("text/html")) {
            browser.heard();
            browser.open(&server.url(&path));
            said.extend(complaints(&mut browser).into_iter().map(|it| format!("{path}: {it}")));
            let asked = browser.heard().asked;
            let foreign =
                asked.iter().filter(|url| !url.starts_with(&server.url("/")) && !url.starts_with("data:"));
            said.extend(foreign.map(|url| format!("{path}: asks {url}")));
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
}
