//! XML, element by element: names are ours, texts anybody's, and those are escaped here.

use ibid_core::xml::escape_into;

/// A document in the making.
pub(crate) struct Xml(String);

/// Name and value of attributes; those without a value are left out.
pub(crate) type Attributes<'a> = [(&'a str, &'a str)];

impl Xml {
    pub(crate) fn document(expected: usize) -> Xml {
        let mut out = String::with_capacity(expected + 64);
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        Xml(out)
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }

    pub(crate) fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.tag(name, attributes);
        self.0.push_str(">\n");
    }

    pub(crate) fn close(&mut self, name: &str) {
        for part in ["</", name, ">\n"] {
            self.0.push_str(part);
        }
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.tag(name, attributes);
        self.0.push_str("/>\n");
    }

    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.with(name, &[], text);
    }

    /// A text with attributes.
    pub(crate) fn with(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.tag(name, attributes);
        self.0.push('>');
        escape_into(text, &mut self.0);
        self.close(name);
    }

    fn tag(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            for part in [" ", name, "=\""] {
                self.0.push_str(part);
            }
            escape_into(value, &mut self.0);
            self.0.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_wherever_they_stand() {
        let mut xml = Xml::document(0);
        xml.open("a", &[("b", "1 < \"2\"\u{1}"), ("c", "")]);
        xml.text("d", "<&\u{b}>");
        xml.empty("e", &[]);
        xml.close("a");
        let expected = "<a b=\"1 &lt; &quot;2&quot;\">\n<d>&lt;&amp;&gt;</d>\n<e/>\n</a>\n";
        assert_eq!(
            xml.finish().split_once("?>\n").map(|(_, rest)| rest.to_owned()).as_deref(),
            Some(expected)
        );
    }
}
