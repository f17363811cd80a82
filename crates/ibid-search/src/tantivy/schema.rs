//! How a document is laid out in the engine: its fields, and which text goes into which.
//!
//! One field, `text`, holds all words of a document with their places: a query of plain words is
//! an intersection of single lists, which the engine answers without looking at every match. Words
//! of a title stand in it several times, words of names and keywords twice, so that weights need no
//! further lists (as in BM25F). The abstract comes first in it, with a token of its own where it
//! ends. Nothing is stored: a hit is a handle, and that is a column.

use ibid_core::name::Name;
use ibid_core::query::Field as On;
use ibid_core::text::name_key;
use ibid_core::{Kind, name};
use tantivy::Term;
use tantivy::columnar::StrColumn;
use tantivy::schema::document::{Document as Laid, ReferenceValue, ReferenceValueLeaf, Value};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};

use super::directory;
use super::names::has_initials;
use super::tokens::{self, Manner};
use crate::document::{Byline, Document};

/// Part of the name of the index directory: raised whenever this file, or how text becomes tokens,
/// changes what an index holds. An index of another version is made anew.
pub(super) const VERSION: u32 = 6;

/// Other names of one person that are filed under one another.
const OTHER_NAMES: usize = 8;

/// The fields, by what they are for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// Everything, weighted; what plain words are looked up in.
    pub(super) text: Field,
    pub(super) title: Field,
    pub(super) people: Field,
    pub(super) keywords: Field,
    pub(super) series_name: Field,
    /// Titles and names as words people write, not stems: for suggestions and spellings.
    pub(super) lead: Field,
    pub(super) handle: Field,
    /// All other exact values, told apart by their first letter (see [`Fields::value`]): one field,
    /// because each costs something with every commit.
    pub(super) value: Field,
    /// The same values to count, and from here on only columns. Codes here without their parents.
    pub(super) kind: Field,
    pub(super) series: Field,
    pub(super) archive: Field,
    pub(super) language: Field,
    pub(super) access: Field,
    pub(super) jel: Field,
    /// Names as given after their place in the alphabet, for suggestions and the directory.
    pub(super) names: Field,
    /// `yyyymmdd`, zeros for what is not known.
    pub(super) date: Field,
    /// Ranges of years: `from << 16 | to`.
    pub(super) about: Field,
    pub(super) cited: Field,
    pub(super) came: Field,
}

/// Names of columns, as the engine wants them when reading.
pub(super) mod column {
    pub(in crate::tantivy) const HANDLE: &str = "handle";
    pub(in crate::tantivy) const KIND: &str = "kind";
    pub(in crate::tantivy) const SERIES: &str = "series";
    pub(in crate::tantivy) const ARCHIVE: &str = "archive";
    pub(in crate::tantivy) const LANGUAGE: &str = "language";
    pub(in crate::tantivy) const ACCESS: &str = "access";
    pub(in crate::tantivy) const JEL: &str = "jel";
    pub(in crate::tantivy) const NAMES: &str = "names";
    pub(in crate::tantivy) const DATE: &str = "date";
    pub(in crate::tantivy) const ABOUT: &str = "about";
    pub(in crate::tantivy) const CITED: &str = "cited";
    pub(in crate::tantivy) const CAME: &str = "came";
}

impl Fields {
    pub(super) fn schema() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let number = || NumericOptions::default().set_fast();
        let fields = Fields {
            text: schema.add_text_field("text", words(tokens::WEIGHTED)),
            title: schema.add_text_field("title", words(tokens::PLAIN)),
            people: schema.add_text_field("people", words(tokens::PLAIN)),
            keywords: schema.add_text_field("keywords", words(tokens::PLAIN)),
            series_name: schema.add_text_field("series_name", words(tokens::PLAIN)),
            lead: schema.add_text_field("lead", lead()),
            handle: schema.add_text_field(column::HANDLE, exact(IndexRecordOption::Basic) | FAST),
            // With frequencies, though they are always one: the engine skips through an
            // intersection of lists only when all of them have any.
            value: schema.add_text_field("value", exact(IndexRecordOption::WithFreqs)),
            kind: schema.add_text_field(column::KIND, FAST),
            series: schema.add_text_field(column::SERIES, FAST),
            archive: schema.add_text_field(column::ARCHIVE, FAST),
            language: schema.add_text_field(column::LANGUAGE, FAST),
            access: schema.add_text_field(column::ACCESS, FAST),
            jel: schema.add_text_field(column::JEL, FAST),
            names: schema.add_text_field(column::NAMES, FAST),
            date: schema.add_u64_field(column::DATE, number()),
            about: schema.add_u64_field(column::ABOUT, number()),
            cited: schema.add_u64_field(column::CITED, number()),
            came: schema.add_u64_field(column::CAME, number()),
        };
        (schema.build(), fields)
    }

    /// The term an exact value stands as; `None` for what has no exact values.
    pub(super) fn value(&self, on: On, value: &str) -> Option<Term> {
        match on {
            On::Handle => Some(Term::from_field_text(self.handle, value)),
            _ => Some(Term::from_field_text(self.value, &lettered(on, value)?)),
        }
    }

    /// The term that records of people with a name of this form stand under, apart from works.
    pub(super) fn registered(&self, form: &str) -> Term {
        Term::from_field_text(self.value, &format!("{REGISTERED}{form}"))
    }
}

