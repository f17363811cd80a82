//! (tests) The tools over the toy world, asked as agents ask.

use serde_json::{Map, Value, json};

use super::schemas;
use crate::tests::world::{Got, World};

const HEADERS: [(&str, &str); 4] = [
    ("host", "ibid.example"),
    ("content-type", "application/json"),
    ("accept", "application/json, text/event-stream"),
    ("mcp-protocol-version", "2025-06-18"),
];

async fn sent(world: &World, headers: &[(&str, &str)], body: &str) -> Got {
    world.send("POST", "/mcp", headers, body.to_owned()).await
}

async fn asked(world: &World, method: &str, params: Value) -> Value {
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let got = sent(world, &HEADERS, &body.to_string()).await;
    assert_eq!(got.status, 200, "{}", got.text());
    serde_json::from_slice(&got.bytes).unwrap_or_else(|_| panic!("{}", got.text()))
}

/// What a tool gives; the sentence where it gives none.
async fn called(world: &World, name: &str, arguments: Value) -> Result<Value, String> {
    let answer = asked(world, "tools/call", json!({ "name": name, "arguments": arguments })).await;
    let result = &answer["result"];
    assert!(result.is_object(), "{answer}");
    match result["isError"] {
        Value::Bool(true) => Err(result["content"][0]["text"].as_str().expect("a sentence").to_owned()),
        _ => Ok(fits(name, result["structuredContent"].clone())),
    }
}

/// The answer, when it is one that the schema of its tool describes.
fn fits(name: &str, answer: Value) -> Value {
    let tool = schemas::all().into_iter().find(|it| it.name == name).expect("a tool");
    assert_fits(&Value::Object(tool.output), &answer, name);
    answer
}

/// As much of JSON Schema as the schemas here use.
fn assert_fits(schema: &Value, value: &Value, at: &str) {
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{at}: {other}"),
    };
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.clone(),
        kind => vec![kind.clone()],
    };
    assert!(kinds.iter().any(|it| it.as_str().is_some_and(is)), "{at}: {value} is no {kinds:?}");
    if let Some(allowed) = schema["enum"].as_array() {
        assert!(allowed.contains(value), "{at}: {value} is none of {allowed:?}");
    }
    let nothing = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&nothing);
    for (name, value) in value.as_object().unwrap_or(&nothing) {
        match properties.get(name) {
            Some(schema) => assert_fits(schema, value, &format!("{at}.{name}")),
            None => {
                assert_ne!(schema["additionalProperties"], json!(false), "{at}.{name} is not in the schema")
            }
        }
    }
    for needed in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(value.get(needed).is_some(), "{at}: {needed} is missing in {value}");
    }
    for value in value.as_array().into_iter().flatten() {
        assert_fits(&schema["items"], value, at);
    }
}

#[tokio::test]
async fn tools_are_told_with_their_schemas() {
    let world = World::toy().await;
    let answer = asked(world, "tools/list", json!({})).await;
    let tools = answer["result"]["tools"].as_array().expect("tools");
    let names: Vec<&str> = tools.iter().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(names, ["search", "get", "cite", "cited-by", "history", "check"]);
    for tool in tools {
        for schema in ["inputSchema", "outputSchema"] {
            assert_eq!(tool[schema]["type"], "object", "{tool}");
        }
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
    }
}

#[tokio::test]
async fn a_search_goes_on_where_it_ended() {
    let world = World::toy().await;
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let page =
            called(world, "search", json!({ "query": "", "kind": "paper", "limit": 7, "after": after }))
                .await;
        let page = page.expect("a page");
        let hits = page["results"].as_array().expect("results").clone();
        seen.extend(hits.iter().map(|it| it["handle"].as_str().expect("a handle").to_owned()));
        after = page["next"].clone();
        if after.is_null() {
            assert_eq!(page["total"].as_u64(), Some(seen.len() as u64));
            break;
        }
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert!(count > 14 && seen.len() == count, "{count} {seen:?}");
}

