//! Text to tokens for the engine: `ibid_core::text` read in the manner each part of a document needs.
//!
//! The engine hands a tokenizer nothing but the text, so a text says in its first character how it
//! is to be read ([`marked`]). Tokens are streamed, never collected: this is where most of the time
//! of indexing goes. Not here: what counts as a word.

use std::cell::RefCell;

use ibid_core::text::{Mode, Reading, TokenKind, Tokenizer as Words};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// Name of the tokenizer that repeats tokens of weight, for the field that holds everything.
pub(super) const WEIGHTED: &str = "weighted";
/// Name of the tokenizer that gives each token once.
pub(super) const PLAIN: &str = "plain";
/// Name of the tokenizer of titles and names as written.
pub(super) const LEAD: &str = "lead";

/// Nobody types more than this, in bytes, into a search box.
const LONGEST: usize = 1_000;

/// Stands in the field that holds everything where the abstract ends. No word looks like it.
pub(super) const ABSTRACT_END: &str = "\u{1}";

/// How a text is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    Text,
    /// Like text, with [`ABSTRACT_END`] after it.
    Abstract,
    Title,
    Keyword,
    Name,
}

impl Manner {
    const ALL: [Manner; 5] = [Manner::Text, Manner::Abstract, Manner::Title, Manner::Keyword, Manner::Name];

    fn mark(self) -> char {
        match self {
            Manner::Text => 't',
            Manner::Abstract => 'a',
            Manner::Title => 'h',
            Manner::Keyword => 'k',
            Manner::Name => 'n',
        }
    }

    fn mode(self) -> Mode {
        if self == Manner::Name { Mode::Name } else { Mode::Text }
    }

    /// How many times a word counts. Names stand in the text twice anyway, as names and as words.
    pub(super) fn weight(self) -> usize {
        match self {
            Manner::Title => 3,
            Manner::Keyword => 2,
            Manner::Text | Manner::Abstract | Manner::Name => 1,
        }
    }
}

/// `text` with the mark that says how to read it.
pub(super) fn marked(manner: Manner, text: &str) -> String {
    let mut marked = String::with_capacity(text.len() + 1);
    marked.push(manner.mark());
    marked.push_str(text);
    marked
}

/// The inverse of [`marked`].
fn unmarked(marked: &str) -> (Manner, &str) {
    let manner = Manner::ALL.into_iter().find(|manner| marked.starts_with(manner.mark()));
    (manner.unwrap_or(Manner::Text), marked.get(1..).unwrap_or(""))
}

thread_local! {
    /// One for each thread, because it remembers stems.
    static WORDS: RefCell<Words> = RefCell::new(Words::new());
}

/// The ways to look up what somebody typed; none when there is no word in it.
pub(super) fn readings(mode: Mode, typed: &str) -> Vec<Reading> {
    WORDS.with_borrow_mut(|words| words.readings(mode, cut(typed)))
}

/// The words of `typed` as written, folded, with their places in it.
pub(super) fn plain_words(typed: &str) -> Vec<Plain> {
    let mut plain: Vec<Plain> = Vec::new();
    WORDS.with_borrow_mut(|words| {
        words.tokenize(Mode::Exact, cut(typed), &mut |token| {
            plain.push(Plain { text: token.text.to_owned(), kind: token.kind, end: token.end });
        });
    });
    plain
}

/// The words of a text as they are looked up, without their other forms.
pub(super) fn words(mode: Mode, text: &str) -> Vec<String> {
    let mut words = Vec::new();
    WORDS.with_borrow_mut(|tokenizer| {
        tokenizer.tokenize(mode, cut(text), &mut |token| {
            if matches!(token.kind, TokenKind::Word | TokenKind::Pair) {
                words.push(token.text.to_owned());
            }
        });
    });
    words
}

/// All tokens of a text with their places, its other forms too.
pub(super) fn placed(mode: Mode, text: &str) -> Vec<(u32, String)> {
    let mut placed = Vec::new();
    WORDS.with_borrow_mut(|words| {
        words.tokenize(mode, text, &mut |token| placed.push((token.position, token.text.to_owned())));
    });
    placed
}

/// The part of what was typed that is looked at.
fn cut(typed: &str) -> &str {
    &typed[..typed.floor_char_boundary(LONGEST)]
}

/// A word as written.
pub(super) struct Plain {
    pub(super) text: String,
    pub(super) kind: TokenKind,
    /// Where it ends in what was typed, in bytes.
    pub(super) end: usize,
}

/// All tokenizers of the schema.
pub(super) fn manager() -> TokenizerManager {
    let manager = TokenizerManager::default();
    for (name, purpose) in [(WEIGHTED, Purpose::Weighted), (PLAIN, Purpose::Plain), (LEAD, Purpose::Lead)] {
        manager.register(name, TextAnalyzer::from(Splitter { purpose }));
    }
    manager
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Weighted,
    Plain,
    Lead,
}

#[derive(Clone, Copy)]
struct Splitter {
    purpose: Purpose,
}

impl Tokenizer for Splitter {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        let (manner, text) = unmarked(text);
        let mode = if self.purpose == Purpose::Lead { Mode::Exact } else { manner.mode() };
        let weighted = self.purpose == Purpose::Weighted;
        Stream {
            mode,
            weight: if weighted { manner.weight() } else { 1 },
            ends: weighted && manner == Manner::Abstract,
            text,
            token: Token { position: 0, ..Token::default() },
            pulled: None,
        }
    }
}

struct Stream<'a> {
    mode: Mode,
    weight: usize,
    /// Whether [`ABSTRACT_END`] follows.
    ends: bool,
    text: &'a str,
    token: Token,
    /// Tokens not yet given to a caller that pulls; the indexer does not.
    pulled: Option<std::vec::IntoIter<Token>>,
}

impl TokenStream for Stream<'_> {
    fn process(&mut self, sink: &mut dyn FnMut(&Token)) {
        let Stream { mode, weight, ends, text, token, .. } = self;
        WORDS.with_borrow_mut(|words| {
            words.tokenize(*mode, text, &mut |word| {
                token.text.clear();
                token.text.push_str(word.text);
                token.position = word.position as usize;
                token.offset_from = word.start;
                token.offset_to = word.end;
                for _ in 0..*weight {
                    sink(token);
                }
            });
        });
        if *ends {
            token.text.clear();
            token.text.push_str(ABSTRACT_END);
            token.position += 1;
            sink(token);
        }
    }

    fn advance(&mut self) -> bool {
        let mut pulled = self.pulled.take().unwrap_or_else(|| {
            let mut tokens = Vec::new();
            self.process(&mut |token| tokens.push(token.clone()));
            tokens.into_iter()
        });
        let next = pulled.next();
        self.pulled = Some(pulled);
        next.map(|token| self.token = token).is_some()
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