/// Before the key of a name and its spelling: other spellings of a name are found under its keys.
const FILED: char = '~';
/// Before the bones of a word of a family name and the word.
const FAMILY: char = '^';
/// Before a form of a name and another name of the same person, as a record gives both.
const ALSO: char = '=';
/// Between the two.
pub(super) const BETWEEN: char = '\u{1}';

/// Where names are filed. Terms of a drawer begin with [`Drawer::under`], what stands under it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawer {
    /// Spellings, by `ibid_core::name::key`.
    Filed,
    /// Words of family names, by `ibid_core::name::key`.
    Family,
    /// Other names of the same person, by [`words_of`] the one.
    Also,
}

impl Drawer {
    /// What terms under this key begin with.
    pub(super) fn under(self, key: &str) -> String {
        let letter = match self {
            Drawer::Filed => FILED,
            Drawer::Family => FAMILY,
            Drawer::Also => ALSO,
        };
        format!("{letter}{key}{BETWEEN}")
    }
}

/// The words of a name in the order of the alphabet, so that it is no matter which stands first.
pub(super) fn words_of(name: &str) -> String {
    let form = name::form(name);
    let mut words: Vec<&str> = form.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// Before the forms of the names of registered people; before those of works stands the letter of bylines.
const REGISTERED: char = 'p';

fn lettered(on: On, value: &str) -> Option<String> {
    let letter = match on {
        On::Kind => 'k',
        On::Series => 's',
        On::Archive => 'a',
        On::Lang => 'l',
        On::Access => 'x',
        On::Jel => 'j',
        On::Doi => 'd',
        On::Url => 'u',
        On::Byline => 'n',
        On::Title | On::Author | On::Abstract | On::Keyword | On::Handle | On::Cites => return None,
    };
    Some(format!("{letter}{value}"))
}

/// The number people know a work by: w9321. Those of articles are volumes and pages.
pub(super) fn number(document: &Document) -> Option<&str> {
    let item = document.handle.item();
    (item.contains(char::is_alphabetic) && !item.contains(':')).then_some(item)
}

fn words(tokenizer: &str) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    )
}

fn lead() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokens::LEAD)
            .set_index_option(IndexRecordOption::WithFreqs),
    )
}

fn exact(option: IndexRecordOption) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false).set_index_option(option),
    )
}

/// A document laid out in fields.
pub(super) struct Sheet {
    texts: Vec<String>,
    cells: Vec<(Field, Cell)>,
}

#[derive(Clone, Copy)]
enum Cell {
    /// Index into `texts`.
    Text(u32),
    Number(u64),
}

impl Sheet {
    pub(super) fn new(document: Document, fields: &Fields) -> Sheet {
        let mut sheet = Sheet { texts: Vec::with_capacity(16), cells: Vec::with_capacity(48) };
        sheet.texts(&document, fields);
        sheet.values(document, fields);
        sheet
    }

    fn texts(&mut self, document: &Document, fields: &Fields) {
        self.text(&[fields.text], Manner::Abstract, &document.summary);
        let title = [fields.text, fields.title, fields.lead];
        for text in [&document.title].into_iter().chain(&document.other_titles) {
            self.text(&title, Manner::Title, text);
        }
        for Byline { name, key, other } in &document.people {
            for name in [name, other] {
                self.text(&[fields.text], Manner::Text, name);
                self.text(&[fields.text, fields.people], Manner::Name, name);
            }
            self.exact(&[fields.names], directory::entry(key, name));
        }
        for keyword in &document.keywords {
            self.text(&[fields.text, fields.keywords], Manner::Keyword, keyword);
        }
        self.text(&[fields.text, fields.series_name], Manner::Text, &document.series_name);
        if let Some(number) = number(document) {
            self.text(&[fields.text], Manner::Text, number);
        }
    }

    fn values(&mut self, document: Document, fields: &Fields) {
        self.exact(&[fields.handle], document.handle.as_str().to_owned());
        self.value(fields, On::Kind, fields.kind, document.kind.word());
        if let Some(series) = &document.series {
            self.value(fields, On::Series, fields.series, series.as_str());
        }
        self.value(fields, On::Archive, fields.archive, &document.archive);
        if let Some(language) = &document.language {
            self.value(fields, On::Lang, fields.language, language);
        }
        if let Some(access) = document.access {
            self.value(fields, On::Access, fields.access, access.word());
        }
        if document.kind.is_work() || document.kind == Kind::Person {
            self.bylines(&document, fields);
        }
        for (on, value) in
            document.doi.iter().map(|it| (On::Doi, it)).chain(document.urls.iter().map(|it| (On::Url, it)))
        {
            self.exact(&[fields.value], lettered(on, value).unwrap_or_default());
        }
        let mut within: Vec<&str> = Vec::new();
        for code in &document.jel {
            self.exact(&[fields.jel], code.as_str().to_owned());
            within.extend((1..=code.as_str().len()).map(|length| &code.as_str()[..length]));
        }
        within.sort_unstable();
        within.dedup();
        for code in within {
            self.exact(&[fields.value], lettered(On::Jel, code).unwrap_or_default());
        }
        if let Some(date) = document.date.filter(|date| date.year > 0) {
            let (month, day) = (date.month.unwrap_or(0), date.day.unwrap_or(0));
            let year = u64::from(date.year.unsigned_abs());
            self.number(fields.date, year * 10_000 + u64::from(month) * 100 + u64::from(day));
        }
        for (from, to) in document.about.into_iter().filter(|(from, to)| 0 < *from && from <= to) {
            let (from, to) = (u64::from(from.unsigned_abs()), u64::from(to.unsigned_abs()));
            self.number(fields.about, from << 16 | to);
        }
        if document.cited > 0 {
            self.number(fields.cited, document.cited.min(u64::from(u32::MAX)));
        }
        self.number(fields.came, u64::from(document.came));
    }

