//! The API as schemathesis finds it, and how fast it lets anybody ask.

use serde_json::Value;

use super::script;
use crate::world::{Server, World, header};

/// Cases made up for each address.
const EXAMPLES: &str = "20";

fn served(limits: &str) -> (World, Server) {
    let world = World::toy();
    world.harvest("");
    std::fs::write(world.data().join("ibid.toml"), format!("[limits]\n{limits}\n")).unwrap();
    let server = world.serve();
    (world, server)
}

#[test]
fn the_document_is_true() {
    let (_world, server) = served("api = 0\nsearch = 0");
    let address = format!("http://{}", server.address);
    let Some(lines) = script("openapi.py", &[&address, EXAMPLES]) else { return };
    let told = &lines[0];
    assert_eq!(
        (&told["failures"], &told["errors"]),
        (&Value::Array(vec![]), &Value::Array(vec![])),
        "{told}"
    );
    assert_eq!(told["status"], 0, "{told}");
    assert!(told["tested"].as_u64() >= Some(20) && told["cases"].as_u64() > Some(500), "{told}");
    // The examples of the document are there: whoever tries it first with these gets an answer.
    for (operation, rates) in told["rates"].as_object().unwrap() {
        if rates["examples"].is_object() {
            assert!(rates["examples"]["accepted"].as_u64() > Some(0), "{operation}: {rates}");
        }
    }
}

#[test]
fn who_asks_too_fast_is_told_when_to_go_on() {
    let (_world, server) = served("api = 3\nsearch = 1");
    let work = "/api/v1/works/RePEc:hst:ghsdps:gd11-190";
    for left in (0..3).rev() {
        let (status, head, _) = server.get(work);
        assert_eq!((status, header(&head, "ratelimit-policy")), (200, Some("\"api\";q=3;w=60")));
        let level = header(&head, "ratelimit").unwrap();
        assert!(level.starts_with(&format!("\"api\";r={left};")), "{level}");
    }
    let (status, head, body) = server.get(work);
    assert_eq!((status, header(&head, "content-type")), (429, Some("application/problem+json")), "{body}");
    let wait: u64 = header(&head, "retry-after").unwrap().parse().unwrap();
    assert!((1..=20).contains(&wait), "{wait}");
    // A server in front on the same machine may say whom it speaks for.
    let asked = format!("GET {work} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n");
    assert_eq!(server.send(&asked).0, 200);
    let statuses =
        ["/api/v1/works?q=korea", "/api/v1/suggest?q=k", "/search?q=korea"].map(|it| server.get(it).0);
    assert_eq!(statuses, [200, 429, 200]);
}
