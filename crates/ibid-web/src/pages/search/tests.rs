//! Pages of searching over the toy world: paging, facets, why, exports, the JSON form, the timeline.

use super::*;
use crate::tests::world::World;
use crate::urls::percent;

#[test]
fn a_search_becomes_conditions() {
    let check = |query: &str, expected: &str| {
        let asked = Search::parse(query).unwrap_or_else(|why| panic!("{why:?}"));
        let root = Node::And(conditions(&asked).into_iter().map(|(_, node)| node).collect());
        let text = query::Query { root, notes: Vec::new() }.to_text();
        assert_eq!(text, expected, "{query}");
    };
    check("kind=talk&kind=paper&jel=F51", "(kind:talk OR kind:paper) (jel:F51)");
    check("from=1990&about_to=1960", "year:1990.. about:..1960");
    check("year=2011", "(year:2011)");
}

#[test]
fn ranges_and_times_are_said_shortly() {
    let t = Lang::En.messages();
    assert_eq!(results::span(t, (Some(1955), None)), "since 1955");
    assert_eq!(results::span(t, (Some(1955), Some(1955))), "1955");
    assert_eq!(results::time(std::time::Duration::from_micros(1_234)), "1.2");
    assert_eq!(results::time(std::time::Duration::from_millis(34)), "34");
}

/// Addresses in attributes, as a browser reads them.
fn links(html: &str, part: &str) -> Vec<String> {
    let all = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.map(|to| to.replace("&amp;", "&")).filter(|to| to.contains(part)).collect()
}

fn titles(html: &str) -> Vec<String> {
    let list = html.split("<ol class=\"list\"").nth(1).unwrap_or("").split("</ol>").next().unwrap_or("");
    list.split("<h3").skip(1).map(|rest| rest.split("</h3>").next().unwrap_or("").to_owned()).collect()
}

#[tokio::test]
async fn pages_lead_on_and_back_by_place() {
    let world = World::toy().await;
    let (mut path, mut seen, mut number) = ("/search?sort=newest".to_owned(), Vec::new(), 1);
    let mut back = Vec::new();
    loop {
        let got = world.get(&path).await;
        assert_eq!(got.status, 200, "{path}");
        let html = got.text();
        let start = format!("start=\"{}\"", (number - 1) * PER_PAGE + 1);
        assert!(
            html.contains(&start),
            "{path}: {}",
            html.split("<ol class=\"list\"").nth(1).unwrap_or(&html)
        );
        seen.push(titles(&html));
        back.push(links(&html, "").into_iter().find(|to| to.contains("before=")));
        match links(&html, "after=").first() {
            Some(next) => path = next.clone(),
            None => break,
        }
        number += 1;
    }
    assert!(seen.len() > 5, "{} pages", seen.len());
    let all = seen.concat();
    let total = all.len();
    assert!(world.get("/search").await.text().contains(&format!("{total} results")), "{total}");
    let previous = back.last().cloned().flatten().expect("a way back");
    assert_eq!(titles(&world.get(&previous).await.text()), seen[seen.len() - 2]);
}

#[tokio::test]
async fn a_forged_place_is_refused_in_words() {
    let world = World::toy().await;
    for token in ["x", "AAAAAAAAAAAAAAAAAAAAAAAA", "%ff", &"A".repeat(9_000)] {
        let got = world.get(&format!("/search?q=korea&after={token}&page=2")).await;
        assert_eq!(got.status, 400, "{token}");
    }
    assert_eq!(world.get("/search?q=korea&page=51").await.status, 400);
}

#[tokio::test]
async fn chosen_facets_show_what_else_there_is() {
    let world = World::toy().await;
    let html = world.get("/search?kind=paper").await.text();
    assert!(links(&html, "/search?kind=paper&kind=").len() > 2, "another kind can be added");
    assert!(html.contains("aria-label=\"Remove Working papers\""));
    let html = world.get("/search?q=korea&about_from=1950&about_to=1955").await.text();
    assert!(html.contains("class=\"bar off\""), "years outside are set back, not gone");
}

#[tokio::test]
async fn why_says_what_matched_where() {
    let world = World::toy().await;
    let handle = "RePEc:hst:ghsdps:gd11-190";
    let html = world.get("/search?q=normalization+japan").await.text();
    let link = links(&html, "/search/why").into_iter().find(|to| to.contains("gd11-190")).expect("a link");
    let html = world.get(&link).await.text();
    for part in ["id=\"why\"", "normalization", "title (1 time, ", "Its score is "] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let html = world.get(&format!("/search/why?q=normalization+elephants&handle={handle}")).await.text();
    assert!(html.contains("This search does not find it.") && html.contains("not there"));
    assert_eq!(world.get("/search/why?q=x").await.status, 400);
    assert_eq!(world.get("/search/why?q=x&handle=RePEc:no:such:thing").await.status, 404);
}

