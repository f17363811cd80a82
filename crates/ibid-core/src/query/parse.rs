//! Reads what people type. Recursive descent over characters; every way out of the grammar leads
//! back to words, with a note.

use super::value::{self, Target};
use super::{Field, Node, Note, Query};
use crate::Handle;
use crate::text::fold;

/// What is read of a longer query.
const MAX_CHARS: usize = 2_000;
const MAX_TERMS: usize = 64;
const MAX_DEPTH: usize = 16;
const MAX_NOTES: usize = 8;

/// Reads a query. Never fails: [`Query::notes`] says what was read otherwise than it was written.
/// Of a query of more than 2,000 characters, 64 terms or 16 brackets deep the rest is left out.
pub fn parse(text: &str) -> Query {
    let mut notes = Vec::new();
    let mut text: Vec<char> = text.chars().map(typewriter).collect();
    if text.len() > MAX_CHARS {
        text.truncate(MAX_CHARS);
        notes.push(Note::Long(MAX_CHARS));
    }
    let mut parser = Parser { text, at: 0, terms: 0, depth: 0, notes };
    let mut nodes = Vec::from_iter(parser.any(None));
    while parser.at < parser.text.len() {
        parser.note(Note::Closing);
        parser.at += 1;
        nodes.extend(parser.any(None));
    }
    let root = and(nodes).unwrap_or(Node::All);
    parser.notes.truncate(MAX_NOTES);
    Query { root, notes: parser.notes }
}

