//! Names in other spellings: which names the index has for one that was asked for.
//!
//! Spellings are filed under keys by sound; those under the keys asked for are compared with the name as it was
//! typed, and what is the same is searched as well. A name in quotes is searched as it is written. Not here: which
//! names are the same (`ibid_core::name`).

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use ibid_core::name::{self, Grade, How, Spelling, form, variants};
use ibid_core::query::{Field as On, Node};
use ibid_core::text::{Mode, name_key};
use tantivy::collector::Count;
use tantivy::postings::TermInfo;
use tantivy::query::{BoostQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, SegmentReader, Term};

use super::compile::phrase;
use super::schema::{Drawer, Fields, words_of};
use super::snapshot::Snapshot;
use super::tokens;
use crate::results::Respelt;

/// A name of more words is none.
const MOST_WORDS: usize = 5;
/// Spellings compared, of those filed under the keys of a name.
const COMPARED: usize = 4_000;
/// Spellings searched for along with the one asked for.
const SEARCHED: usize = 40;
/// Spellings looked for in the words of works.
const WRITTEN: usize = 16;
/// What a work about somebody counts beside one by them.
const ABOUT: f32 = 0.3;

/// A name among the nodes of an intersection: which nodes, and the words of it.
pub(super) struct Asked {
    pub(super) at: Vec<usize>,
    name: String,
    /// Asked for as an author; else it may be a name or just words.
    author: bool,
}

/// The name that `nodes` ask for, if there is one: all words asked for as authors', else all plain words when there
/// are no more than names have.
pub(super) fn asked(nodes: &[Node]) -> Option<Asked> {
    let words = |wanted: Option<On>| -> Vec<(usize, &str)> {
        let word = |(at, node): (usize, &'_ Node)| match node {
            Node::Word { field, text } if *field == wanted => Some(at),
            _ => None,
        };
        let at: Vec<usize> = nodes.iter().enumerate().filter_map(word).collect();
        at.into_iter().map(|at| (at, text(&nodes[at]))).collect()
    };
    let named = |words: Vec<(usize, &str)>, author| {
        let name = words.iter().map(|(_, text)| *text).collect::<Vec<_>>().join(" ");
        let letters = name.chars().all(|c| c.is_alphabetic() || " '’.-・ー,".contains(c) || !c.is_ascii());
        let fits = (1..=MOST_WORDS).contains(&words.len()) && letters;
        fits.then(|| Asked { at: words.iter().map(|(at, _)| *at).collect(), name, author })
    };
    let authors = words(Some(On::Author));
    if !authors.is_empty() {
        return named(authors, true);
    }
    named(words(None), false).filter(|it| it.at.len() > 1 || !it.name.is_ascii())
}

fn text(node: &Node) -> &str {
    match node {
        Node::Word { text, .. } => text,
        _ => "",
    }
}

/// What is searched besides the words as typed.
pub(super) struct Others {
    pub(super) queries: Vec<Box<dyn Query>>,
    pub(super) respelt: Respelt,
}

/// A spelling, how many works have it, and what finds them.
struct Written {
    name: String,
    works: u64,
    query: Box<dyn Query>,
}

pub(super) struct Names<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) fields: &'a Fields,
}

