//! Cases for the API as a whole, over the toy world.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{described, shapes};
use crate::tests::checked;
use crate::tests::world::{Got, World};

const PAPER: &str = "RePEc:hst:ghsdps:gd11-190";

async fn ask(world: &World, path: &str) -> (u16, Value) {
    let got = world.ask("GET", path, &[]).await;
    let body = serde_json::from_slice(&got.bytes).unwrap_or_else(|_| panic!("{path}: {}", got.text()));
    (got.status, body)
}

async fn good(world: &World, path: &str) -> Value {
    let (status, body) = ask(world, path).await;
    assert_eq!(status, 200, "{path}: {body}");
    body
}

/// The records of a list, page after page.
async fn all(world: &World, path: &str) -> Vec<Value> {
    let (mut path, mut items) = (path.to_owned(), Vec::new());
    loop {
        let got = world.ask("GET", &path, &[]).await;
        let body: Value = serde_json::from_slice(&got.bytes).expect("JSON");
        assert_eq!(got.status, 200, "{path}: {body}");
        items.extend(body["items"].as_array().expect("items").iter().cloned());
        let Some(next) = body["next"].as_str() else { break };
        assert_eq!(got.header("link"), format!("<{next}>; rel=\"next\""));
        path = next.strip_prefix("https://ibid.example").expect("an address of this site").to_owned();
    }
    items
}

fn fits<T: DeserializeOwned>(record: &Value) {
    if let Err(error) = serde_json::from_value::<T>(record.clone()) {
        panic!("{error}: {record:#}");
    }
}

#[tokio::test]
async fn records_are_those_of_the_export_and_fit_their_shapes() {
    let world = World::toy().await;
    let works = all(world, "/api/v1/works?limit=50").await;
    assert!(works.len() > 100, "{}", works.len());
    for item in &works {
        let (url, record) = (item["url"].as_str().expect("a page"), &item["record"]);
        fits::<shapes::Work>(record);
        let handle = record["handle"].as_str().expect("a handle");
        let alone = good(world, &format!("/api/v1/works/{}", crate::urls::percent::segment(handle))).await;
        let page = url.strip_prefix("https://ibid.example").and_then(|it| it.strip_suffix(".html"));
        let export = good(world, &format!("{}.json", page.expect("a page of a work"))).await;
        assert_eq!(*record, alone, "{handle}");
        // Of two works whose handles differ in colons only, an address has the first.
        assert!(alone == export || export["handle"] != handle, "{handle}");
    }
    type Fits = fn(&Value);
    let lists: [(&str, Fits); 3] = [
        ("/api/v1/series", fits::<shapes::Series>),
        ("/api/v1/people", fits::<shapes::Person>),
        ("/api/v1/institutions", fits::<shapes::Institution>),
    ];
    for (path, fits) in lists {
        let items = all(world, path).await;
        assert!(items.len() > 2, "{path}");
        for item in items {
            fits(&item["record"]);
            let handle = item["record"]["handle"].as_str().expect("a handle");
            assert_eq!(good(world, &format!("{path}/{handle}")).await, item["record"]);
        }
    }
    for item in good(world, "/api/v1/archives").await["items"].as_array().expect("archives") {
        let code = item["code"].as_str().expect("a code");
        let (status, record) = ask(world, &format!("/api/v1/archives/{code}")).await;
        assert!(status == 404 || status == 200, "{code}");
        if status == 200 {
            fits::<shapes::Archive>(&record);
        }
        good(world, &format!("/api/v1/archives/{code}/series")).await;
    }
}

#[tokio::test]
async fn a_search_finds_what_the_page_finds() {
    let world = World::toy().await;
    let body = good(world, "/api/v1/works?q=north+korea&kind=paper&kind=talk&facets=true&limit=1").await;
    assert_eq!(body["query"], "north korea");
    let page = world.get("/search?q=north+korea&kind=paper&kind=talk").await.text();
    assert!(page.contains(&format!("{} results", body["total"])), "{}", body["total"]);
    let kinds = body["facets"]["kind"].as_array().expect("kinds");
    assert!(kinds.iter().any(|it| it["value"] == "paper" && it["count"].as_u64() > Some(0)), "{body:#}");
    assert!(
        body["next"].as_str().is_some_and(|next| next.contains("limit=1") && next.contains("facets=true"))
    );
    let none = good(world, "/api/v1/works?q=normalizaton").await;
    assert_eq!((&none["total"], &none["items"]), (&json!(0), &json!([])));
    assert!(none["spellings"][0]["nearest"].as_array().is_some_and(|it| !it.is_empty()), "{none}");
    let odd = good(world, "/api/v1/works?q=foo:bar").await;
    assert!(odd["notes"][0].as_str().is_some_and(|note| note.contains("foo")), "{odd}");
    let found = good(world, "/api/v1/suggest?q=toward+norma").await;
    assert_eq!(found["suggestions"][0]["handle"], PAPER);
}