/// Full-width and typographic punctuation as a typewriter has it.
fn typewriter(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        '：' => ':',
        '＊' => '*',
        '－' | '−' => '-',
        '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '「' | '」' | '『' | '』' => '"',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}

struct Parser {
    text: Vec<char>,
    at: usize,
    terms: usize,
    depth: usize,
    notes: Vec<Note>,
}

impl Parser {
    /// `a b OR c`: alternatives, down to a closing bracket or the end.
    fn any(&mut self, target: Option<Target>) -> Option<Node> {
        let mut nodes = Vec::new();
        loop {
            let all = self.all(target);
            let operator = self.take_operator("OR");
            if all.is_none() && operator {
                self.note(Note::Or);
            }
            nodes.extend(all);
            if !operator {
                return or(nodes);
            }
        }
    }

    /// `a -b c`: all of these.
    fn all(&mut self, target: Option<Target>) -> Option<Node> {
        let mut nodes = Vec::new();
        loop {
            while self.take_operator("AND") {}
            match self.peek() {
                None | Some(')') => break,
                Some(_) if self.at_operator("OR") => break,
                Some(_) => nodes.extend(self.one(target)),
            }
        }
        and(nodes)
    }

    /// One term or group, with what stands before it.
    fn one(&mut self, target: Option<Target>) -> Option<Node> {
        let mut negative = false;
        loop {
            match self.peek()? {
                '-' => negative = !negative,
                '+' => {}
                _ if self.take_operator("NOT") => {
                    negative = !negative;
                    continue;
                }
                _ => break,
            }
            self.at += 1;
            if self.text.get(self.at).is_none_or(|c| *c == ' ') {
                return None;
            }
        }
        let node = self.term(target)?;
        if negative { Some(not(node)) } else { Some(node) }
    }

    fn term(&mut self, target: Option<Target>) -> Option<Node> {
        match self.peek()? {
            '(' => self.group(target),
            ')' => None,
            '"' => {
                let phrase = self.phrase()?;
                self.valued(target, &phrase, true)
            }
            _ => self.named(target),
        }
    }

    fn group(&mut self, target: Option<Target>) -> Option<Node> {
        self.at += 1;
        if self.depth == MAX_DEPTH {
            self.note(Note::Deep(MAX_DEPTH));
            return None;
        }
        self.depth += 1;
        let node = self.any(target);
        self.depth -= 1;
        match self.peek() {
            Some(')') => self.at += 1,
            _ => self.note(Note::Opening),
        }
        node
    }

    /// The text of a quoted phrase. `None`, past the mark, when it never closes.
    fn phrase(&mut self) -> Option<String> {
        self.at += 1;
        match self.text[self.at..].iter().position(|&c| c == '"') {
            Some(length) => {
                let text = self.text[self.at..self.at + length].iter().collect();
                self.at += length + 1;
                Some(text)
            }
            None => {
                self.note(Note::Quotation);
                None
            }
        }
    }

    /// A word, or a field with what it limits.
    fn named(&mut self, target: Option<Target>) -> Option<Node> {
        if let Some((named, length)) = self.field_ahead() {
            match self.text.get(self.at + length) {
                Some('(') => {
                    self.at += length;
                    return self.group(Some(named));
                }
                Some('"') => {
                    self.at += length;
                    let phrase = self.phrase()?;
                    return self.valued(Some(named), &phrase, true);
                }
                Some('-' | '+') => {
                    self.at += length;
                    return self.one(Some(named));
                }
                Some(c) if *c != ' ' && *c != ')' => {
                    self.at += length;
                    let word = self.word();
                    return self.valued(Some(named), &word, false);
                }
                _ => self.note(Note::NoValue { field: named.word() }),
            }
        }
        let word = self.word();
        self.valued(target, &word, false)
    }

    /// A known field and its colon at the current place, and their length.
    fn field_ahead(&self) -> Option<(Target, usize)> {
        let colon = self.text[self.at..].iter().take(12).position(|&c| c == ':')?;
        let name: String = self.text[self.at..self.at + colon].iter().collect();
        Some((Target::from_word(&fold(&name))?, colon + 1))
    }

    /// Everything up to a blank, a quotation mark, or a bracket that does not belong to the word:
    /// `f(x)` and `10.1016/S0304-4076(98)00025-3` are one word each.
    fn word(&mut self) -> String {
        let start = self.at;
        let mut inner = 0_usize;
        while let Some(&c) = self.text.get(self.at) {
            match c {
                ' ' | '"' => break,
                '(' if inner == 0 && !self.closes_in_word() => break,
                '(' => inner += 1,
                ')' if inner == 0 => break,
                ')' => inner -= 1,
                _ => {}
            }
            self.at += 1;
        }
        self.text[start..self.at].iter().collect()
    }

    /// The bracket at the current place closes before the word ends.
    fn closes_in_word(&self) -> bool {
        let mut inner = 0_i32;
        for c in &self.text[self.at..] {
            match c {
                ' ' | '"' => return false,
                '(' => inner += 1,
                ')' => inner -= 1,
                _ => {}
            }
            if inner == 0 {
                return true;
            }
        }
        false
    }

    /// A word or phrase under a field, or under none.
    fn valued(&mut self, target: Option<Target>, text: &str, quoted: bool) -> Option<Node> {
        if !text.chars().any(char::is_alphanumeric) {
            return None;
        }
        self.terms += 1;
        if self.terms > MAX_TERMS {
            self.note(Note::ManyTerms(MAX_TERMS));
            return None;
        }
        let Some(target) = target else {
            return Some(self.bare(text, quoted));
        };
        if let Some(node) = prefix(Some(target), text, quoted).or_else(|| value::node(target, text, quoted)) {
            return Some(node);
        }
        self.note(Note::BadValue { field: target.word(), text: text.to_owned() });
        Some(self.bare(text, quoted))
    }

    fn bare(&mut self, text: &str, quoted: bool) -> Node {
        if quoted || reserved(text) {
            return value::words(None, text, true);
        }
        if let Some(node) = prefix(None, text, quoted) {
            return node;
        }
        if text.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("repec:"))
            && let Some(node) = value::node(Target::Field(Field::Handle), text, false)
        {
            return node;
        }
        if let Some(value) = value::doi(text) {
            return Node::Is { field: Field::Doi, value };
        }
        self.note_unread(text);
        value::words(None, text, false)
    }

    /// Says what looks like more than a word and was read as one.
    fn note_unread(&mut self, text: &str) {
        if let Some((name, rest)) = text.split_once(':')
            && !name.is_empty()
            && name.chars().all(char::is_alphabetic)
            && rest.starts_with(char::is_alphanumeric)
            && Handle::parse(text).is_none()
            && !name.eq_ignore_ascii_case("doi")
        {
            self.note(Note::NoField { name: name.to_owned(), text: text.to_owned() });
        }
        if text.trim_end_matches('*').contains('*') {
            self.note(Note::Star { text: text.to_owned() });
        }
    }

    /// The next character after blanks.
    fn peek(&mut self) -> Option<char> {
        while self.text.get(self.at) == Some(&' ') {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn at_operator(&mut self, word: &str) -> bool {
        self.peek();
        let rest = &self.text[self.at..];
        rest.len() >= word.len()
            && rest.iter().copied().zip(word.chars()).all(|(a, b)| a == b)
            && rest.get(word.len()).is_none_or(|c| matches!(c, ' ' | '(' | ')' | '"'))
    }

    fn take_operator(&mut self, word: &str) -> bool {
        let found = self.at_operator(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// `word*`, where a field of words may hold it and enough of a word stands before the star.
fn prefix(target: Option<Target>, text: &str, quoted: bool) -> Option<Node> {
    let field = match target {
        None => None,
        Some(Target::Field(field)) if value::takes_words(field) => Some(field),
        Some(_) => return None,
    };
    let stem = text.strip_suffix('*').filter(|_| !quoted)?.trim_end_matches('*');
    let letters = stem.chars().filter(|c| c.is_alphanumeric());
    let enough = stem.ends_with(char::is_alphanumeric) && letters.map(char::len_utf8).sum::<usize>() >= 2;
    (enough && !stem.contains('*')).then(|| Node::Prefix { field, text: stem.to_owned() })
}

/// A word that would mean something else if it stood alone: it is kept as a phrase.
fn reserved(text: &str) -> bool {
    let named = |(name, rest): (&str, &str)| !rest.is_empty() && Target::from_word(&fold(name)).is_some();
    let operator =
        |word| text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('('));
    ["OR", "AND", "NOT"].into_iter().any(operator) || text.split_once(':').is_some_and(named)
}

/// All of these; `None` for nothing.
fn and(nodes: Vec<Node>) -> Option<Node> {
    let mut flat = Vec::new();
    for node in nodes {
        match node {
            Node::And(inner) => flat.extend(inner),
            node => flat.push(node),
        }
    }
    flat.retain(|node| *node != Node::All);
    if !flat.is_empty() && flat.iter().all(|node| matches!(node, Node::Not(_))) {
        flat.insert(0, Node::All);
    }
    single_or(flat, Node::And)
}

/// Any of these; `None` for nothing.
fn or(nodes: Vec<Node>) -> Option<Node> {
    let mut flat = Vec::new();
    for node in nodes {
        match node {
            Node::Or(inner) => flat.extend(inner),
            node => flat.push(node),
        }
    }
    single_or(flat, Node::Or)
}

fn single_or(mut nodes: Vec<Node>, many: fn(Vec<Node>) -> Node) -> Option<Node> {
    if nodes.len() > 1 { Some(many(nodes)) } else { nodes.pop() }
}

/// None of it. Two minuses cancel, and "neither a nor b" negated is "a or b".
fn not(node: Node) -> Node {
    match node {
        Node::Not(inner) => *inner,
        Node::And(nodes) if nodes.first() == Some(&Node::All) => {
            let inner = nodes.into_iter().skip(1).map(not).collect();
            or(inner).unwrap_or(Node::All)
        }
        node => Node::Not(Box::new(node)),
    }
}

#[cfg(test)]
mod tests;