#[tokio::test]
async fn whole_results_leave_in_every_format() {
    let world = World::toy().await;
    let html = world.get("/search?kind=paper").await.text();
    let total: usize = html
        .split("data-count>")
        .nth(1)
        .and_then(|it| it.split(' ').next())
        .and_then(|it| it.replace(',', "").parse().ok())
        .expect("a count");
    for path in extensions() {
        let got = world.get(&format!("{path}?kind=paper&q=")).await;
        assert_eq!(got.status, 200, "{path}");
        let name = got.header("content-disposition");
        assert_eq!(
            name,
            format!("attachment; filename=\"works{}\"", path.strip_prefix("/search").unwrap_or(""))
        );
        let text = got.text();
        let entries = match path.as_str() {
            "/search.bib" => text.matches("\n@").count() + 1,
            "/search.ris" => text.matches("\nER  -").count(),
            "/search.json" => text.lines().count(),
            "/search.csl.json" => serde_json::from_str::<Vec<serde_json::Value>>(&text).expect("JSON").len(),
            _ => total,
        };
        assert_eq!(entries, total, "{path}");
    }
    let bib = world.get("/search.bib?q=normalization+japan&sort=newest").await;
    assert!(bib.text().contains("Toward Normalization"));
    assert!(bib.header("content-disposition").contains("normalization-japan.bib"));
    let nothing = world.get("/search.csl.json?q=xyzzyplugh").await;
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&nothing.text()).expect("JSON").len(), 0);
    assert_eq!(world.get("/search.bib?page=0").await.status, 400);
}

#[tokio::test]
async fn queries_have_a_form_in_json() {
    let world = World::toy().await;
    let got = world.get("/search/query.json?q=money+-%22gold+standard%22&kind=paper").await;
    let body: serde_json::Value = serde_json::from_slice(&got.bytes).expect("JSON");
    assert_eq!(
        body["query"],
        json!({ "and": [{ "word": "money" }, { "not": { "phrase": "gold standard" } }] })
    );
    assert_eq!(body["narrowed"], json!([{ "or": [{ "is": "kind", "value": "paper" }] }]));
    let sent = percent::query(&body["query"].to_string());
    let got = world.get(&format!("/search?query={sent}&kind=paper")).await;
    assert_eq!(
        (got.status, got.header("location")),
        (303, "/search?q=money+-%22gold+standard%22&kind=paper")
    );
    assert_eq!(world.get("/search?query=%7B").await.status, 400);
    let got = world.get("/search?words=&phrase=gold+standard&kind=&from=").await;
    assert_eq!(got.header("location"), "/search?q=%22gold+standard%22");
}

#[tokio::test]
async fn the_timeline_draws_and_tells() {
    let world = World::toy().await;
    let html = world.get("/timeline?q=korea").await.text();
    for part in [
        "<svg class=\"tl\"",
        "Works by the years they are about: <bdi>korea</bdi>",
        "/p/hst/ghsdps/gd11-190.html",
        "<td class=\"n\">1950–1961</td>",
    ] {
        assert!(html.contains(part), "{part}");
    }
    let narrow = links(&html, "/timeline?q=korea&about_from=");
    assert!(!narrow.is_empty());
    assert_eq!(world.get(&narrow[0]).await.status, 200);
    assert!(world.get("/timeline?q=xyzzyplugh").await.text().contains("Nothing found here says"));
    assert_eq!(world.get("/timeline").await.status, 200);
}

#[tokio::test]
async fn every_page_of_searching_speaks_the_language() {
    let world = World::toy().await;
    for lang in Lang::ALL {
        let t = lang.messages();
        for (path, says) in [
            ("/search?q=korea", t.search.timeline),
            ("/search?q=xyzzyplugh", t.search.nothing),
            ("/search?q=foo:bar", "foo:"),
            ("/search/help", t.help.rules),
            ("/timeline?q=korea", t.timeline.table),
            ("/search/why?q=korea&handle=RePEc:hst:ghsdps:gd11-190", t.search.asked),
        ] {
            let got =
                world.ask("GET", path, &[("accept", "text/html"), ("accept-language", lang.tag())]).await;
            assert!(got.text().contains(says), "{path} {}", lang.tag());
            crate::tests::checked::page(path, &got.text());
        }
    }
}

#[tokio::test]
async fn other_spellings_of_a_name_are_said_and_can_be_left_out() {
    let work = |number: usize, name: &str| {
        format!(
            "Template-Type: ReDIF-Paper 1.0\nTitle: Rice {number}\nAuthor-Name: {name}\nHandle: RePEc:abc:papers:{number}\n\n"
        )
    };
    let names = ["김일성", "Kim, Il-sung", "Ким Ир Сен", "John Smith"];
    let works: String = names.iter().enumerate().map(|(number, name)| work(number, name)).collect();
    let world = World::of(&works).await;
    let path = format!("/search?q={}", percent::query("author:김일성"));
    let page = world.get(&path).await.text();
    crate::tests::checked::page(&path, &page);
    assert!(page.contains("<b data-count>3 results"), "{page}");
    assert!(page.contains("Also searched in other spellings of “"), "{page}");
    let written = links(&page, &percent::query("\"김일성\""));
    let alone = world.get(written.first().expect("a way to what was written")).await.text();
    assert!(alone.contains("<b data-count>1 result"), "{alone}");
    assert!(!alone.contains("Also searched"), "{alone}");
    let spelt = links(&page, &percent::query("author:\"Kim, Il-sung\""));
    let other = world.get(spelt.first().expect("a way to a spelling")).await.text();
    assert!(other.contains("<b data-count>1 result"), "{other}");
    let why = format!("/search/why?q={}&handle=RePEc:abc:papers:2", percent::query("author:김일성"));
    let why = world.get(&why).await.text();
    assert!(why.contains("Also searched") && why.contains("Ким Ир Сен"), "{why}");
    let listed = world.get(&format!("/api/v1/works?q={}", percent::query("author:김일성"))).await.text();
    let listed: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
    assert_eq!(listed["total"], 3, "{listed}");
    assert_eq!(listed["respelt"][0]["asked"], "김일성", "{listed}");
    assert_eq!(listed["respelt"][0]["names"].as_array().map(Vec::len), Some(2), "{listed}");
}