#[tokio::test]
async fn one_work_is_told_in_every_way() {
    let world = World::toy().await;
    let at = |what: &str| format!("/api/v1/works/{PAPER}{what}");
    let record = good(world, &at("")).await;
    assert_eq!((&record["kind"], &record["year"]), (&json!("paper"), &json!(2011)));
    assert_eq!(good(world, "/api/v1/works/repec:HST:ghsdps:GD11-190").await, record);
    let history = good(world, &at("/history")).await;
    assert_eq!(history["versions"][0]["state"], "live");
    let text = history["versions"][0]["redif"].as_str().expect("a template");
    assert!(text.contains("Template-Type") && !text.to_lowercase().contains("email: "), "{text}");
    assert_eq!(good(world, &at("/versions")).await["handle"], PAPER);
    let related = good(world, &at("/related")).await;
    let lecture =
        related["items"].as_array().expect("items").iter().find(|it| it["record"]["kind"] == "talk");
    assert_eq!(lecture.expect("the lecture")["shared"]["years"], json!([[1955, 1960]]));
    let cited = good(world, &at("/cite?style=apa")).await;
    assert_eq!((&cited["style"], &cited["in_text"]), (&json!("apa"), &json!("(Kimuran, 2011)")));
    assert_eq!(good(world, &at("/cite")).await["style"], "suggested");
    assert_eq!(ask(world, &at("/cite?style=APA")).await.0, 400);
    assert!(good(world, "/api/v1/styles").await["items"].as_array().is_some_and(|it| it.len() > 10));
    let people = good(world, "/api/v1/people/pki42").await;
    let works = good(world, "/api/v1/people/pki42/works").await;
    assert_eq!(
        (&works["person"], works["items"].as_array().map(Vec::len)),
        (&people["handle"], people["author_of"].as_array().map(Vec::len))
    );
}

fn paper(item: &str, title: &str) -> String {
    format!(
        "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann One\nAuthor-Email: ann@example.org\nTitle: {title}\nHandle: RePEc:abc:papers:{item}\n\n"
    )
}

#[tokio::test]
async fn changes_tell_what_was_withdrawn() {
    let world = World::of(&[paper("1", "Silk"), paper("2", "Tea")].concat()).await;
    world.papers(&paper("1", "Silk and salt")).await;
    let items = all(&world, "/api/v1/changes?limit=1&records=true").await;
    let position = good(&world, "/api/v1").await["position"].as_i64().expect("a position");
    assert_eq!(items.len() as i64, position);
    assert!(items.iter().enumerate().all(|(at, it)| it["number"] == at as i64 + 1));
    let last: Vec<_> = items[items.len() - 2..].iter().map(|it| (&it["news"], &it["handle"])).collect();
    let (silk, tea) = (json!("RePEc:abc:papers:1"), json!("RePEc:abc:papers:2"));
    assert_eq!(last, [(&json!("changed"), &silk), (&json!("withdrawn"), &tea)]);
    let changed = items.iter().find(|it| it["news"] == "changed").expect("a change");
    assert_eq!((&changed["fields"], &changed["record"]["title"]), (&json!("title"), &json!("Silk and salt")));
    assert!(items.iter().all(|it| it["handle"] != tea || it["record"].is_null()));
    let rest = good(&world, &format!("/api/v1/changes?since={position}")).await;
    assert_eq!((&rest["items"], &rest["next"]), (&json!([]), &Value::Null));
    assert_eq!(good(&world, "/api/v1/changes?since=9223372036854775807").await["items"], json!([]));
}

#[tokio::test]
async fn withdrawn_works_are_gone_with_their_last_state() {
    let world = World::of(&paper("1", "Silk \"&\"")).await;
    world.papers(&paper("2", "Tea")).await;
    for what in ["", "/versions", "/related", "/cite"] {
        let (status, body) = ask(&world, &format!("/api/v1/works/RePEc:abc:papers:1{what}")).await;
        assert_eq!((status, &body["type"]), (410, &json!("https://ibid.example/api/#withdrawn")), "{what}");
        assert_eq!(body["record"]["title"], "Silk \"&\"", "{what}");
        assert!(!body.to_string().contains("example.org"), "{body}");
    }
    let history = good(&world, "/api/v1/works/RePEc:abc:papers:1/history").await;
    let states: Vec<_> =
        history["versions"].as_array().expect("versions").iter().map(|it| &it["state"]).collect();
    assert_eq!(states, ["withdrawn", "live"]);
    assert!(!history.to_string().contains("ann@"), "{history}");
}

