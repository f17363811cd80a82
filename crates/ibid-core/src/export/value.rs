//! JSON as text: values, and how they are printed. No reading.

use std::fmt;

/// A JSON value. Its text may stand inside a script element. Objects keep the order in which members were added.
pub enum Value {
    Text(String),
    Number(i64),
    Truth(bool),
    List(Vec<Value>),
    Object(Vec<(&'static str, Value)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Number(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Value {
        Value::Truth(truth)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(list: Vec<T>) -> Value {
        Value::List(list.into_iter().map(T::into).collect())
    }
}

impl Value {
    /// A list of whatever becomes a value.
    pub fn list<T: Into<Value>>(items: impl IntoIterator<Item = T>) -> Value {
        Value::List(items.into_iter().map(T::into).collect())
    }

    fn is_empty(&self) -> bool {
        match self {
            Value::Text(text) => text.is_empty(),
            Value::List(list) => list.is_empty(),
            Value::Object(members) => members.is_empty(),
            Value::Number(_) | Value::Truth(_) => false,
        }
    }
}

/// An object in the making. Members without content are left out.
#[derive(Default)]
pub struct Object(Vec<(&'static str, Value)>);

impl Object {
    /// Adds a member unless it is empty.
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Object {
        let value = value.into();
        if !value.is_empty() {
            self.0.push((name, value));
        }
        self
    }

    /// Adds a member even when it is empty.
    pub fn always(mut self, name: &'static str, value: impl Into<Value>) -> Object {
        self.0.push((name, value.into()));
        self
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Value {
        Value::Object(object.0)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.print(&mut out);
        f.write_str(&out)
    }
}

impl Value {
    /// Adds its text to `out`.
    pub fn print(&self, out: &mut String) {
        match self {
            Value::Text(text) => quoted(text, out),
            Value::Number(number) => out.push_str(&number.to_string()),
            Value::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Value::List(list) => {
                out.push('[');
                for (index, value) in list.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    value.print(out);
                }
                out.push(']');
            }
            Value::Object(members) => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    out.push_str(if index > 0 { ",\"" } else { "\"" });
                    // Names are words of ours.
                    out.push_str(name);
                    out.push_str("\":");
                    value.print(out);
                }
                out.push('}');
            }
        }
    }
}

/// First bytes of characters of which some are escaped; most texts have none of them.
const MAY_NEED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte < 0x20 || matches!(byte as u8, b'"' | b'\\' | b'<' | b'>' | 0x7f | 0xc2 | 0xe2);
        byte += 1;
    }
    table
};

/// A JSON string. `<`, `>` and the two line separators are escaped too, so that the text may stand inside
/// a script element.
fn quoted(text: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    let mut next = 0;
    while let Some(step) = text.as_bytes()[next..].iter().position(|&byte| MAY_NEED[usize::from(byte)]) {
        let at = next + step;
        let Some(c) = text[at..].chars().next() else { break };
        next = at + c.len_utf8();
        if !matches!(c, '"' | '\\' | '<' | '>' | '\u{2028}' | '\u{2029}') && !c.is_control() {
            continue;
        }
        out.push_str(&text[from..at]);
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c => out.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
        from = next;
    }
    out.push_str(&text[from..]);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed() {
        let value: Value = Object::default()
            .with("text", "a \"b\" \\ </script>\n\t\u{0}\u{2028}é")
            .with("none", "")
            .with("number", 7)
            .with("truth", false)
            .with("list", vec!["x", "y"])
            .with("empty", Vec::<&str>::new())
            .with("inner", Object::default().with("k", "v"))
            .always("kept", "")
            .into();
        assert_eq!(
            value.to_string(),
            r#"{"text":"a \"b\" \\ \u003c/script\u003e\n\u0009\u0000\u2028é","number":7,"truth":false,"list":["x","y"],"inner":{"k":"v"},"kept":""}"#
        );
    }
}
