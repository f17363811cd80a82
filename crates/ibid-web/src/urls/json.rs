//! A query as JSON, the form of the search language that programs write: `{"and": [{"word": "money"},
//! {"not": {"phrase": "gold standard"}}, {"years": "about", "from": 1955, "to": 1960}]}`.
//!
//! Reading goes through the language itself, so that both forms hold the same and no more.

use ibid_core::query::{self, Field, Node, Query, Years};
use serde_json::{Map, Value, json};

use crate::problem::Why;

/// The tree of a query.
pub(crate) fn written(node: &Node) -> Value {
    let list = |nodes: &[Node]| nodes.iter().map(written).collect::<Vec<_>>();
    let term = |name: &str, field: &Option<Field>, text: &str| {
        let mut term = Map::from_iter([(name.to_owned(), json!(text))]);
        if let Some(field) = field {
            term.insert("field".to_owned(), json!(field.word()));
        }
        Value::Object(term)
    };
    match node {
        Node::All => json!({ "all": true }),
        Node::And(nodes) => json!({ "and": list(nodes) }),
        Node::Or(nodes) => json!({ "or": list(nodes) }),
        Node::Not(node) => json!({ "not": written(node) }),
        Node::Word { field, text } => term("word", field, text),
        Node::Phrase { field, text } => term("phrase", field, text),
        Node::Prefix { field, text } => term("prefix", field, text),
        Node::Years { which, from, to } => json!({ "years": which.word(), "from": from, "to": to }),
        Node::Is { field, value } => json!({ "is": field.word(), "value": value }),
    }
}

/// The inverse of [`written`], in the one shape of a query.
pub(super) fn read(text: &str) -> Result<Query, Why> {
    let bad = || Why::new(|t| t.problem.bad_json);
    let value: Value = serde_json::from_str(text).map_err(|_| bad())?;
    let root = node(&value).ok_or_else(bad)?;
    Ok(query::parse(&Query { root, notes: Vec::new() }.to_text()))
}

fn node(value: &Value) -> Option<Node> {
    let object = value.as_object()?;
    let text = |name: &str| object.get(name).and_then(Value::as_str).map(|it| it.replace(['"', '\n'], " "));
    let list = |name: &str| -> Option<Vec<Node>> { object.get(name)?.as_array()?.iter().map(node).collect() };
    let field = match object.get("field") {
        None | Some(Value::Null) => None,
        Some(name) => Some(field(name.as_str()?)?),
    };
    if object.contains_key("all") {
        return Some(Node::All);
    }
    if object.contains_key("and") {
        return list("and").map(Node::And);
    }
    if object.contains_key("or") {
        return list("or").map(Node::Or);
    }
    if let Some(inner) = object.get("not") {
        return node(inner).map(|inner| Node::Not(Box::new(inner)));
    }
    if let Some(which) = text("years") {
        let which = [Years::Published, Years::About].into_iter().find(|it| it.word() == which)?;
        return Some(Node::Years { which, from: year(object.get("from"))?, to: year(object.get("to"))? });
    }
    if let Some(name) = text("is") {
        return Some(Node::Is { field: self::field(&name)?, value: text("value")? });
    }
    match (text("word"), text("phrase"), text("prefix")) {
        (Some(text), _, _) => Some(Node::Word { field, text }),
        (_, Some(text), _) => Some(Node::Phrase { field, text }),
        (_, _, Some(text)) => Some(Node::Prefix { field, text }),
        _ => None,
    }
}

fn field(name: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|field| field.word() == name)
}

fn year(value: Option<&Value>) -> Option<Option<i16>> {
    match value {
        None | Some(Value::Null) => Some(None),
        Some(value) => i16::try_from(value.as_i64()?).ok().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same() {
        for text in [
            "",
            "money",
            "money -\"gold standard\" title:bank*",
            "(war OR peace) about:1955..1960 year:2011..",
            "kind:talk byline:\"mitsuhiko kimura\" doi:10.3386/w9321",
            "-(a b) OR c",
        ] {
            let query = query::parse(text);
            let json = written(&query.root).to_string();
            let back = read(&json).unwrap_or_else(|_| panic!("{json}"));
            assert_eq!(back.root, query.root, "{json}");
        }
    }

    #[test]
    fn a_word_is_a_word_whatever_it_says() {
        for (json, text) in [
            ("{\"word\":\"OR\"}", "\"OR\""),
            ("{\"not\":{\"word\":\"kind:talk\"}}", "-\"kind:talk\""),
            ("{\"and\":[{\"word\":\"a b\"},{\"prefix\":\"-c\"}]}", "\"a b\" \"-c\""),
            ("{\"word\":\"f(x)\"}", "f(x)"),
        ] {
            let query = read(json).unwrap_or_else(|_| panic!("{json}"));
            assert_eq!(query.to_text(), text, "{json}");
        }
    }

    #[test]
    fn what_is_no_query_is_refused() {
        let deep = format!("{}1{}", "{\"not\":".repeat(5_000), "}".repeat(5_000));
        for text in
            ["", "1", "[]", "{}", "{\"and\":1}", "{\"is\":\"x\",\"value\":\"y\"}", "{\"word\":5}", &deep]
        {
            assert!(read(text).is_err(), "{}", &text[..text.len().min(40)]);
        }
    }
}
