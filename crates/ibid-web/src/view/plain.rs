//! Long text into markup, quickly: runs without special characters are copied whole.

use maud::{Markup, PreEscaped, Render};
use memchr::{memchr_iter, memchr3_iter};

/// Text of any length and content, escaped for an element or a quoted attribute.
pub(crate) struct Plain<'a>(pub(crate) &'a str);

impl Render for Plain<'_> {
    fn render(&self) -> Markup {
        let mut out = String::with_capacity(self.0.len());
        self.render_to(&mut out);
        PreEscaped(out)
    }

    fn render_to(&self, out: &mut String) {
        let text = self.0;
        let mut marks = memchr3_iter(b'&', b'<', b'>', text.as_bytes()).peekable();
        let mut quotes = memchr_iter(b'"', text.as_bytes()).peekable();
        let mut from = 0;
        loop {
            let next = match (marks.peek(), quotes.peek()) {
                (Some(mark), Some(quote)) if quote < mark => quotes.next(),
                (Some(_), _) => marks.next(),
                (None, _) => quotes.next(),
            };
            let Some(at) = next else { break };
            out.push_str(&text[from..at]);
            out.push_str(match text.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&quot;",
            });
            from = at + 1;
        }
        out.push_str(&text[from..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use maud::html;

    #[test]
    fn escapes_what_maud_escapes() {
        for text in
            ["", "plain", "a < b && c > \"d\"", "<script>", "é<漢>字&", "\"", "&&&&", "'", "\"<\">&", "a\"b"]
        {
            assert_eq!(Plain(text).render().0, html! { (text) }.0, "{text}");
        }
    }
}
