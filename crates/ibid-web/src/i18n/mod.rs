//! The interface in five languages.
//!
//! Here: which language a reader gets ([`Lang`]). What is said stands in `messages/`, one file a
//! language; how words, numbers and days are put together in `phrase.rs`. Deliberately not here:
//! the texts of records, which stay as their publishers wrote them, and the labels of JEL codes.

mod field_table;
mod messages;
mod phrase;

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::{self, HeaderMap};
use axum::http::request::Parts;

pub(crate) use messages::Messages;
pub(crate) use phrase::{Text, fill};

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Lang {
    En,
    Ko,
    Ja,
    Ru,
    Zh,
}

/// The cookie that holds a language somebody chose; it goes before what their browser asks for.
pub(crate) const COOKIE: &str = "language";

impl Lang {
    pub(crate) const ALL: [Lang; 5] = [Lang::En, Lang::Ko, Lang::Ja, Lang::Ru, Lang::Zh];

    /// ISO 639-1, as in the `lang` of a page.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ko => "ko",
            Lang::Ja => "ja",
            Lang::Ru => "ru",
            Lang::Zh => "zh",
        }
    }

    /// What its speakers call it.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::Ko => "한국어",
            Lang::Ja => "日本語",
            Lang::Ru => "Русский",
            Lang::Zh => "中文",
        }
    }

    /// The inverse of [`Lang::tag`], for tags with a region or script too: `zh-Hant-TW`.
    pub(crate) fn from_tag(tag: &str) -> Option<Lang> {
        let main = tag.split(['-', '_']).next().unwrap_or("").trim();
        Lang::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(main))
    }

    /// The language for a request: the chosen one, else the one its browser likes best among ours.
    pub(crate) fn of(headers: &HeaderMap) -> Lang {
        chosen(headers).or_else(|| preferred(headers)).unwrap_or(Lang::En)
    }

    pub(crate) fn messages(self) -> &'static Messages {
        messages::of(self)
    }
}

fn chosen(headers: &HeaderMap) -> Option<Lang> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|it| it.to_str().ok());
    let pairs = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == COOKIE).find_map(|(_, value)| Lang::from_tag(value))
}

/// RFC 9110, 12.5.4: the first of the heaviest; a weight that cannot be read counts as none.
fn preferred(headers: &HeaderMap) -> Option<Lang> {
    let text = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Lang)> = None;
    for part in text.split(',') {
        let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|it| it.parse().ok()).unwrap_or(0.0);
        if let Some(lang) = Lang::from_tag(tag.trim())
            && weight > best.map_or(0.0, |(heaviest, _)| heaviest)
        {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

impl<S: Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Lang, Infallible> {
        Ok(Lang::of(&parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn readers_get_the_language_they_like_best() {
        let check = |accept: &str, cookie: &str, expected: Lang| {
            let mut headers = HeaderMap::new();
            for (name, value) in [(header::ACCEPT_LANGUAGE, accept), (header::COOKIE, cookie)] {
                headers.insert(name, HeaderValue::from_str(value).expect("a header"));
            }
            assert_eq!(Lang::of(&headers), expected, "{accept:?} {cookie:?}");
        };
        check("", "", Lang::En);
        check("ko-KR,ko;q=0.9,en;q=0.8", "", Lang::Ko);
        check("en;q=0.3, ja", "", Lang::Ja);
        check("fr, ru;q=0.4, en;q=0.5", "", Lang::En);
        check("zh-Hant-TW", "", Lang::Zh);
        check("ko;q=0, ru;q=x", "", Lang::En);
        check("*", "", Lang::En);
        check("ko", "a=b; language=ru", Lang::Ru);
        check("ko", "language=xx", Lang::Ko);
        check(";;;,,q=", "language", Lang::En);
    }
}
