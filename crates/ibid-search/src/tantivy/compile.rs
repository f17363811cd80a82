//! A query as read to a query the engine runs.
//!
//! Plain words become single lists of the field that holds everything, and filters become lists
//! with weight nought: an intersection of nothing but lists is what the engine runs fastest, and
//! finds the best ten of without looking at all matches. Everything is bounded: depth, leaves, and
//! the words a prefix stands for. Not here: reading what was typed.

use std::ops::Bound;
use std::sync::Arc;

use ibid_core::query::{Field as On, Node, Years};
use ibid_core::text::{Mode, Reading, TokenKind};
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, InvertedIndexRangeQuery, Occur, PhraseQuery, Query,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, Term};

use super::names::{self, Names, Others};
use super::schema::Fields;
use super::section::InAbstract;
use super::snapshot::Snapshot;
use super::tokens;
use super::vocabulary::{Vocabulary, Word};
use crate::results::Respelt;

/// More leaves than this are not looked at; nor deeper nodes. (The parser has its own, lower limits.)
const MOST_LEAVES: usize = 128;
const DEEPEST: usize = 32;
/// A prefix of more words than this finds them all but does not tell them apart in rank.
const RANKED_EXPANSIONS: usize = 24;

/// Sorts after everything that may follow in a word.
const LAST: char = '\u{10ffff}';

/// A query ready to run.
pub(super) struct Compiled {
    pub(super) query: Box<dyn Query>,
    /// Whether it has words to rank by; filters alone rank nothing.
    pub(super) ranked: bool,
    /// Whether it matches everything.
    pub(super) all: bool,
    /// Whether it is one list, or nothing but an intersection or a union of lists.
    pub(super) plain: bool,
    /// The one value it asks for, when it asks for nothing else.
    pub(super) value: Option<Term>,
    /// Names that are searched in other spellings too.
    pub(super) respelt: Vec<Respelt>,
}

/// Compiles `root` for this view of the index.
pub(super) fn compile(root: &Node, fields: &Fields, snapshot: &Arc<Snapshot>) -> tantivy::Result<Compiled> {
    let mut compiler = Compiler {
        fields,
        snapshot,
        leaves: 0,
        ranked: false,
        plain: true,
        value: None,
        respelt: Vec::new(),
        in_name: false,
    };
    let query = compiler.node(root, 0)?;
    let all = query.as_ref().is_none_or(|query| query.is::<AllQuery>());
    let query = query.unwrap_or_else(|| Box::new(AllQuery));
    let value = compiler.value.filter(|_| matches!(root, Node::Is { .. }));
    Ok(Compiled {
        ranked: compiler.ranked,
        all,
        plain: compiler.plain,
        value,
        respelt: compiler.respelt,
        query,
    })
}

struct Compiler<'a> {
    fields: &'a Fields,
    snapshot: &'a Arc<Snapshot>,
    leaves: usize,
    ranked: bool,
    plain: bool,
    /// The last value asked for.
    value: Option<Term>,
    respelt: Vec<Respelt>,
    /// Words of a name that are looked for as they are: the name was looked for as a whole.
    in_name: bool,
}

/// The nodes that are one name, and what finds it.
type Named = (Vec<usize>, Box<dyn Query>);

/// `None` where there is nothing to look for: no word in what was typed, or too much of it.
type Part = tantivy::Result<Option<Box<dyn Query>>>;

