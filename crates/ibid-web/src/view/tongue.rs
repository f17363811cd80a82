//! In which language and direction a piece of a record's text is set, so that Han characters get the
//! right shapes, screen readers the right voice, and right-to-left text its own direction.
//!
//! The script decides where it can; the language a record declares decides the rest.

use ibid_core::language::{Script, script};
use maud::{Markup, Render, html};

use super::plain::Plain;
use crate::i18n::Lang;

/// The `lang` and `dir` of a piece of text; `None` where the page's own hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tongue<'a> {
    pub(crate) lang: Option<&'a str>,
    pub(crate) dir: Option<&'static str>,
}

impl<'a> Tongue<'a> {
    /// `declared` is the record's language (ISO 639-1), which may be wrong or only the main one's.
    pub(crate) fn of(page: Lang, text: &str, declared: Option<&'a str>) -> Tongue<'a> {
        let script = script(text);
        let fitting = declared.filter(|lang| script.fits(lang));
        let lang = match (script, fitting) {
            (Script::Common, _) => None,
            (_, Some(lang)) => Some(lang),
            (Script::Latin, None) => Some("en"),
            // Han of no declared language is most often Chinese, and fonts know no "und-Hani".
            (Script::Han, None) => Some("zh"),
            (_, None) => script.tag(),
        };
        let lang = lang.filter(|lang| *lang != page.tag());
        let turns = script.is_rtl() || !text.is_ascii() && text.contains(is_turn);
        Tongue { lang, dir: turns.then_some("auto") }
    }
}

/// Marks that change the direction of all text after them: they stay within their own piece.
fn is_turn(c: char) -> bool {
    matches!(c, '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A record's text inside a line of ours: wrapped only where its language or direction differs.
pub(crate) struct Said<'a> {
    pub(crate) page: Lang,
    pub(crate) text: &'a str,
    pub(crate) declared: Option<&'a str>,
}

impl Render for Said<'_> {
    fn render(&self) -> Markup {
        let Said { page, text, declared } = *self;
        let tongue = Tongue::of(page, text, declared);
        if tongue == Tongue::default() {
            return Plain(text).render();
        }
        html! { bdi lang=[tongue.lang] dir=[tongue.dir] { (Plain(text)) } }
    }

    fn render_to(&self, buffer: &mut String) {
        let Said { page, text, declared } = *self;
        if page == Lang::En && text.is_ascii() && declared.is_none_or(|lang| lang == "en") {
            return Plain(text).render_to(buffer);
        }
        buffer.push_str(&self.render().0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_script_first() {
        let check = |text: &str, declared: Option<&str>, lang: Option<&str>| {
            assert_eq!(Tongue::of(Lang::En, text, declared).lang, lang, "{text} {declared:?}");
        };
        check("Toward Normalization", None, None);
        check("Toward Normalization", Some("en"), None);
        check("Vers la normalisation", Some("fr"), Some("fr"));
        check("Toward Normalization", Some("ko"), None);
        check("북한의 대일 전략", Some("en"), Some("ko"));
        check("北朝鮮の対日戦略", None, Some("ja"));
        check("北朝鮮", Some("ja"), Some("ja"));
        check("北朝鮮", None, Some("zh"));
        check("Економіка", Some("uk"), Some("uk"));
        check("Οικονομικά", None, Some("el"));
        check("A very long English title that mentions 서울 once", None, None);
        check("naïve café", None, None);
        check("1950–1961", Some("fr"), None);
    }

    #[test]
    fn right_to_left_text_finds_its_own_direction() {
        assert_eq!(
            Tongue::of(Lang::En, "اقتصاد", Some("fa")),
            Tongue { lang: Some("fa"), dir: Some("auto") }
        );
        assert_eq!(Tongue::of(Lang::En, "כלכלה", None).dir, Some("auto"));
        assert_eq!(Tongue::of(Lang::En, "economics", None).dir, None);
        assert_eq!(Tongue::of(Lang::En, "\u{202e}scimonoce", None).dir, Some("auto"));
    }

    #[test]
    fn only_foreign_text_is_wrapped() {
        let render = |text, declared| html! { (Said { page: Lang::En, text, declared }) }.into_string();
        assert_eq!(render("a < b", None), "a &lt; b");
        assert_eq!(render("서울", None), "<bdi lang=\"ko\">서울</bdi>");
        let korean = |text| html! { (Said { page: Lang::Ko, text, declared: None }) }.into_string();
        assert_eq!(korean("서울"), "서울");
        assert_eq!(korean("Seoul"), "<bdi lang=\"en\">Seoul</bdi>");
    }
}