impl Names<'_> {
    /// Other spellings of the name that the index has; `None` when it has none.
    pub(super) fn others(&self, asked: &Asked) -> tantivy::Result<Option<Others>> {
        let parts = name::parts_of(&asked.name);
        if parts == 0 {
            return Ok(None);
        }
        let also: Vec<String> = self.under(Drawer::Also, &words_of(&asked.name))?.into_keys().collect();
        if parts == 1 && also.is_empty() {
            return if asked.author { self.family(asked) } else { Ok(None) };
        }
        let signed = self.signed(asked, also)?;
        let foreign = !asked.name.is_ascii() || signed.iter().any(|(name, _)| !name.is_ascii());
        if signed.is_empty() && !(asked.author || foreign) {
            return Ok(None);
        }
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        let mut forms: Vec<String> = Vec::new();
        for (name, _) in &signed {
            let form = form(name);
            if let Some(term) = self.fields.value(On::Byline, &form).filter(|_| !forms.contains(&form)) {
                queries.push(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)));
                forms.push(form);
            }
        }
        let written = self.written(asked, &signed)?;
        let mut names = signed;
        for Written { name, works, query } in written {
            queries.push(query);
            let known = names.iter().any(|(it, _)| form(it) == form(&name));
            if !known && !is_as_typed(&name, &asked.name) {
                names.push((name, works));
            }
        }
        let mut once: Vec<(String, u64)> = Vec::new();
        for (name, works) in names {
            match once.iter_mut().find(|(known, _)| form(known) == form(&name)) {
                Some((_, sum)) => *sum += works,
                None => once.push((name, works)),
            }
        }
        let respelt = Respelt { asked: asked.name.clone(), author: asked.author, names: once };
        Ok((!queries.is_empty()).then_some(Others { queries, respelt }))
    }

    /// Names that works are signed with and that are other spellings of this one, with how many works, the most
    /// frequent first.
    fn signed(&self, asked: &Asked, also: Vec<String>) -> tantivy::Result<Vec<(String, u64)>> {
        let mut found: HashMap<String, u64> = HashMap::new();
        let mut as_typed = false;
        for name in std::iter::once(asked.name.clone()).chain(also) {
            let rule = Rule::of(&name);
            for key in name::keys(&name) {
                for (other, works) in self.under(Drawer::Filed, &key)? {
                    as_typed |= is_as_typed(&other, &asked.name);
                    if !is_as_typed(&other, &asked.name) && rule.takes(&other, false) {
                        found.insert(other, works);
                    }
                }
            }
        }
        // Nobody is called so: there may be a slip in what was typed.
        if asked.author && found.is_empty() && !as_typed {
            let rule = Rule::of(&asked.name);
            for key in near(&name::keys(&asked.name)) {
                let there = self.under(Drawer::Filed, &key)?.into_iter();
                found.extend(there.filter(|(other, _)| rule.takes(other, true)));
            }
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
        found.truncate(SEARCHED);
        Ok(found)
    }

    /// Works in whose words the name stands: in their titles and keywords when an author was asked for, anywhere
    /// when only words were.
    fn written(&self, asked: &Asked, signed: &[(String, u64)]) -> tantivy::Result<Vec<Written>> {
        let own = [asked.name.clone()].into_iter().filter(|_| asked.author);
        let signed = signed.iter().map(|(name, _)| name.replace(',', ""));
        let rules =
            variants(&asked.name).into_iter().filter(|it| matches!(it.how, How::Romanised | How::Native));
        let rules = rules.map(|it| it.name).filter(|name| !name.contains(','));
        let fields = match asked.author {
            true => &[self.fields.title, self.fields.keywords][..],
            false => &[self.fields.text][..],
        };
        let mut seen: Vec<String> = Vec::new();
        let mut found = Vec::new();
        for name in own.chain(signed).chain(rules) {
            let key = name_key(&name);
            if seen.contains(&key) || seen.len() == WRITTEN {
                continue;
            }
            seen.push(key);
            for field in fields {
                if let Some((works, query)) = self.phrase(*field, &name)? {
                    let query: Box<dyn Query> = Box::new(BoostQuery::new(query, ABOUT));
                    found.push(Written { name: name.clone(), works, query });
                }
            }
        }
        Ok(found)
    }

    /// The words of a name next to one another, where they are.
    fn phrase(&self, field: Field, name: &str) -> tantivy::Result<Option<(u64, Box<dyn Query>)>> {
        for reading in tokens::readings(Mode::Text, name) {
            let mut there = reading.len() > 1;
            for (_, word) in &reading {
                there = there && self.snapshot.searcher.doc_freq(&Term::from_field_text(field, word))? > 0;
            }
            if there {
                let query = phrase(field, &reading);
                let works = self.snapshot.searcher.search(&*query, &Count)? as u64;
                if works > 0 {
                    return Ok(Some((works, query)));
                }
            }
        }
        Ok(None)
    }

    /// A family name alone, in other scripts.
    fn family(&self, asked: &Asked) -> tantivy::Result<Option<Others>> {
        let (own, spelling) = (name_key(&asked.name), Spelling::of(&asked.name));
        let mut found: HashMap<String, u64> = HashMap::new();
        for key in name::keys(&asked.name) {
            let there = self.under(Drawer::Family, &key)?.into_iter();
            let other = |word: &str| word.is_ascii() != own.is_ascii() || !word.is_ascii();
            found.extend(there.filter(|(word, _)| {
                *word != own && other(word) && spelling.against(&Spelling::of(word)) == Grade::Same
            }));
        }
        let mut names: Vec<(String, u64)> = found.into_iter().collect();
        names.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
        names.truncate(SEARCHED);
        let readings = names.iter().flat_map(|(word, _)| tokens::readings(Mode::Name, word));
        let queries: Vec<_> = readings.map(|reading| phrase(self.fields.people, &reading)).collect();
        let names = names.into_iter().map(|(word, works)| (capital(&word), works)).collect();
        let respelt = Respelt { asked: asked.name.clone(), author: true, names };
        Ok((!queries.is_empty()).then_some(Others { queries, respelt }))
    }

    /// What is filed under a key, with how many works have it.
    fn under(&self, drawer: Drawer, key: &str) -> tantivy::Result<HashMap<String, u64>> {
        let mut found: HashMap<String, u64> = HashMap::new();
        let start = drawer.under(key);
        let end = format!("{start}\u{10ffff}");
        for reader in self.snapshot.searcher.segment_readers() {
            let lists = reader.inverted_index(self.fields.value)?;
            let mut terms = lists.terms().range().ge(start.as_bytes()).lt(end.as_bytes()).into_stream()?;
            while found.len() < COMPARED && terms.advance() {
                let Ok(name) = std::str::from_utf8(&terms.key()[start.len()..]) else { continue };
                let works = alive(reader, &lists, terms.value())?;
                match found.get_mut(name) {
                    Some(sum) => *sum += works,
                    None => drop(found.insert(name.to_owned(), works)),
                }
            }
        }
        found.retain(|_, works| *works > 0);
        Ok(found)
    }
}

