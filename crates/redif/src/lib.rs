//! Stub of the public shape; see the plan.
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TemplateKind { Archive, Series, Paper, Article, Software, Book, Chapter, Person, Institution, Talk, Mirror, Authority, Unknown }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity { Error, Warning, Note }

#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic { pub code: &'static str, pub severity: Severity, pub line: u32, pub column: u32, pub message: String, pub fix: Option<String> }

#[derive(Clone, Debug, PartialEq)]
pub struct Template<'a> { kind: TemplateKind, line: u32, fields: Vec<Field<'a>>, raw: Cow<'a, str> }

#[derive(Clone, Debug, PartialEq)]
pub struct Field<'a> { name: Cow<'a, str>, raw: Cow<'a, str>, line: u32, column: u32 }

impl<'a> Template<'a> {
    pub fn kind(&self) -> TemplateKind { self.kind }
    pub fn line(&self) -> u32 { self.line }
    pub fn fields(&self) -> &[Field<'a>] { &self.fields }
    pub fn raw(&self) -> &str { &self.raw }
    pub fn group(&self) -> Group<'_, 'a> { Group { fields: Vec::new(), clusters: Vec::new() } }
}
impl<'a> Field<'a> {
    pub fn name(&self) -> &str { &self.name }
    pub fn value(&self) -> Cow<'_, str> { Cow::Borrowed(&self.raw) }
    pub fn paragraphs(&self) -> Vec<String> { vec![self.raw.clone().into_owned()] }
    pub fn raw(&self) -> &str { &self.raw }
    pub fn line(&self) -> u32 { self.line }
    pub fn column(&self) -> u32 { self.column }
}
/// A template or cluster as a tree.
#[derive(Clone, Debug, Default)]
pub struct Group<'t, 'a> { pub fields: Vec<(&'t str, &'t Field<'a>)>, pub clusters: Vec<(&'t str, Group<'t, 'a>)> }
