//! A template as it is read: its fields in order, each with its place, and the same as a tree of clusters.
//! How lines become fields is in `fields.rs`.

use std::borrow::Cow;

use crate::kind::TemplateKind;
use crate::schema::{Entry, Id, Schema, schema};
use crate::value;

/// One record as its maintainer wrote it.
#[derive(Clone, Debug, PartialEq)]
pub struct Template<'a> {
    pub(crate) kind: TemplateKind,
    pub(crate) line: u32,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) raw: Cow<'a, str>,
}

/// One field: a name, a value, a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Field<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) raw: Cow<'a, str>,
    pub(crate) line: u32,
    pub(crate) column: u32,
    /// Where the value begins.
    pub(crate) value_line: u32,
    pub(crate) value_column: u32,
    pub(crate) id: Id,
}

impl<'a> Template<'a> {
    /// What it describes, by its `Template-Type`, or by what that most likely means: a near miss is
    /// taken for the type it resembles, and a paper without a title but with the fields of a series is
    /// a series.
    pub fn kind(&self) -> TemplateKind {
        self.kind
    }

    /// The line of its first field, counted from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// Every field in order, `Template-Type` included when it was there.
    pub fn fields(&self) -> &[Field<'a>] {
        &self.fields
    }

    /// The decoded text it was read from, without blank lines around it. Reading it again gives the
    /// same template, so it is what to keep.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The first field of this name (lower case).
    pub fn field(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Drops the fields of which `keep` says no; the raw text stays as it was.
    pub fn retain(&mut self, keep: impl FnMut(&Field<'a>) -> bool) {
        self.fields.retain(keep);
    }

    /// Empties the fields of which `which` says so. Their names stay, by which a reader tells the next
    /// field from text that goes on.
    pub fn empty(&mut self, which: impl Fn(&Field<'a>) -> bool) {
        self.fields.iter_mut().filter(|field| which(field)).for_each(|field| field.raw = Cow::Borrowed(""));
    }

    /// The value of the first `Handle`, without the blanks of a line break.
    pub fn handle(&self) -> Option<String> {
        let handle = self.field("handle")?.value();
        (!handle.is_empty()).then(|| handle.into_owned())
    }

    /// The fields as a tree: those of clusters (authors, files, …) gathered under their cluster.
    pub fn group(&self) -> Group<'_, 'a> {
        let schema = schema();
        let mut root = Group::default();
        for field in &self.fields {
            let place = Place::of(schema, field, self.kind);
            root.add(place, field);
        }
        root
    }

    /// Cuts the ties to the text it was read from.
    pub fn into_owned(self) -> Template<'static> {
        Template {
            kind: self.kind,
            line: self.line,
            fields: self.fields.into_iter().map(Field::into_owned).collect(),
            raw: Cow::Owned(self.raw.into_owned()),
        }
    }
}

impl<'a> Field<'a> {
    /// The full name in lower case: `author-workplace-name`. A misspelt name that could be guessed is
    /// given as it should be.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value on one line: comments out, entities decoded, tags stripped, blanks collapsed. Empty
    /// when there is none, and when there is only the word a program writes for nothing (`None`).
    ///
    /// A handle split over two lines is joined without a blank, as ReDIF 1.0 (2007) has it.
    pub fn value(&self) -> Cow<'_, str> {
        let value = value::clean(&self.raw);
        if matches!(value, Cow::Owned(_))
            && self.raw.contains(['\n', '\r'])
            && schema().entry(self.id).is_some_and(|entry| entry.ty.is_handle())
        {
            return Cow::Owned(value::clean_joined(&self.raw));
        }
        value
    }

    /// The same paragraph by paragraph: empty lines, `<p>` and doubled `<br>` part them.
    pub fn paragraphs(&self) -> Vec<String> {
        value::paragraphs(&self.raw)
    }

    /// The value as it stands in the text, line breaks and all.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The line its name is on, counted from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The column its name begins at, in characters counted from 1.
    pub fn column(&self) -> u32 {
        self.column
    }

    /// Whether the value holds nothing.
    pub fn is_empty(&self) -> bool {
        self.value().is_empty()
    }

    /// Line and column of the character at byte `offset` of the raw value.
    pub(crate) fn place(&self, offset: usize) -> (u32, u32) {
        let before = self.raw.get(..offset).unwrap_or("");
        let count = value::lines(before).count() as u32;
        let last = value::lines(before).last().unwrap_or("").chars().count() as u32;
        if count <= 1 {
            (self.value_line, self.value_column + last)
        } else {
            (self.value_line + count - 1, last + 1)
        }
    }

    fn into_owned(self) -> Field<'static> {
        Field {
            name: Cow::Owned(self.name.into_owned()),
            raw: Cow::Owned(self.raw.into_owned()),
            ..Field { name: Cow::Borrowed(""), raw: Cow::Borrowed(""), ..self }
        }
    }
}

