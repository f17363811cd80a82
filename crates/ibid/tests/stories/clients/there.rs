//! The clients themselves: are those we think we run the ones that run.

use super::{program, script};

#[test]
fn the_clients_are_there() {
    let Some(lines) = script("versions.py", &[]) else { return };
    for client in ["pybtex", "rispy", "sickle", "feedparser", "extruct", "schemathesis", "mcp"] {
        assert!(lines[0][client].is_string(), "{client}: {}", lines[0]);
    }
    if let Some(said) = program("xmllint", &["--version"]) {
        assert!(said.err.contains("libxml"), "{}", said.err);
    }
}
