//! What differs between two versions of a record, and what kind of news that is.
//!
//! Here: which fields differ and how to say so; `words.rs` shows the difference inside one text. Not here:
//! when a version was received and from where, which the ledger knows.

mod facts;
mod words;

use facts::{Cluster, Fact, Value};
pub use words::{Mark, Piece, words};

use crate::Handle;
use crate::record::{Kind, Record};

/// What makes one version of a record differ from the version before. Never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Of the new version.
    pub handle: Handle,
    pub kind: Kind,
    /// In the order in which a record is read.
    pub edits: Vec<Edit>,
}

/// One field that differs. An empty text means that the field was, or is, not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// In plain words, with positions from 1: `title`, `author 2`, `author 2 e-mail`, `file 1`, `x-code`.
    pub field: String,
    pub from: String,
    pub to: String,
}

impl Edit {
    /// Whether somebody's e-mail address changed: that it did may be told, and nothing of it.
    pub fn is_of_address(&self) -> bool {
        self.field.ends_with("e-mail")
    }
}

/// Compares two versions. `None` when they say the same; any difference at all gives at least one edit.
pub fn diff(old: &Record, new: &Record) -> Option<Change> {
    if old == new {
        return None;
    }
    let (mut before, after) = (facts::of(old), facts::of(new));
    let mut edits = Vec::new();
    for fact in &after {
        let at = before.iter().position(|it| it.field == fact.field);
        let was = at.map(|at| before.remove(at));
        compare(fact.field, was.as_ref().map(|it| &it.value), Some(&fact.value), &mut edits);
    }
    // What only the old kind of record has.
    for Fact { field, value } in &before {
        compare(field, Some(value), None, &mut edits);
    }
    if edits.is_empty() {
        edits.push(Edit { field: "details".to_owned(), from: String::new(), to: String::new() });
    }
    Some(Change { handle: new.handle().clone(), kind: new.kind(), edits })
}

impl Change {
    /// The fields in a few words, parts of one person or file once: `author 1, title, abstract`.
    pub fn fields(&self) -> String {
        const SHOWN: usize = 6;
        let mut names: Vec<&str> = Vec::new();
        for edit in &self.edits {
            let name = whole(&edit.field);
            if names.last() != Some(&name) {
                names.push(name);
            }
        }
        match names.len().checked_sub(SHOWN) {
            None | Some(0) => names.join(", "),
            Some(more) => format!("{} and {more} more", names[..SHOWN].join(", ")),
        }
    }

    /// Whether those who follow the subject should hear of it, as opposed to a correction: a talk moved
    /// or called off, a first file for a work that had none, a revision the publisher dates.
    pub fn is_news(&self) -> bool {
        self.edits.iter().any(|edit| match edit.field.as_str() {
            "event date" | "event time" | "event status" | "venue 1" => true,
            "file 1" => edit.from.is_empty(),
            "revised" => edit.to.len() > edit.from.len(),
            _ => false,
        })
    }
}

/// Whether a change is news; see [`Change::is_news`].
pub fn is_news(change: &Change) -> bool {
    change.is_news()
}

/// `author 2 workplace 1 e-mail` → `author 2`.
fn whole(field: &str) -> &str {
    let digit =
        field.find(|c: char| c.is_ascii_digit()).filter(|&at| at > 0 && field.as_bytes()[at - 1] == b' ');
    digit.map_or(field, |at| field[at..].find(' ').map_or(field, |end| &field[..at + end]))
}

fn compare(field: &str, old: Option<&Value<'_>>, new: Option<&Value<'_>>, edits: &mut Vec<Edit>) {
    match new.or(old) {
        Some(Value::Clusters(_)) => clusters(field, Value::clusters(old), Value::clusters(new), edits),
        Some(Value::Named(_)) => named(Value::named(old), Value::named(new), edits),
        _ if old == new => {}
        _ => {
            let [from, to] = [old, new].map(|value| value.map_or_else(String::new, Value::shown));
            push(field.to_owned(), &from, &to, edits);
        }
    }
}

