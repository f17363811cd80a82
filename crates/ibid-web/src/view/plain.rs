//! Long text into markup, quickly: runs without special characters are copied whole.

use maud::{Markup, PreEscaped, Render};

/// Text of any length and content, escaped for an element or a quoted attribute.
pub(crate) struct Plain<'a>(pub(crate) &'a str);

impl Render for Plain<'_> {
    fn render(&self) -> Markup {
        let mut out = String::with_capacity(self.0.len());
        self.render_to(&mut out);
        PreEscaped(out)
    }

    fn render_to(&self, out: &mut String) {
        let mut rest = self.0;
        while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
            out.push_str(&rest[..at]);
            out.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            });
            rest = &rest[at + 1..];
        }
        out.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use maud::html;

    #[test]
    fn escapes_what_maud_escapes() {
        for text in ["", "plain", "a < b && c > \"d\"", "<script>", "é<漢>字&", "\"", "&&&&", "'"] {
            assert_eq!(Plain(text).render().0, html! { (text) }.0, "{text}");
        }
    }
}