#[tokio::test]
async fn a_work_is_found_read_and_cited() {
    let world = World::toy().await;
    let found =
        called(world, "search", json!({ "query": "author:kimuran", "sort": "newest", "from": 2000 })).await;
    let hit = found.expect("results")["results"][0].clone();
    assert_eq!(hit["url"], "https://ibid.example/p/hst/ghsdps/gd11-190.html");
    let handle = hit["handle"].clone();
    let got = called(world, "get", json!({ "handle": handle })).await.expect("a record");
    assert_eq!((&got["record"]["handle"], &got["state"]), (&handle, &json!("live")));
    assert_eq!(got["formats"]["bib"], "https://ibid.example/p/hst/ghsdps/gd11-190.bib");
    for name in ["https://ideas.repec.org/p/hst/ghsdps/gd11-190.html", "repec:HST:ghsdps:gd11-190"] {
        let same = called(world, "get", json!({ "handle": name })).await.expect("a record");
        assert_eq!(same["handle"], handle, "{name}");
    }
    let cited = called(world, "cite", json!({ "handle": handle, "style": "apa" })).await.expect("a citation");
    assert_eq!(cited["style"], "apa");
    assert!(
        cited["citation"].as_str().is_some_and(|it| it.contains("Kimura") && it.contains("2011")),
        "{cited}"
    );
    assert!(cited["bibtex"].as_str().is_some_and(|it| it.starts_with('@')), "{cited}");
    let by = called(world, "cited-by", json!({ "handle": handle })).await.expect("an honest answer");
    assert_eq!((&by["held"], &by["total"]), (&json!(false), &json!(0)));
    for kind in ["series", "person", "institution", "archive", "talk"] {
        let found = called(world, "search", json!({ "query": "", "kind": kind })).await.expect("results");
        let hits = found["results"].as_array().expect("a list").clone();
        assert!(!hits.is_empty(), "{kind}");
        for hit in hits {
            let got = called(world, "get", json!({ "handle": hit["url"] })).await;
            assert_eq!(got.expect("what has this page")["handle"], hit["handle"], "{hit}");
        }
    }
    let person = called(world, "get", json!({ "handle": "pki42" })).await.expect("a person");
    assert_eq!(person["record"]["short_id"], "pki42");
    let series = called(world, "get", json!({ "handle": "RePEc:hst:ghsdps" })).await.expect("a series");
    assert_eq!(series["kind"], "series");
    let text = series.to_string() + &got.to_string();
    assert!(!text.contains('@'), "an address for mail: {text}");
}

#[tokio::test]
async fn history_says_what_changed_but_no_addresses() {
    let paper = |title: &str, mail: &str| {
        format!(
            "Template-Type: ReDIF-Paper 1.0\nTitle: {title}\nAuthor-Name: A\nAuthor-Email: {mail}@example.org\n\
             Handle: RePEc:abc:papers:1\n"
        )
    };
    let world = World::of(&paper("First", "old")).await;
    world.papers(&paper("Second", "new")).await;
    let told = called(&world, "history", json!({ "handle": "RePEc:abc:papers:1" })).await.expect("versions");
    assert_eq!(told["versions"].as_array().map(Vec::len), Some(2), "{told}");
    let title = json!({ "field": "title", "from": "First", "to": "Second" });
    let changes = told["versions"][0]["changes"].as_array().expect("changes").clone();
    assert!(changes.contains(&title) && changes.len() == 2, "{told}");
    assert!(!told.to_string().contains("example.org"), "{told}");
    world.papers("").await;
    let gone =
        called(&world, "get", json!({ "handle": "RePEc:abc:papers:1" })).await.expect("its last state");
    assert_eq!(gone["state"], "withdrawn");
}

#[tokio::test]
async fn templates_are_checked_as_a_harvest_would() {
    let world = World::toy().await;
    let text = "Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Name: A\nFrobnicate: x\nHandle: RePEc:abc:papers:1\n";
    let told = called(world, "check", json!({ "text": text })).await.expect("a report");
    assert_eq!((&told["templates"], &told["good"]), (&json!(1), &json!(1)), "{told}");
    let lines: Vec<u64> =
        told["problems"].as_array().into_iter().flatten().filter_map(|it| it["line"].as_u64()).collect();
    assert!(lines.contains(&4), "{told}");
    let twice = called(world, "check", json!({ "text": format!("{text}\n{text}") })).await.expect("a report");
    assert!(twice["problems"].to_string().contains("RePEc:abc:papers:1"), "{twice}");
}