/// A template or a cluster as a tree.
///
/// Names are local and in lower case: in a cluster `author` there are `name`, `email`, `x-name-first`,
/// and a cluster `workplace`. A cluster field without a cluster before it makes a cluster of its own.
#[derive(Clone, Debug, Default)]
pub struct Group<'t, 'a> {
    /// The fields that stand directly here, in order.
    pub fields: Vec<(&'t str, &'t Field<'a>)>,
    /// The clusters, in order, each with its prefix.
    pub clusters: Vec<(&'t str, Group<'t, 'a>)>,
}

impl<'t, 'a> Group<'t, 'a> {
    /// The first field of this local name.
    pub fn field(&self, name: &str) -> Option<&'t Field<'a>> {
        self.all(name).next()
    }

    /// Every field of this local name, in order.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &'t Field<'a>> {
        self.fields.iter().filter(move |(local, _)| *local == name).map(|(_, field)| *field)
    }

    /// Every cluster of this prefix, in order.
    pub fn clusters(&self, prefix: &str) -> impl Iterator<Item = &Group<'t, 'a>> {
        self.clusters.iter().filter(move |(name, _)| *name == prefix).map(|(_, group)| group)
    }

    fn add(&mut self, place: Place, field: &'t Field<'a>) {
        let name = field.name.as_ref();
        let Some(length) = place.prefix else {
            self.fields.push((name, field));
            return;
        };
        // A lone `Provider-Institution` is a field of the series itself.
        let (prefix, local) = (&name[..length], &name[length + 1..]);
        if name == "provider-institution" && self.clusters(prefix).next().is_none() {
            self.fields.push((name, field));
            return;
        }
        let cluster = self.cluster(prefix, place.key && !place.nested);
        match local.split_once('-') {
            Some((inner, local)) if place.nested => {
                cluster.cluster(inner, place.key).fields.push((local, field));
            }
            _ => cluster.fields.push((local, field)),
        }
    }

    /// The last cluster of this prefix; a new one when there is none or the key field opens one.
    fn cluster(&mut self, prefix: &'t str, opens: bool) -> &mut Group<'t, 'a> {
        let last = self.clusters.iter().rposition(|(name, _)| *name == prefix).filter(|_| !opens);
        let index = last.unwrap_or_else(|| {
            self.clusters.push((prefix, Group::default()));
            self.clusters.len() - 1
        });
        &mut self.clusters[index].1
    }
}

/// Where in the tree a field belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Place {
    /// Length of the cluster prefix, when it is a cluster field.
    pub(crate) prefix: Option<usize>,
    pub(crate) cluster: u8,
    pub(crate) key: bool,
    pub(crate) nested: bool,
}

impl Place {
    pub(crate) fn of(schema: &Schema, field: &Field<'_>, kind: TemplateKind) -> Place {
        match schema.entry(field.id).filter(|entry| entry.takes(kind)) {
            Some(Entry { cluster: Some(cluster), key, nested, .. }) => {
                let prefix = schema.clusters[*cluster as usize].prefix.len();
                Place { prefix: Some(prefix), cluster: *cluster, key: *key, nested: *nested }
            }
            Some(_) => Place::default(),
            None => Place::of_unknown(schema, &field.name, kind),
        }
    }

    /// `Author-X-Name-First`, `Author-Workplace-X-Room`: what nobody knows still belongs to its cluster.
    fn of_unknown(schema: &Schema, name: &str, kind: TemplateKind) -> Place {
        let Some((cluster, length)) = schema.cluster_of(name, kind) else {
            return Place::default();
        };
        let person = schema.clusters[cluster as usize].person;
        let nested = person && name[length..].strip_prefix("-workplace-").is_some_and(|x| !x.is_empty());
        if name.len() == length + 1 {
            return Place::default();
        }
        Place { prefix: Some(length), cluster, key: false, nested }
    }
}