    /// Each form of a name once; of people also their other spellings. Names in two scripts are two.
    fn bylines(&mut self, document: &Document, fields: &Fields) {
        let person = document.kind == Kind::Person;
        let others = document.other_titles.iter().filter(|_| person);
        let names: Vec<&String> = document.people.iter().map(|it| &it.name).chain(others).collect();
        let both = |it: &&Byline| !it.other.is_empty();
        let given = document.people.iter().filter(both).map(|it| vec![it.name.clone(), it.other.clone()]);
        let parts: Vec<Vec<String>> = names.iter().map(|name| name::by_script(name)).chain(given).collect();
        let spelt = || names.iter().copied().chain(parts.iter().flatten());
        let mut forms: Vec<String> = spelt().map(|name| name::form(name)).collect();
        forms.sort_unstable();
        forms.dedup();
        for form in forms.into_iter().filter(|form| !form.is_empty()) {
            let value = match person {
                true => format!("{REGISTERED}{form}"),
                false => lettered(On::Byline, &form).unwrap_or_default(),
            };
            self.exact(&[fields.value], value);
        }
        if person {
            self.also(&names.iter().map(|it| String::as_str(it)).collect::<Vec<_>>(), fields);
        } else {
            spelt().for_each(|name| self.filed(name, fields));
        }
        for parts in &parts {
            self.also(&parts.iter().map(String::as_str).collect::<Vec<_>>(), fields);
        }
    }

    fn filed(&mut self, name: &str, fields: &Fields) {
        let key = name::key(&name::form(name));
        if key.len() > 1 {
            self.exact(&[fields.value], format!("{}{name}", Drawer::Filed.under(&key)));
        }
        for word in name_key(&Name::parse(name).family).split(' ') {
            let key = name::key(word);
            if !key.is_empty() {
                self.exact(&[fields.value], format!("{}{word}", Drawer::Family.under(&key)));
            }
        }
    }

    /// Names of one person, each under the forms of the others. What has initials is many people's.
    fn also(&mut self, names: &[&str], fields: &Fields) {
        let whole: Vec<&&str> = names.iter().filter(|it| !has_initials(it)).take(OTHER_NAMES).collect();
        for one in &whole {
            for other in whole.iter().filter(|other| *other != one) {
                self.exact(&[fields.value], format!("{}{other}", Drawer::Also.under(&words_of(one))));
            }
        }
    }

    fn text(&mut self, fields: &[Field], manner: Manner, text: &str) {
        if !text.is_empty() {
            self.exact(fields, tokens::marked(manner, text));
        }
    }

    /// A value to look up and to count.
    fn value(&mut self, fields: &Fields, on: On, column: Field, value: &str) {
        self.exact(&[column], value.to_owned());
        self.exact(&[fields.value], lettered(on, value).unwrap_or_default());
    }

    fn exact(&mut self, fields: &[Field], text: String) {
        let index = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text);
        self.cells.extend(fields.iter().map(|&field| (field, Cell::Text(index))));
    }

    fn number(&mut self, field: Field, number: u64) {
        self.cells.push((field, Cell::Number(number)));
    }
}

/// What the engine reads off a cell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Read<'a> {
    Text(&'a str),
    Number(u64),
}

impl<'a> Value<'a> for Read<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match *self {
            Read::Text(text) => ReferenceValueLeaf::Str(text),
            Read::Number(number) => ReferenceValueLeaf::U64(number),
        })
    }
}

impl Laid for Sheet {
    type Value<'a> = Read<'a>;
    type FieldsValuesIter<'a> = Box<dyn Iterator<Item = (Field, Read<'a>)> + 'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        Box::new(self.cells.iter().map(|&(field, cell)| {
            let read = match cell {
                Cell::Text(index) => Read::Text(&self.texts[index as usize]),
                Cell::Number(number) => Read::Number(number),
            };
            (field, read)
        }))
    }
}

/// The text with this number in a column.
pub(super) fn text(column: &StrColumn, number: u64) -> tantivy::Result<Option<String>> {
    let mut text = String::new();
    Ok(column.ord_to_str(number, &mut text)?.then_some(text))
}
