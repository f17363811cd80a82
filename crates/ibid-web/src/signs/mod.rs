//! Little files by which programs find their way: `robots.txt` and `llms.txt`. The map of the site is in
//! `sitemap.rs`, what lets a browser search it in `browser.rs`.

pub(crate) mod browser;
pub(crate) mod sitemap;

use std::fmt::Write as _;

use axum::extract::State;
use ibid_core::export::Format;

use crate::Site;
use crate::layout::absolute;
use crate::page::Page;
use crate::problem::Answer;
use crate::urls;

const TEXT: &str = "text/plain; charset=utf-8";

/// Robots are kept from what has no end, what is counted, and what only repeats a page; and are told
/// where the map is.
pub(crate) async fn robots(State(site): State<Site>) -> Page {
    let mut text = "User-agent: *\n".to_owned();
    for it in urls::ENDLESS {
        let _ = writeln!(text, "Disallow: {it}");
    }
    if !site.settings().base_url.is_empty() {
        let _ = writeln!(text, "\nSitemap: {}", absolute(&site, urls::SITEMAP));
    }
    Page::new(TEXT, text)
}

/// `/llms.txt`: what is here and how to ask for it, in the Markdown that language models are given
/// (llmstxt.org).
pub(crate) async fn llms(State(site): State<Site>) -> Answer {
    let totals = site.reader().totals().await?;
    let works: i64 = totals.counts.iter().filter(|it| it.kind.is_work()).map(|it| it.live).sum();
    let name = one_line(&site.settings().name);
    let mut text = format!(
        "# {name}\n\n> A catalogue of scholarly literature: {works} works (papers, articles, chapters, books, \
         software, talks) described by {} archives in RePEc's format, with every version of every record.\n\n\
         Works, series, persons and institutions have handles such as `RePEc:hst:ghsdps:gd11-190`; any handle in \
         any case, put after `/`, leads to its page. Please ask the interfaces below rather than reading pages. \
         A name is a name: the catalogue does not claim that two works under one name are by one person unless \
         the person registered. Facts about works may be reused with attribution; abstracts belong to their \
         authors and publishers.\n",
        totals.archives
    );
    for (section, lines) in ways() {
        let _ = writeln!(text, "\n## {section}\n");
        for (title, address, about) in lines {
            let _ = writeln!(text, "- [{title}]({}): {about}", absolute(&site, &address));
        }
    }
    let endings: Vec<String> = Format::ALL.into_iter().map(|it| format!("`.{}`", it.extension())).collect();
    let _ = writeln!(
        text,
        "\nThe page of a work ends in `.html`; the same address with {} or `.{}` gives the record in that form.",
        endings.join(", "),
        urls::REDIF
    );
    Ok(Page::new("text/markdown; charset=utf-8", text))
}

type Way = (&'static str, String, &'static str);

/// The ways in for programs, by what they are for.
fn ways() -> [(&'static str, Vec<Way>); 3] {
    let feed = urls::Feed::New.address(urls::Form::Atom);
    let mut asking: Vec<Way> = vec![
        (
            "Search",
            urls::search_for("monetary policy"),
            "the search box; words are ANDed, `\"phrase\"`, `-word`, `OR`, `prefix*`, `author:`, `title:`, `jel:`, `year:1955..1960`, `about:1955..1960` (years a work is about)",
        ),
        ("The language of searches", urls::SEARCH_HELP.to_owned(), "all of it, by example"),
    ];
    asking.extend([
        (
            "API",
            urls::API.to_owned(),
            "records, searches, suggestions and changes as JSON, without a key; limits stand in the headers",
        ),
        ("OpenAPI document", urls::OPENAPI.to_owned(), "the same for programs"),
    ]);
    if cfg!(feature = "mcp") {
        let about = "tools for agents over streamable HTTP: search, get, cite, cited-by, history, check";
        asking.push(("MCP server", urls::MCP.to_owned(), about));
    }
    let whole = vec![
        (
            "Feeds",
            feed,
            "every list as Atom, RSS (`.rss`) and JSON Feed (`.json`), named in the head of its page",
        ),
        (
            "OAI-PMH",
            urls::oai_identify(),
            "every work for harvesters, by archive and series, withdrawn ones too",
        ),
        (
            "Dumps",
            urls::DUMPS.to_owned(),
            "every record as JSON lines packed with zstd, a whole and deltas, with a manifest; and the catalogue as ReDIF archives",
        ),
        ("Sitemap", urls::SITEMAP.to_owned(), "every page, with when it last changed"),
    ];
    let optional = vec![
        ("About", urls::ABOUT.to_owned(), "where the records come from, and the licence"),
        ("Archives", urls::ARCHIVES.to_owned(), "who supplies them, and what is wrong in each"),
    ];
    [("Asking", asking), ("Taking all of it", whole), ("Optional", optional)]
}

/// What an operator says, on one line.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use crate::tests::world::World;

    #[tokio::test]
    async fn robots_are_told_where_the_map_is() {
        let world = World::toy().await;
        let text = world.get("/robots.txt").await.text();
        assert!(text.starts_with("User-agent: *\nDisallow: "), "{text}");
        assert!(text.ends_with("\n\nSitemap: https://ibid.example/sitemap.xml\n"), "{text}");
    }

    #[tokio::test]
    async fn what_models_are_told_is_there() {
        let world = World::toy().await;
        let got = world.get("/llms.txt").await;
        assert_eq!((got.status, got.header("content-type")), (200, "text/markdown; charset=utf-8"));
        let text = got.text();
        assert!(text.starts_with("# ibid\n\n> "), "{text}");
        let links: Vec<&str> =
            text.split("](https://ibid.example").skip(1).filter_map(|it| it.split(')').next()).collect();
        assert!(links.len() > 5, "{text}");
        for link in links {
            // An address that wants a POST or an argument says so; nothing is missing.
            let status = world.get(link).await.status;
            assert!(status != 404 && status < 500, "{link}: {status}");
        }
    }
}
