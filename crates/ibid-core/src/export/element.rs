//! XML elements in the making, for the formats that are XML: indented, escaped, none of them empty unless
//! its name says all.
//!
//! Tags are our own text and may carry attributes; what stands between them comes from records.

use crate::xml::escape_into;

/// A piece of XML that grows.
pub(super) struct Xml {
    out: String,
    depth: usize,
}

impl Xml {
    /// The piece `tag` with what `fill` puts inside; a line end behind it.
    pub(super) fn of(tag: &str, fill: impl FnOnce(&mut Xml)) -> String {
        let mut xml = Xml { out: String::with_capacity(2_048), depth: 0 };
        xml.inside(tag, fill);
        xml.out
    }

    /// An element of text; none when there is nothing to say.
    pub(super) fn leaf(&mut self, tag: &str, text: &str) {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        if text.is_empty() {
            return;
        }
        self.indent();
        self.out.extend(["<", tag, ">"]);
        escape_into(text, &mut self.out);
        self.close(tag);
    }

    /// An element of elements; none when `fill` puts none there.
    pub(super) fn inside(&mut self, tag: &str, fill: impl FnOnce(&mut Xml)) {
        let before = self.out.len();
        self.indent();
        self.out.extend(["<", tag, ">\n"]);
        let begun = self.out.len();
        self.depth += 1;
        fill(self);
        self.depth -= 1;
        if self.out.len() == begun {
            self.out.truncate(before);
        } else {
            self.indent();
            self.close(tag);
        }
    }

    /// An element that says all by being there.
    pub(super) fn empty(&mut self, tag: &str) {
        self.indent();
        self.out.extend(["<", tag, "/>\n"]);
    }

    fn close(&mut self, tag: &str) {
        let name = tag.split(' ').next().unwrap_or(tag);
        self.out.extend(["</", name, ">\n"]);
    }

    fn indent(&mut self) {
        (0..self.depth).for_each(|_| self.out.push_str("  "));
    }
}

/// An attribute with its blank before it, for a tag; nothing when it has no value.
pub(super) fn attribute(name: &str, value: &str) -> String {
    let value = super::line(value);
    if value.is_empty() { value } else { format!(" {name}=\"{}\"", crate::xml::escaped(&value)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_empty() {
        let text = Xml::of("a x=\"1\"", |it| {
            it.leaf("b", " 1 < 2\u{0} ");
            it.leaf("c", "\u{b} ");
            it.inside("d", |it| it.leaf("e", ""));
            it.inside(&format!("f{}", attribute("u", "\"<\n>")), |it| it.leaf("g", "h"));
        });
        let expected =
            "<a x=\"1\">\n  <b>1 &lt; 2</b>\n  <f u=\"&quot;&lt; &gt;\">\n    <g>h</g>\n  </f>\n</a>\n";
        assert_eq!(text, expected);
        assert_eq!(attribute("u", " "), "");
    }
}