#[tokio::test]
async fn what_means_nothing_is_told_as_a_problem() {
    let world = World::toy().await;
    let after = good(world, "/api/v1/works?q=korea&limit=1").await["next"].as_str().expect("more").to_owned();
    let after = after.split("after=").nth(1).and_then(|it| it.split('&').next()).expect("a place").to_owned();
    let cases = [
        ("/api/v1/works?Q=x".to_owned(), 400, "unreadable"),
        ("/api/v1/works?q=a&q=b".to_owned(), 400, "unreadable"),
        ("/api/v1/works?q=%ff".to_owned(), 400, "unreadable"),
        ("/api/v1/works?q=%00".to_owned(), 400, "unreadable"),
        (format!("/api/v1/works?q={}", "a".repeat(1_001)), 400, "unreadable"),
        ("/api/v1/works?kind=PAPER".to_owned(), 400, "unreadable"),
        ("/api/v1/works?kind=".to_owned(), 400, "unreadable"),
        ("/api/v1/works?jel=f51".to_owned(), 400, "unreadable"),
        ("/api/v1/works?from=-1".to_owned(), 400, "unreadable"),
        ("/api/v1/works?sort=best".to_owned(), 400, "unreadable"),
        ("/api/v1/works?limit=0".to_owned(), 400, "unreadable"),
        ("/api/v1/works?facets=1".to_owned(), 400, "unreadable"),
        ("/api/v1/works?page=2".to_owned(), 400, "unreadable"),
        ("/api/v1/works?q=korea&after=x".to_owned(), 404, "missing"),
        (format!("/api/v1/works?q=other&after={after}"), 404, "missing"),
        ("/api/v1/changes?since=-1".to_owned(), 400, "unreadable"),
        ("/api/v1/changes?since=9223372036854775808".to_owned(), 400, "unreadable"),
        ("/api/v1/styles?x=1".to_owned(), 400, "unreadable"),
        ("/api/v1/works/x".to_owned(), 404, "missing"),
        ("/api/v1/works/RePEc:hst:ghsdps".to_owned(), 404, "missing"),
        ("/api/v1/works/%ff".to_owned(), 400, "refused"),
        ("/api/v1/works/%00".to_owned(), 404, "missing"),
        ("/api/v1/works/RePEc:hst:ghsdps:gd11-191".to_owned(), 404, "missing"),
        ("/api/v1/people/pzz99".to_owned(), 404, "missing"),
        ("/api/v1/archives/zzz/series".to_owned(), 404, "missing"),
        ("/api/v1/nothing".to_owned(), 404, "missing"),
        ("/api/v2/works".to_owned(), 404, "missing"),
    ];
    for (path, status, word) in cases {
        // Whatever is accepted and spoken: programs are told in JSON and in English.
        for headers in [&[][..], &[("accept", "text/html"), ("accept-language", "ko")]] {
            let got = world.ask("GET", &path, headers).await;
            let body: Value = serde_json::from_slice(&got.bytes).expect(&path);
            assert_eq!((got.status, &body["status"]), (status, &json!(status)), "{path} {body}");
            assert_eq!(got.header("content-type"), "application/problem+json", "{path}");
            assert_eq!(body["type"], format!("https://ibid.example/api/#{word}"), "{path}");
            assert!(
                body["title"].is_string()
                    && body["detail"].as_str().is_some_and(|it| it.is_ascii() || it.contains('“')),
                "{body}"
            );
            assert_eq!(got.header("access-control-allow-origin"), "*", "{path}");
        }
    }
    let near = ask(world, "/api/v1/works/RePEc:hst:ghsdps:gd11-191").await.1;
    assert!(near["nearest"].as_array().is_some_and(|it| it.contains(&json!(PAPER))), "{near}");
}

