//! The MCP server, spoken to by the protocol's own SDK.

use serde_json::{Value, json};

use super::script;
use crate::world::World;

#[test]
fn the_sdk_uses_every_tool() {
    let world = World::toy();
    world.harvest("");
    let server = world.serve();
    let handle = "RePEc:hst:ghsdps:gd11-190";
    let calls = json!([
        ["search", { "query": "north korea", "about_from": 1950, "limit": 3 }],
        ["get", { "handle": handle }],
        ["cite", { "handle": handle, "style": "mla" }],
        ["cited-by", { "handle": handle }],
        ["history", { "handle": handle }],
        ["check", { "text": "Template-Type: ReDIF-Paper 1.0\nTitle: T\nHandle: RePEc:abc:papers:1\n" }],
        ["get", { "handle": "RePEc:hst:ghsdps:gd11-1900" }],
        ["forget", {}],
    ]);
    let arguments = [server.url("/mcp"), calls.to_string()];
    let Some(lines) = script("mcp_tools.py", &[&arguments[0], &arguments[1]]) else { return };
    // Both generations of the protocol: the hello, the tools, and the calls.
    assert_eq!(lines.len(), 2 * 10, "{lines:#?}");
    for (talk, mode) in lines.chunks(10).zip(["auto", "legacy"]) {
        assert_eq!((&talk[0]["mode"], &talk[0]["server"]), (&json!(mode), &json!("ibid")));
        let names: Vec<&Value> = talk[1]["tools"].as_array().unwrap().iter().map(|it| &it[0]).collect();
        assert_eq!(names, ["search", "get", "cite", "cited-by", "history", "check"]);
        for told in &talk[2..8] {
            assert_eq!(told["error"], false, "{told}");
            assert!(told["answer"].is_object(), "{told}");
        }
        assert!(!talk[2]["answer"]["results"].as_array().unwrap().is_empty(), "{}", talk[2]);
        assert_eq!(talk[3]["answer"]["handle"], handle);
        assert!(talk[4]["answer"]["citation"].as_str().unwrap().contains("Kimura"), "{}", talk[4]);
        assert_eq!(talk[5]["answer"]["held"], false);
        assert_eq!(talk[6]["answer"]["versions"].as_array().unwrap().len(), 1);
        assert!(talk[7]["answer"]["errors"].as_u64().unwrap() > 0, "{}", talk[7]);
        assert_eq!(talk[8]["error"], true);
        assert!(talk[8]["text"].as_str().unwrap().contains(handle), "{}", talk[8]);
        assert!(talk[9]["refused"].as_str().is_some_and(|it| it.contains("forget")), "{}", talk[9]);
    }
    assert_ne!(lines[0]["version"], lines[10]["version"]);
}