#[tokio::test]
async fn what_cannot_be_done_is_said_in_a_sentence() {
    let world = World::toy().await;
    for (tool, arguments, says) in [
        ("get", json!({ "handle": "RePEc:hst:ghsdps:gd11-191" }), "RePEc:hst:ghsdps:gd11-190"),
        ("get", json!({ "handle": "10.9999/nothing" }), "there is no record"),
        ("get", json!({ "handle": "\u{1}%ff/../" }), "there is no record"),
        ("get", json!({ "handle": "x".repeat(50_000) }), "there is no record"),
        ("get", json!({}), "\"handle\" is needed"),
        ("get", json!({ "handle": 7 }), "\"handle\" is a text"),
        ("get", json!({ "id": "RePEc:hst:ghsdps" }), "there is no argument \"id\""),
        ("search", json!({ "query": "x", "limit": 0 }), "from 1 to 50"),
        ("search", json!({ "query": "x", "limit": "ten" }), "from 1 to 50"),
        ("search", json!({ "query": "x", "kind": "essay" }), "essay"),
        ("search", json!({ "query": "x", "from": 123456 }), "123456"),
        ("search", json!({ "query": "x", "after": "AAAA" }), ""),
        ("search", json!({ "query": "x".repeat(1_001) }), "1"),
        ("cite", json!({ "handle": "RePEc:hst:ghsdps:gd11-190", "style": "mine" }), "chicago-author-date"),
        ("cite", json!({ "handle": "RePEc:hst:ghsdps" }), "only works are cited"),
        ("check", json!({ "text": "" }), "\"text\" is needed"),
    ] {
        let said = called(world, tool, arguments.clone()).await.expect_err("a sentence");
        assert!(said.contains(says), "{tool} {arguments}: {said}");
    }
    let unknown = asked(world, "tools/call", json!({ "name": "delete", "arguments": {} })).await;
    assert_eq!(unknown["error"]["code"], -32602, "{unknown}");
    let method = asked(world, "prompts/get", json!({ "name": "x" })).await;
    assert!(method["error"]["code"].is_i64(), "{method}");
}

#[tokio::test]
async fn what_is_no_message_is_refused_in_the_protocols_own_form() {
    let world = World::toy().await;
    for body in [
        "",
        "{",
        "[]",
        "null",
        "{\"jsonrpc\":\"2.0\"}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
        "\u{0}",
    ] {
        let got = sent(world, &HEADERS, body).await;
        assert!((400..500).contains(&got.status), "{body:?}: {} {}", got.status, got.text());
        let form = got.header("content-type");
        assert!(form == "application/json" || form.starts_with("text/plain"), "{body:?}: {form}");
    }
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    assert!((400..500).contains(&sent(world, &HEADERS, &deep).await.status));
}

#[tokio::test]
async fn other_hosts_and_origins_are_refused() {
    let world = World::toy().await;
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list" }).to_string();
    let with = |host, origin| [[("host", host), ("origin", origin)], [HEADERS[1], HEADERS[2]]].concat();
    for (host, origin, status) in [
        ("ibid.example", "https://ibid.example", 200),
        ("ibid.example:443", "https://ibid.example", 200),
        ("localhost:8080", "http://localhost:6274", 200),
        ("127.0.0.1:8080", "http://127.0.0.1:8080", 200),
        ("evil.example", "https://ibid.example", 403),
        ("ibid.example.evil.example", "https://ibid.example", 403),
        ("ibid.example", "https://evil.example", 403),
        ("ibid.example", "null", 403),
        ("ibid.example", "http://ibid.example", 403),
    ] {
        assert_eq!(sent(world, &with(host, origin), &body).await.status, status, "{host} {origin}");
    }
    let read = world.ask("GET", "/mcp", &[("host", "ibid.example")]).await;
    assert_eq!((read.status, read.header("allow")), (405, "POST"));
}