/// Notes a difference, except between two kinds of nothing.
fn push(field: String, from: &str, to: &str, edits: &mut Vec<Edit>) {
    if !(from.is_empty() && to.is_empty()) {
        edits.push(Edit { field, from: from.to_owned(), to: to.to_owned() });
    }
}

/// What is left of two lists once their common beginning and end are taken off, and how long the
/// beginning is: so that one inserted author does not touch all that follow.
fn middle<'l, T: PartialEq>(old: &'l [T], new: &'l [T]) -> (usize, &'l [T], &'l [T]) {
    let start = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| one == other).count();
    (start, &old[..old.len() - end], &new[..new.len() - end])
}

fn clusters(field: &str, old: &[Cluster<'_>], new: &[Cluster<'_>], edits: &mut Vec<Edit>) {
    let (start, old, new) = middle(old, new);
    let nobody = Cluster::new();
    for index in 0..old.len().max(new.len()) {
        let [was, is] = [old, new].map(|list| list.get(index).unwrap_or(&nobody));
        let value = |list: &Cluster<'_>, part: &str| {
            list.iter()
                .find(|(name, _)| name == part)
                .map_or_else(String::new, |(_, value)| value.to_string())
        };
        let lost = was.iter().filter(|(part, _)| !is.iter().any(|(name, _)| name == part));
        for (part, _) in is.iter().chain(lost) {
            let (from, to) = (value(was, part), value(is, part));
            if from != to {
                push(format!("{field} {}{part}", start + index + 1), &from, &to, edits);
            }
        }
    }
}

