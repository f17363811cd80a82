//! Queries as text: the canonical spelling of a tree.

use super::{Field, Node, Query, parse};

impl Query {
    /// The query as somebody would type it. Reading it again gives the same tree, as long as it
    /// keeps within the limits of [`super::parse`].
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        print(&self.root, &mut out);
        out
    }
}

fn print(node: &Node, out: &mut String) {
    match node {
        Node::All => {}
        Node::And(nodes) => list(nodes, " ", out),
        Node::Or(nodes) => list(nodes, " OR ", out),
        Node::Not(inner) => {
            out.push('-');
            operand(inner, true, out);
        }
        Node::Word { field, text } => plain(node, *field, text, text, out),
        Node::Phrase { field, text } => quoted(*field, text, out),
        Node::Prefix { field, text } => plain(node, *field, &format!("{text}*"), text, out),
        Node::Years { which, from, to } => {
            let end = |year: &Option<i16>| year.map(|year| year.to_string()).unwrap_or_default();
            let (from, to) = (end(from), end(to));
            let range = if from == to { from } else { format!("{from}..{to}") };
            out.push_str(&format!("{}:{range}", which.word()));
        }
        Node::Is { field, value } => plain(node, Some(*field), value, value, out),
    }
}

/// The term as it is where it is read as this node, else what it holds in quotes: nobody types `OR` for
/// a word, but a tree may hold it.
fn plain(node: &Node, field: Option<Field>, text: &str, inner: &str, out: &mut String) {
    let text = term(field, text);
    match parse(&text).root == *node {
        true => out.push_str(&text),
        false => quoted(field, inner, out),
    }
}

fn quoted(field: Option<Field>, text: &str, out: &mut String) {
    let text = text.replace('"', " ");
    out.push_str(&term(field, &format!("\"{text}\"")));
}

fn term(field: Option<Field>, text: &str) -> String {
    field.map_or_else(|| text.to_owned(), |field| format!("{}:{text}", field.word()))
}

fn list(nodes: &[Node], between: &str, out: &mut String) {
    let shown = nodes.iter().filter(|node| **node != Node::All);
    for (index, node) in shown.enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        operand(node, between == " ", out);
    }
}

/// An `Or` needs brackets inside an `And`, and both need them after a minus.
fn operand(node: &Node, tight: bool, out: &mut String) {
    let brackets = match node {
        Node::Or(_) => true,
        Node::And(_) => tight,
        _ => false,
    };
    if brackets {
        out.push('(');
    }
    print(node, out);
    if brackets {
        out.push(')');
    }
}