impl Compiler<'_> {
    fn node(&mut self, node: &Node, depth: usize) -> Part {
        if depth > DEEPEST || self.leaves >= MOST_LEAVES {
            return Ok(None);
        }
        self.plain &= depth == 0 || !matches!(node, Node::And(_) | Node::Or(_) | Node::Not(_));
        match node {
            Node::All => Ok(Some(Box::new(AllQuery))),
            Node::And(nodes) => self.and(nodes, depth),
            Node::Or(nodes) => self.or(nodes, depth),
            Node::Not(_) => self.and(std::slice::from_ref(node), depth),
            leaf => {
                self.leaves += 1;
                self.leaf(leaf)
            }
        }
    }

    fn and(&mut self, nodes: &[Node], depth: usize) -> Part {
        let mut clauses = Vec::new();
        self.clauses(nodes, depth, &mut clauses)?;
        if clauses.iter().any(|(occur, query)| *occur == Occur::Must && !query.is::<AllQuery>()) {
            clauses.retain(|(_, query)| !query.is::<AllQuery>());
        } else if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) && !clauses.is_empty() {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(joined(clauses))
    }

    /// The clauses of `nodes` and of every `And` within, each once.
    fn clauses(
        &mut self,
        nodes: &[Node],
        depth: usize,
        clauses: &mut Vec<(Occur, Box<dyn Query>)>,
    ) -> tantivy::Result<()> {
        let before = self.in_name;
        self.in_name |= names::asked(nodes).is_some_and(|it| it.at.len() > 1);
        let name = self.name(nodes, depth)?;
        let in_name = |index| name.as_ref().is_some_and(|(at, _)| at.contains(&index));
        for (index, node) in nodes.iter().take(MOST_LEAVES).enumerate() {
            match node {
                _ if nodes[..index].contains(node) || in_name(index) => {}
                Node::And(inner) if depth < DEEPEST => self.clauses(inner, depth + 1, clauses)?,
                Node::Not(inner) => {
                    self.plain = false;
                    let ranked = self.ranked;
                    clauses.extend(self.node(inner, depth + 1)?.map(|query| (Occur::MustNot, query)));
                    self.ranked = ranked;
                }
                other => clauses.extend(self.node(other, depth + 1)?.map(|query| (Occur::Must, query))),
            }
        }
        clauses.extend(name.map(|(_, query)| (Occur::Must, query)));
        self.in_name = before;
        Ok(())
    }

    /// The words of a name of several words, in all its spellings, and which nodes they are. `None` when they are no
    /// name, or one that is spelt in one way only.
    fn name(&mut self, nodes: &[Node], depth: usize) -> tantivy::Result<Option<Named>> {
        let Some(asked) = names::asked(nodes).filter(|it| it.at.len() > 1) else { return Ok(None) };
        let Some(others) = self.names().others(&asked)? else { return Ok(None) };
        let mut typed = Vec::new();
        for at in &asked.at {
            typed.extend(self.node(&nodes[*at], depth + 1)?.map(|query| (Occur::Must, query)));
        }
        Ok(Some((asked.at, self.any_of(joined(typed), others))))
    }

    fn names(&self) -> Names<'_> {
        Names { snapshot: self.snapshot, fields: self.fields }
    }

    /// What was typed, or one of the other spellings.
    fn any_of(&mut self, typed: Option<Box<dyn Query>>, others: Others) -> Box<dyn Query> {
        self.ranked = true;
        self.plain = false;
        self.respelt.push(others.respelt);
        let all = typed.into_iter().chain(others.queries);
        joined(all.map(|query| (Occur::Should, query)).collect()).unwrap_or_else(|| Box::new(EmptyQuery))
    }

    fn or(&mut self, nodes: &[Node], depth: usize) -> Part {
        let mut clauses = Vec::new();
        for node in nodes.iter().take(MOST_LEAVES) {
            clauses.extend(self.node(node, depth + 1)?.map(|query| (Occur::Should, query)));
        }
        Ok(joined(clauses))
    }

    fn leaf(&mut self, leaf: &Node) -> Part {
        match leaf {
            Node::Word { field, text } => {
                let typed = self.words(*field, text)?;
                match names::asked(std::slice::from_ref(leaf)).filter(|_| !self.in_name) {
                    Some(asked) => match self.names().others(&asked)? {
                        Some(others) => Ok(Some(self.any_of(typed, others))),
                        None => Ok(typed),
                    },
                    None => Ok(typed),
                }
            }
            Node::Phrase { field, text } => self.words(*field, text),
            Node::Prefix { field, text } => self.prefix(*field, text),
            Node::Years { which, from, to } => Ok(Some(self.years(*which, *from, *to))),
            Node::Is { field, value } => self.is(*field, value),
            Node::All | Node::And(_) | Node::Or(_) | Node::Not(_) => Ok(None),
        }
    }

    /// One word or a phrase; several words in one are a phrase.
    fn words(&mut self, on: Option<On>, text: &str) -> Part {
        let Some((field, mode)) = self.worded(on) else { return self.exact(on, text) };
        self.ranked = true;
        let readings = tokens::readings(mode, text);
        let mut ways: Vec<(Occur, Box<dyn Query>)> =
            readings.iter().map(|reading| (Occur::Should, self.reading(on, field, reading))).collect();
        if on.is_none() {
            let names = self.as_name(text, &readings)?;
            ways.extend(names.into_iter().map(|query| (Occur::Should, query)));
        }
        self.plain &= on != Some(On::Abstract) && ways.len() == 1 && readings.iter().all(|it| it.len() == 1);
        Ok(joined(ways))
    }

    /// The field of running text that `on` means, and how it was read.
    fn worded(&self, on: Option<On>) -> Option<(Field, Mode)> {
        match on {
            None | Some(On::Abstract) => Some((self.fields.text, Mode::Text)),
            Some(On::Title) => Some((self.fields.title, Mode::Text)),
            Some(On::Author) => Some((self.fields.people, Mode::Name)),
            Some(On::Keyword) => Some((self.fields.keywords, Mode::Text)),
            Some(On::Series) => Some((self.fields.series_name, Mode::Text)),
            Some(_) => None,
        }
    }

    fn reading(&self, on: Option<On>, field: Field, reading: &Reading) -> Box<dyn Query> {
        let query = phrase(field, reading);
        if on != Some(On::Abstract) {
            return query;
        }
        let within: DocPredicateQuery = InAbstract::new(field, reading).into();
        Box::new(BooleanQuery::intersection(vec![query, weightless(within)]))
    }

    /// Other spellings of a word that some name has: Mueller for Müller, Muller for Mueller. Words of
    /// names stand in the text in all their spellings, but the text does not know names in a query.
    fn as_name(&self, text: &str, found: &[Reading]) -> tantivy::Result<Vec<Box<dyn Query>>> {
        let mut others = Vec::new();
        for reading in tokens::readings(Mode::Name, text).iter().skip(1) {
            if let [(_, word)] = reading.as_slice()
                && !found.contains(reading)
            {
                let term = Term::from_field_text(self.fields.people, word);
                if self.snapshot.searcher.doc_freq(&term)? > 0 {
                    others.push(phrase(self.fields.people, reading));
                }
            }
        }
        Ok(others)
    }

    /// Words that begin like the last word of `text`, after those before it.
    fn prefix(&mut self, on: Option<On>, text: &str) -> Part {
        let Some((field, mode)) = self.worded(on) else { return Ok(Some(self.value_prefix(on, text))) };
        self.plain = false;
        let plain = tokens::plain_words(text);
        let Some(last) = plain.last().filter(|last| last.kind == TokenKind::Word) else {
            return self.words(on, text);
        };
        self.ranked = true;
        let before = &text[..plain.len().checked_sub(2).map_or(0, |index| plain[index].end)];
        let mut must: Vec<(Occur, Box<dyn Query>)> =
            self.words(on, before)?.into_iter().map(|query| (Occur::Must, query)).collect();
        must.push((Occur::Must, self.beginning(on, field, mode, &last.text)?));
        Ok(joined(must))
    }

    fn beginning(
        &self,
        on: Option<On>,
        field: Field,
        mode: Mode,
        start: &str,
    ) -> tantivy::Result<Box<dyn Query>> {
        let mut words = Vocabulary::new(self.snapshot, field).beginning(start, RANKED_EXPANSIONS + 1)?;
        if words.len() > RANKED_EXPANSIONS && on != Some(On::Abstract) {
            let term = |end: &str| Term::from_field_text(field, end);
            return Ok(Box::new(range(term(start), term(&format!("{start}{LAST}")))));
        }
        // What was typed may be longer than the stem of what is meant.
        let whole =
            tokens::readings(mode, start).into_iter().flatten().map(|(_, text)| Word { text, documents: 0 });
        words.extend(whole.filter(|word| !word.text.starts_with(start)));
        let any =
            words.into_iter().map(|word| (Occur::Should, self.reading(on, field, &vec![(0, word.text)])));
        Ok(joined(any.collect()).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    fn years(&mut self, which: Years, from: Option<i16>, to: Option<i16>) -> Box<dyn Query> {
        self.plain = false;
        let year = |year: i16| u16::try_from(year).unwrap_or(0);
        let (from, to) = (from.map_or(1, year).max(1), to.map_or(u16::MAX, year));
        let snapshot = Arc::clone(self.snapshot);
        let within: FunctionPredicate<_> = (move |reader: &SegmentReader| {
            let columns = snapshot.columns_of(reader.segment_id())?;
            Ok(move |doc: DocId| {
                columns.as_ref().is_some_and(|columns| match which {
                    Years::Published => (from..=to).contains(&columns.row(doc).year),
                    Years::About => columns.is_about(doc, from, to),
                })
            })
        })
        .into();
        weightless(DocPredicateQuery::from(within))
    }

    fn is(&mut self, on: On, value: &str) -> Part {
        if self.worded(Some(on)).is_some() && on != On::Series {
            return self.words(Some(on), value);
        }
        self.exact(Some(on), value)
    }

    /// A value that matches as a whole.
    fn exact(&mut self, on: Option<On>, value: &str) -> Part {
        let term = on.and_then(|on| self.fields.value(on, value));
        self.value.clone_from(&term);
        Ok(Some(match term {
            Some(term) => weightless(TermQuery::new(term, IndexRecordOption::WithFreqs)),
            None => Box::new(EmptyQuery),
        }))
    }

    fn value_prefix(&self, on: Option<On>, start: &str) -> Box<dyn Query> {
        let ends = [start.to_owned(), format!("{start}{LAST}")];
        match ends.map(|end| self.fields.value(on?, &end)) {
            [Some(first), Some(last)] => weightless(range(first, last)),
            _ => Box::new(EmptyQuery),
        }
    }
}

/// One term, or several at their distances.
pub(super) fn phrase(field: Field, reading: &Reading) -> Box<dyn Query> {
    let term = |word: &str| Term::from_field_text(field, word);
    match reading.as_slice() {
        [(_, word)] => Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs)),
        words => {
            let terms = words.iter().map(|(offset, word)| (*offset as usize, term(word)));
            Box::new(PhraseQuery::new_with_offset(terms.collect()))
        }
    }
}

fn range(first: Term, last: Term) -> InvertedIndexRangeQuery {
    InvertedIndexRangeQuery::new(Bound::Included(first), Bound::Included(last))
}

fn weightless(query: impl Query) -> Box<dyn Query> {
    Box::new(BoostQuery::new(Box::new(query), 0.0))
}

/// One query of its clauses; a single positive one stands for itself.
fn joined(mut clauses: Vec<(Occur, Box<dyn Query>)>) -> Option<Box<dyn Query>> {
    match clauses.as_slice() {
        [] => None,
        [(Occur::Must | Occur::Should, _)] => clauses.pop().map(|(_, query)| query),
        _ => Some(Box::new(BooleanQuery::new(clauses))),
    }
}
