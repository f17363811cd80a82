//! The tools as agents are told of them: what each is for, and the JSON Schemas of what it takes and gives.

use ibid_app::style::STYLES;
use ibid_core::Kind;
use serde_json::{Map, Value, json};

/// A tool before any library's shape of it.
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) description: String,
    pub(super) input: Map<String, Value>,
    pub(super) output: Map<String, Value>,
}

/// Records a search gives at most.
pub(super) const MOST_HITS: usize = 50;

pub(super) fn all() -> [Tool; 6] {
    [search(), get(), cite(), cited_by(), history(), check()]
}

fn search() -> Tool {
    let kinds: Vec<&str> = Kind::ALL.into_iter().map(Kind::word).collect();
    let year =
        |about: &str| json!({ "type": "integer", "minimum": 0, "maximum": 9999, "description": about });
    let input = object(
        json!({
            "query": text("Words are ANDed; also \"a phrase\", -word, OR, ( ), prefix*, and fields title: author: abstract: keyword: jel:F51 series:HANDLE year:1955..1960 about:1955..1960 kind:talk lang:ko doi:. May be empty when something narrows it."),
            "kind": { "type": "string", "enum": kinds, "description": "Only records of this kind." },
            "from": year("Published in this year or later."),
            "to": year("Published in this year or earlier."),
            "about_from": year("About this year or later, as read out of title and abstract."),
            "about_to": year("About this year or earlier."),
            "sort": { "type": "string", "enum": ["relevance", "newest", "oldest", "added"], "default": "relevance" },
            "limit": { "type": "integer", "minimum": 1, "maximum": MOST_HITS, "default": 10 },
            "after": text("The value of \"next\" of the answer before, with all else the same, to go on from there."),
        }),
        &["query"],
    );
    let output = object(
        json!({
            "understood": text("The query as it was read."),
            "total": count("Records found in all."),
            "results": list(json!({
                "handle": text("What other tools take."),
                "kind": text(""),
                "title": text(""),
                "authors": list_of(text("")),
                "year": { "type": ["integer", "null"] },
                "series": text("The name of the series or journal; empty when not declared."),
                "url": text("Its page."),
                "snippet": text("A part of its text that says why it was found."),
            }), &["handle", "kind", "title", "authors", "url"]),
            "next": { "type": ["string", "null"], "description": "For \"after\"; null at the end." },
            "url": text("The same search as a page."),
        }),
        &["understood", "total", "results", "next", "url"],
    );
    let description = "Searches the catalogue: papers, articles, chapters, books, software, talks, series, persons, institutions.";
    tool("search", "Search the catalogue", description, input, output)
}

fn get() -> Tool {
    let output = object(
        json!({
            "handle": text(""),
            "kind": text(""),
            "state": state(),
            "version": count("Counts from 1; see the tool \"history\"."),
            "came": moment("When the record came into the catalogue."),
            "changed": moment("When this version came."),
            "url": text("Its page."),
            "formats": { "type": "object", "additionalProperties": { "type": "string" }, "description": "Addresses of other forms of a work, by extension." },
            "record": { "type": "object", "description": "All that the record says; of persons no addresses for mail." },
        }),
        &["handle", "kind", "state", "version", "came", "changed", "url", "formats", "record"],
    );
    tool(
        "get",
        "Get a record",
        "One record in full, with its state and where it stands.",
        one_record(json!({})),
        output,
    )
}

fn cite() -> Tool {
    let styles: Vec<&str> = STYLES.iter().map(|style| style.id).collect();
    let style = json!({ "style": { "type": "string", "enum": styles, "description": "Without it: the citation the catalogue suggests, and BibTeX." } });
    let output = object(
        json!({
            "handle": text(""),
            "style": text("The style used; \"suggested\" when none was asked for or it cannot set this work."),
            "citation": text("For a list of references, as plain text."),
            "in_text": text("What stands in the running text, in styles that have it; else empty."),
            "bibtex": text(""),
        }),
        &["handle", "style", "citation", "in_text", "bibtex"],
    );
    tool("cite", "Cite a work", "A work as a citation in a style, and as BibTeX.", one_record(style), output)
}