#[tokio::test]
async fn answers_are_asked_for_again_and_by_other_sites() {
    let world = World::toy().await;
    let paths = [
        format!("/api/v1/works/{PAPER}"),
        "/api/v1/works?q=korea".to_owned(),
        "/api/v1/changes".to_owned(),
        "/openapi.json".to_owned(),
    ];
    let whole = |got: &Got| {
        (
            got.status,
            got.header("content-type").to_owned(),
            got.header("access-control-allow-origin").to_owned(),
        )
    };
    for path in paths {
        let got = world.ask("GET", &path, &[("accept", "application/json")]).await;
        assert_eq!(whole(&got), (200, "application/json".to_owned(), "*".to_owned()), "{path}");
        let tag = got.header("etag").to_owned();
        let again = world.ask("GET", &path, &[("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.bytes.len(), again.header("etag")), (304, 0, &*tag), "{path}");
        assert_eq!(again.header("access-control-allow-origin"), "*");
        assert_eq!(world.ask("GET", &path, &[("if-none-match", "W/\"forged\"")]).await.status, 200);
        let head = world.ask("HEAD", &path, &[]).await;
        assert_eq!(
            (head.status, head.bytes.len(), head.header("content-length")),
            (200, 0, got.header("content-length"))
        );
        let options = world.ask("OPTIONS", &path, &[("origin", "https://other.example")]).await;
        assert_eq!((options.status, options.header("allow")), (204, "GET, HEAD, OPTIONS"), "{path}");
        assert!(options.header("access-control-allow-headers").contains("If-None-Match"));
        for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE"] {
            let got = world.ask(method, &path, &[]).await;
            assert_eq!(
                (got.status, got.header("content-type")),
                (405, "application/problem+json"),
                "{method}"
            );
            assert_eq!(got.header("allow"), "GET, HEAD, OPTIONS", "{method} {path}");
        }
    }
    let got = world.ask("GET", &format!("/api/v1/works/{PAPER}"), &[]).await;
    assert_eq!(
        got.header("link"),
        "<https://ibid.example/p/hst/ghsdps/gd11-190.html>; rel=\"alternate\"; type=\"text/html\""
    );
    assert!(!got.header("last-modified").is_empty());
}

#[tokio::test]
async fn the_document_is_that_of_the_routes() {
    let world = World::toy().await;
    let document = good(world, "/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"][0]["url"], "https://ibid.example");
    let paths = document["paths"].as_object().expect("paths");
    assert_eq!(paths.len(), described().paths.paths.len());
    for (path, item) in paths {
        let operation = &item["get"];
        assert!(operation["summary"].as_str().is_some_and(|it| !it.is_empty()), "{path}");
        let named = operation["parameters"].as_array().cloned().unwrap_or_default();
        let named: Vec<_> =
            named.iter().filter(|it| it["in"] == "path").filter_map(|it| it["name"].as_str()).collect();
        assert_eq!(named.len(), path.matches('{').count(), "{path}");
        // Where no handler answers, the whole path is told to be missing.
        let filled = path.replace("{handle}", "x").replace("{person}", "x").replace("{archive}", "x:y");
        let (status, body) = ask(world, &filled).await;
        let nobody = body["detail"].as_str().is_some_and(|it| it.contains("/api/"));
        assert!(status == 200 || (status == 404 && !nobody), "{path}: {status} {body}");
    }
    // Words are those of the catalogue, all of them.
    let words = |name: &str| {
        let words = document["components"]["schemas"][name]["enum"].as_array().cloned().unwrap_or_default();
        words.into_iter().filter_map(|it| it.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(words("Kind"), ibid_core::Kind::ALL.map(ibid_core::Kind::word));
    assert_eq!(words("Access"), ibid_core::record::Access::ALL.map(ibid_core::record::Access::word));
    let parameters = document["paths"]["/api/v1/works"]["get"]["parameters"].as_array().expect("parameters");
    let sort = parameters.iter().find(|it| it["name"] == "sort").expect("an order");
    assert_eq!(sort["schema"]["enum"], json!(crate::urls::Order::ALL.map(crate::urls::Order::word)));
    // References lead to what is there.
    let text = document.to_string();
    for name in text.split("\"#/components/schemas/").skip(1).filter_map(|it| it.split('"').next()) {
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[tokio::test]
async fn a_page_explains_it_in_every_language() {
    let world = World::toy().await;
    for lang in crate::i18n::Lang::ALL {
        let headers = [("accept", "text/html"), ("accept-language", lang.tag())];
        let page = world.ask("GET", "/api/", &headers).await;
        assert_eq!(page.status, 200);
        checked::page("/api/", &page.text());
        assert!(page.text().contains(lang.messages().api.title), "{}", lang.tag());
        for (word, _) in crate::problem::KINDS {
            assert!(page.text().contains(&format!("id=\"{word}\"")), "{word}");
        }
    }
    let page = world.get("/api/").await.text();
    for link in checked::links(&page).iter().filter(|it| it.starts_with("/api/v1") || *it == "/openapi.json")
    {
        assert_eq!(world.get(link).await.status, 200, "{link}");
    }
    assert_eq!(world.get("/api").await.header("location"), "/api/");
}
