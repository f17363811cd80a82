//! In which language and direction a piece of a record's text is set, so that Han characters get the
//! right shapes, screen readers the right voice, and right-to-left text its own direction.
//!
//! The script decides where it can; the language a record declares decides the rest.

use ibid_core::language::{Script, script};
use maud::{Markup, Render, html};

use super::plain::Plain;

/// The `lang` and `dir` of a piece of text; `None` where the page's own hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tongue<'a> {
    pub(crate) lang: Option<&'a str>,
    pub(crate) dir: Option<&'static str>,
}

impl<'a> Tongue<'a> {
    /// `declared` is the record's language (ISO 639-1), which may be wrong or only the main one's.
    pub(crate) fn of(text: &str, declared: Option<&'a str>) -> Tongue<'a> {
        let script = script(text);
        let fitting = declared.filter(|lang| script.fits(lang));
        let lang = match (script, fitting) {
            (Script::Common, _) => None,
            (_, Some(lang)) => Some(lang).filter(|&lang| lang != "en"),
            (Script::Latin, None) => None,
            // Han of no declared language is most often Chinese, and fonts know no "und-Hani".
            (Script::Han, None) => Some("zh"),
            (_, None) => script.tag(),
        };
        Tongue { lang, dir: script.is_rtl().then_some("auto") }
    }
}

/// A record's text inside a line of ours: wrapped only where its language or direction differs.
pub(crate) struct Said<'a>(pub(crate) &'a str, pub(crate) Option<&'a str>);

impl Render for Said<'_> {
    fn render(&self) -> Markup {
        let Said(text, declared) = *self;
        let tongue = Tongue::of(text, declared);
        if tongue == Tongue::default() {
            return Plain(text).render();
        }
        html! { bdi lang=[tongue.lang] dir=[tongue.dir] { (Plain(text)) } }
    }

    fn render_to(&self, buffer: &mut String) {
        let Said(text, declared) = *self;
        if text.is_ascii() && declared.is_none_or(|lang| lang == "en") {
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
            assert_eq!(Tongue::of(text, declared).lang, lang, "{text} {declared:?}");
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
        assert_eq!(Tongue::of("اقتصاد", Some("fa")), Tongue { lang: Some("fa"), dir: Some("auto") });
        assert_eq!(Tongue::of("כלכלה", None).dir, Some("auto"));
        assert_eq!(Tongue::of("economics", None).dir, None);
    }

    #[test]
    fn only_foreign_text_is_wrapped() {
        let render = |text, declared| html! { (Said(text, declared)) }.into_string();
        assert_eq!(render("a < b", None), "a &lt; b");
        assert_eq!(render("서울", None), "<bdi lang=\"ko\">서울</bdi>");
    }
}