/// How many of the works in a list are still there.
fn alive(reader: &SegmentReader, lists: &InvertedIndexReader, list: &TermInfo) -> tantivy::Result<u64> {
    let Some(alive) = reader.alive_bitset() else { return Ok(u64::from(list.doc_freq)) };
    let postings = lists.read_postings_from_terminfo(list, IndexRecordOption::Basic)?;
    Ok(u64::from(postings.doc_freq_given_deletes(alive)))
}

/// Which names are spellings of one.
struct Rule {
    own: Spelling,
    ascii: bool,
    /// Forms that rules of romanising give.
    forms: HashSet<String>,
}

impl Rule {
    fn of(name: &str) -> Rule {
        let romanised = variants(name).into_iter().filter(|it| it.how != How::Initials);
        let forms = romanised.map(|it| form(&it.name)).collect();
        Rule { own: Spelling::of(name), ascii: name.is_ascii(), forms }
    }

    /// A letter more or less may be somebody else, unless a slip is looked for; sounds in another script can be no
    /// closer. Initials are many people's.
    fn takes(&self, other: &str, slips: bool) -> bool {
        match self.own.against(&Spelling::of(other)) {
            Grade::Same => true,
            Grade::Likely if has_initials(other) => false,
            Grade::Likely => slips || other.is_ascii() != self.ascii || self.forms.contains(&form(other)),
            _ => false,
        }
    }
}

/// As names are written; words are filed in small letters.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn has_initials(name: &str) -> bool {
    form(name).split(' ').any(|word| word.len() == 1)
}

/// Whether a name has the words that were typed, in whatever order: the search finds it anyway.
fn is_as_typed(name: &str, typed: &str) -> bool {
    let words = |text: &str| -> Vec<String> { name_key(text).split(' ').map(str::to_owned).collect() };
    let (name, typed) = (words(name), words(typed));
    typed.iter().all(|word| name.contains(word))
}

/// Classes of consonants that keys are made of.
const BONES: [char; 7] = ['k', 't', 'p', 'l', 'm', 'n', 's'];

/// Keys with one bone more, less or wrong.
fn near(keys: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for key in keys.iter().take(3).filter(|it| it.len() > 2) {
        for at in 0..=key.len() {
            let (start, rest) = key.split_at(at);
            let without = rest.get(1..).unwrap_or("");
            if !rest.is_empty() {
                all.push(format!("{start}{without}"));
            }
            for bone in BONES {
                all.push(format!("{start}{bone}{rest}"));
                if !rest.is_empty() {
                    all.push(format!("{start}{bone}{without}"));
                }
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}