fn cited_by() -> Tool {
    let output = object(
        json!({
            "handle": text(""),
            "held": { "type": "boolean", "description": "Whether the catalogue holds citations at all. If not, nothing follows from an empty list." },
            "total": count("Works known to cite it."),
            "works": list_of(text("Handles of works that cite it.")),
            "note": text("What this answer means."),
        }),
        &["handle", "held", "total", "works", "note"],
    );
    let description =
        "The works that cite a work, as far as the catalogue knows. It holds no references yet and says so.";
    tool("cited-by", "Works that cite a work", description, one_record(json!({})), output)
}

fn history() -> Tool {
    let change = list(
        json!({ "field": text(""), "from": text("Empty when the field was not there."), "to": text("Empty when it is there no more.") }),
        &["field", "from", "to"],
    );
    let output = object(
        json!({
            "handle": text(""),
            "versions": list(json!({
                "version": count(""),
                "state": state(),
                "at": moment("When it was received."),
                "file": text("Where in the archive it stood."),
                "line": count(""),
                "changes": change,
            }), &["version", "state", "at", "file", "line", "changes"]),
            "more": count("Earlier versions that are not given here."),
        }),
        &["handle", "versions", "more"],
    );
    let description =
        "Every version of a record its publisher sent, the latest first, and what each changed.";
    tool("history", "History of a record", description, one_record(json!({})), output)
}

fn check() -> Tool {
    let input = object(
        json!({ "text": text("ReDIF templates as they stand in a file, 60,000 bytes at most.") }),
        &["text"],
    );
    let output = object(
        json!({
            "templates": count(""),
            "good": count("Templates without an error."),
            "errors": count(""),
            "warnings": count(""),
            "problems": list(json!({
                "line": count("From 1; 0 for the whole text."),
                "column": count(""),
                "severity": { "type": "string", "enum": ["error", "warning", "note"] },
                "code": text(""),
                "message": text(""),
                "handle": text("Of the record concerned."),
                "fix": text("What to write instead."),
            }), &["line", "column", "severity", "code", "message"]),
            "more": count("Problems that are not given here."),
        }),
        &["templates", "good", "errors", "warnings", "problems", "more"],
    );
    let description = "Checks ReDIF templates as a harvest would, and says what is wrong in which line and how to mend it. Nothing is stored.";
    tool("check", "Check ReDIF templates", description, input, output)
}

fn tool(name: &'static str, title: &'static str, description: &str, input: Value, output: Value) -> Tool {
    let map = |value| match value {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    Tool { name, title, description: description.to_owned(), input: map(input), output: map(output) }
}

fn object(properties: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// What names one record, and more.
fn one_record(more: Value) -> Value {
    let mut properties = json!({ "handle": text("A handle such as RePEc:hst:ghsdps:gd11-190 in any case, a DOI, the short-id of a person, or the address of the record's page.") });
    if let (Value::Object(all), Value::Object(more)) = (&mut properties, more) {
        all.extend(more);
    }
    object(properties, &["handle"])
}

fn text(about: &str) -> Value {
    described(json!({ "type": "string" }), about)
}

fn count(about: &str) -> Value {
    described(json!({ "type": "integer", "minimum": 0 }), about)
}

fn moment(about: &str) -> Value {
    described(json!({ "type": "string", "format": "date-time" }), about)
}

fn state() -> Value {
    json!({ "type": "string", "enum": ["live", "withdrawn"], "description": "Withdrawn: its archive no longer has it." })
}

fn list(properties: Value, required: &[&str]) -> Value {
    list_of(object(properties, required))
}

fn list_of(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn described(mut schema: Value, about: &str) -> Value {
    if !about.is_empty() {
        schema["description"] = json!(about);
    }
    schema
}