/// Local and unknown fields go by their own names.
fn named(old: &[(&str, &str)], new: &[(&str, &str)], edits: &mut Vec<Edit>) {
    let (_, old, new) = middle(old, new);
    for index in 0..old.len().max(new.len()) {
        match (old.get(index), new.get(index)) {
            (Some((one, from)), Some((other, to))) if one == other => {
                if from != to {
                    push((*one).to_owned(), from, to, edits);
                }
            }
            (was, is) => {
                was.iter().for_each(|(name, from)| push((*name).to_owned(), from, "", edits));
                is.iter().for_each(|(name, to)| push((*name).to_owned(), "", to, edits));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::read;

    fn paper(fields: &str) -> Record {
        let text = format!("Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:abc:wpaper:7\n{fields}\n");
        read(&text).expect("a record")
    }

    /// Edits as `field: from → to`, and the short list.
    fn check(old: &str, new: &str, want: &[&str], fields: &str) {
        let change = diff(&paper(old), &paper(new));
        let edits = change.iter().flat_map(|it| &it.edits);
        let got: Vec<String> = edits.map(|it| format!("{}: {} → {}", it.field, it.from, it.to)).collect();
        assert_eq!(got, want, "{old} → {new}");
        assert_eq!(change.map(|it| it.fields()).unwrap_or_default(), fields);
    }

    #[test]
    fn edits() {
        for (old, new, want, fields) in [
            ("Title: A", "Title: A", &[][..], ""),
            ("Title: A", "Title:   A", &[], ""),
            ("Title: A", "Title: B", &["title: A → B"], "title"),
            ("Title: A", "Number: 1", &["title: A → ", "number:  → 1"], "title, number"),
            (
                "Author-Name: Jon Smith",
                "Author-Name: John Smith",
                &["author 1: Jon Smith → John Smith"],
                "author 1",
            ),
            ("Author-Name: B", "Author-Name: A\nAuthor-Name: B", &["author 1:  → A"], "author 1"),
            ("Author-Name: A\nAuthor-Name: B", "Author-Name: A", &["author 2: B → "], "author 2"),
            (
                "Author-Name: A\nAuthor-Name: B",
                "Author-Name: B\nAuthor-Name: A",
                &["author 1: A → B", "author 2: B → A"],
                "author 1, author 2",
            ),
            (
                "Author-Name: A\nAuthor-Email: a@x.org\nAuthor-Workplace-Name: U",
                "Author-Name: A\nAuthor-Workplace-Name: V\nAuthor-Workplace-Phone: 1",
                &[
                    "author 1 workplace 1: U → V",
                    "author 1 workplace 1 phone:  → 1",
                    "author 1 e-mail: a@x.org → ",
                ],
                "author 1",
            ),
            ("Keywords: a, b", "Keywords: a, b, c", &["keywords: a; b → a; b; c"], "keywords"),
            ("Abstract: A", "Abstract: A\n\n B", &["abstract: A → A\n\nB"], "abstract"),
            ("X-A: 1\nX-B: 2", "X-A: 1\nX-B: 3\nX-C: 4", &["x-b: 2 → 3", "x-c:  → 4"], "x-b, x-c"),
            ("X-A: 1\nX-B: 2", "X-B: 2", &["x-a: 1 → "], "x-a"),
        ] {
            check(old, new, want, fields);
        }
    }

    #[test]
    fn many_fields_are_counted() {
        let new = "Title: T\nNumber: 1\nLength: 2\nNote: N\nPrice: 3\nKeywords: k\nSeries: S\nDOI: 10.1/x";
        let change = diff(&paper(""), &paper(new)).expect("a change");
        assert_eq!(change.fields(), "title, keywords, number, length, series, DOI and 2 more");
    }

    #[test]
    fn another_kind_is_a_change_too() {
        let text = "Template-Type: ReDIF-Series 1.0\nHandle: RePEc:abc:wpaper\nName: N\n";
        let change = diff(&paper("Title: T"), &read(text).expect("a series")).expect("a change");
        let fields: Vec<&str> = change.edits.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["handle", "kind", "name", "type", "title"]);
        let article = "Template-Type: ReDIF-Article 1.0\nHandle: RePEc:abc:wpaper:7\n";
        let change = diff(&paper(""), &read(article).expect("an article")).expect("a change");
        assert_eq!((change.kind, change.fields().as_str()), (Kind::Article, "kind"));
    }

    #[test]
    fn even_what_has_no_words_gives_an_edit() {
        let (old, mut new) = (paper("Title: T"), paper("Title: T"));
        if let Record::Work(work) = &mut new {
            work.providers.push(Default::default());
        }
        assert_eq!(diff(&old, &new).map(|it| it.fields()).as_deref(), Some("details"));
    }

    fn check_news(kind: &str, old: &str, new: &str, want: bool) {
        let [old, new] = [old, new].map(|fields| {
            let text = format!("Template-Type: ReDIF-{kind} 1.0\nHandle: RePEc:abc:wpaper:7\n{fields}\n");
            read(&text).expect("a record")
        });
        assert_eq!(diff(&old, &new).is_some_and(|it| is_news(&it)), want, "{old:?} {new:?}");
    }

    #[test]
    fn news() {
        for (kind, old, new, want) in [
            ("Paper", "Title: A", "Title: B", false),
            ("Paper", "", "File-URL: http://x.org/a", true),
            ("Paper", "File-URL: http://x.org/a", "File-URL: http://x.org/b", false),
            ("Paper", "Revision-Date: 2011", "Revision-Date: 2011\nRevision-Date: 2012", true),
            ("Paper", "Revision-Date: 2011", "", false),
            ("Talk", "Event-Status: announced", "Event-Status: cancelled", true),
            ("Talk", "Event-Date: 2020-03-24", "Event-Date: 2020-03-25", true),
            ("Talk", "Venue-Name: A", "Venue-Name: B", true),
            ("Talk", "Tags: a", "Tags: b", false),
        ] {
            check_news(kind, old, new, want);
        }
    }
}
