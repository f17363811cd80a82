//! The template of a work as it was received, line by line with the numbers the lines have in their
//! file: each field of the page to the line it came from. People's e-mail addresses stay hidden.

use ibid_core::export::redif::{field_name, is_address, whole_lines};
use ibid_core::xml::escape_into;
use maud::{Markup, PreEscaped, Render, html};

use crate::i18n::Messages;
use crate::view::plain::Plain;

/// Lines that are shown; the rest is a link away.
const SHOWN: usize = 300;
/// Bytes of a line that are shown: enough to know it by, since the page shows what it says.
const WIDEST: usize = 160;

/// The lines of a template that begins in this line of its file, long ones cut; whether none is left out.
pub(super) fn view(t: &Messages, text: &str, first: u32) -> (Markup, bool) {
    let mut out = String::with_capacity(text.len().min(SHOWN * 100) * 5 / 4);
    let mut count = 0;
    let mut hidden = false;
    let mut whole = true;
    for line in lines(text.trim_end()) {
        count += 1;
        if count > SHOWN {
            whole = false;
            break;
        }
        out.push_str("<li>");
        let (name, value) = line.split_at(field_name(line).map_or(0, |name| name.len() + 1));
        if !name.is_empty() {
            hidden = is_address(&name[..name.len() - 1]);
            out.push_str("<b>");
            Plain(name).render_to(&mut out);
            out.push_str("</b>");
        }
        if hidden {
            if !name.is_empty() {
                out.push(' ');
                out.push_str(t.work.hidden_address);
            }
        } else {
            let end = value.floor_char_boundary(WIDEST);
            // As received, but for what no page may hold.
            escape_into(&value[..end], &mut out);
            if end < value.len() {
                out.push('…');
            }
        }
    }
    (html! { ol.src start=(first) dir="auto" { (PreEscaped(out)) } }, whole)
}

/// In lower case, the name of the `X-Title-…` field that holds this title.
pub(super) fn title_field(text: &str, title: &str) -> Option<String> {
    lines(text).find_map(|line| {
        let name = field_name(line)
            .filter(|name| name.get(..7).is_some_and(|it| it.eq_ignore_ascii_case("x-title")))?;
        let value = line[name.len() + 1..].trim();
        let begins = value.split_whitespace().zip(title.split_whitespace()).all(|(one, other)| one == other);
        (begins && !value.is_empty()).then(|| name.trim().to_ascii_lowercase())
    })
}

/// Lines however their file ends them, without their ends.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    whole_lines(text).map(|line| line.trim_end_matches(['\r', '\n']))
}

#[cfg(test)]
mod tests {
    use ibid_core::export::redif::received as without_addresses;

    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn addresses_of_people_stay_behind() {
        let text = "Template-Type: ReDIF-Paper 1.0\r\nAuthor-Name: A\r\nAuthor-Email: a@example.org\r\n  more@example.org\r\nTitle: T: x\r\nCONTACT-EMAIL: b@example.org";
        assert_eq!(
            without_addresses(text),
            "Template-Type: ReDIF-Paper 1.0\r\nAuthor-Name: A\r\nTitle: T: x\r\n"
        );
        let (shown, whole) = view(Lang::En.messages(), text, 37);
        assert!(whole && shown.0.starts_with("<ol class=\"src\" start=\"37\""), "{}", shown.0);
        assert_eq!(shown.0.matches("<li>").count(), 6, "{}", shown.0);
        assert!(!shown.0.contains("@example.org"), "{}", shown.0);
        assert!(shown.0.contains("<b>Title:</b> T: x"), "{}", shown.0);
    }

    #[test]
    fn addresses_stay_behind_however_they_are_written() {
        let check = |text: &str, expected: &str| {
            assert_eq!(without_addresses(text), expected, "{text:?}");
            let (shown, _) = view(Lang::En.messages(), text, 1);
            assert!(!shown.0.contains('@'), "{text:?}: {}", shown.0);
        };
        check("Title: x\rAuthor-Email: a@b.org\rNote: y\r", "Title: x\rNote: y\r");
        check("Title: x\rAuthor-Email: a@b.org\r c@d.org\r\nNote: y", "Title: x\rNote: y");
        check("Author-Email: a@b.org\r\n c@d.org\r\rNote: y\n", "Note: y\n");
        for name in [
            "Author-E-Mail",
            "author-email ",
            "  Author-Email",
            "Author Email",
            "\u{FEFF}E-mail",
            "X_EMAIL\t",
        ] {
            check(&format!("Title: x\n{name}: a@b.org\nmailto:c@d.org\nNote : y\n"), "Title: x\nNote : y\n");
        }
        check("Author-Emails-Sent: 3\n", "Author-Emails-Sent: 3\n");
        check("Abstract: x\n  http://example.org\n", "Abstract: x\n  http://example.org\n");
    }

    #[test]
    fn nothing_in_a_line_is_markup_and_long_ones_are_cut() {
        let t = Lang::En.messages();
        let (shown, _) = view(t, "Title: <script>&\rNote: x\n", 1);
        assert!(shown.0.contains("&lt;script&gt;&amp;<li><b>Note:</b> x"), "{}", shown.0);
        let (shown, _) = view(t, "Title: a\0b\u{b}c\td\n", 1);
        assert!(shown.0.contains("<b>Title:</b> abc\td</ol>"), "{:?}", shown.0);
        let (shown, whole) = view(t, &format!("Title: {}", "é".repeat(5_000)), 1);
        assert!(whole && shown.0.ends_with("…</ol>"), "{}", shown.0.len());
        let (shown, whole) = view(t, &"Author-Name: A\n".repeat(5_000), 1);
        assert!(!whole && shown.0.matches("<li>").count() == SHOWN);
    }

    #[test]
    fn titles_know_their_field() {
        let text =
            "Title: Prices\nX-Title-Original: 물가와\n  임금\nx-title-transliterated: Mulga wa imgeum\n";
        let check = |title: &str, name: Option<&str>| assert_eq!(title_field(text, title).as_deref(), name);
        check("물가와 임금", Some("x-title-original"));
        check("Mulga wa imgeum", Some("x-title-transliterated"));
        check("Preise", None);
    }
}
