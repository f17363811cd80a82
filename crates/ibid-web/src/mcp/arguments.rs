//! Arguments of tools, read with what is wrong said in a sentence that the caller can act on.

use serde_json::{Map, Value};

/// What a tool says instead of an answer.
pub(super) type Said<T> = Result<T, String>;

pub(super) struct Arguments<'a>(pub(super) &'a Map<String, Value>);

impl<'a> Arguments<'a> {
    /// Refuses names that the tool does not have, which are most often misspelt.
    pub(super) fn only(self, known: &[&str]) -> Said<Arguments<'a>> {
        match self.0.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(format!("there is no argument {name:?}; there are: {}", known.join(", "))),
            None => Ok(self),
        }
    }

    pub(super) fn text(&self, name: &str) -> Said<Option<&'a str>> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(format!("{name:?} is a text")),
        }
    }

    pub(super) fn needed(&self, name: &str) -> Said<&'a str> {
        self.text(name)?.filter(|it| !it.trim().is_empty()).ok_or_else(|| format!("{name:?} is needed"))
    }

    /// A whole number within these, or nothing.
    pub(super) fn number(&self, name: &str, least: i64, most: i64) -> Said<Option<i64>> {
        let bad = || format!("{name:?} is a whole number from {least} to {most}");
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_i64().filter(|it| (least..=most).contains(it)).map(Some).ok_or_else(bad),
        }
    }
}
