//! A query in which a name is put in quotes: searched as it is written, in no other spelling.

use super::{Field, Node, Query};

impl Query {
    /// The same query with the words that make up this name as one phrase. A name stands in words under one field,
    /// side by side or apart, as they were read as one.
    pub fn quoting(&self, name: &str, field: Option<Field>) -> Query {
        Query { root: quoted(&self.root, name, field), notes: self.notes.clone() }
    }
}

fn quoted(node: &Node, name: &str, field: Option<Field>) -> Node {
    let each = |nodes: &[Node]| nodes.iter().map(|it| quoted(it, name, field)).collect();
    match node {
        Node::Word { .. } if spelt(std::slice::from_ref(node), field) == name => phrase(name, field),
        Node::And(nodes) if spelt(nodes, field) == name => {
            let mut rest: Vec<Node> = nodes.iter().filter(|it| word(it, field).is_none()).cloned().collect();
            match rest.is_empty() {
                true => phrase(name, field),
                false => {
                    rest.push(phrase(name, field));
                    Node::And(rest)
                }
            }
        }
        Node::And(nodes) => Node::And(each(nodes)),
        Node::Or(nodes) => Node::Or(each(nodes)),
        Node::Not(inner) => Node::Not(Box::new(quoted(inner, name, field))),
        node => node.clone(),
    }
}

fn phrase(name: &str, field: Option<Field>) -> Node {
    Node::Phrase { field, text: name.to_owned() }
}

/// The words under this field, in order.
fn spelt(nodes: &[Node], field: Option<Field>) -> String {
    nodes.iter().filter_map(|node| word(node, field)).collect::<Vec<_>>().join(" ")
}

fn word(node: &Node, wanted: Option<Field>) -> Option<&str> {
    match node {
        Node::Word { field, text } if *field == wanted => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn a_name_is_put_in_quotes() {
        let check = |text: &str, name: &str, field, expected: &str| {
            assert_eq!(parse(text).quoting(name, field).to_text(), expected, "{text}");
        };
        let author = Some(Field::Author);
        check("author:김일성", "김일성", author, "author:\"김일성\"");
        check("author:(kim il sung)", "kim il sung", author, "author:\"kim il sung\"");
        check("kim il sung", "kim il sung", None, "\"kim il sung\"");
        check("author:김일성 korea -war", "김일성", author, "korea -war author:\"김일성\"");
        check("author:(김일성 OR 박정희)", "박정희", author, "author:김일성 OR author:\"박정희\"");
        check("author:kim korea", "korea", author, "author:kim korea");
        check("", "kim", None, "");
    }
}
