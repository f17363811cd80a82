//! What handlers hand back when all is well: a page or a file, with what caches need to know about it.
//!
//! Not here: errors and their status codes (`problem.rs`), keeping answers (`front.rs`).

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use tokio::sync::mpsc;

/// A page, or the same thing in another format.
pub(crate) struct Page {
    media: &'static str,
    text: Bytes,
    modified: Option<i64>,
    links: Box<str>,
    keep: Keep,
}

/// How long an answer may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    /// Until the ledger or the day moves on.
    WhileNothingChanges,
    /// It came out of the index, which follows the ledger a moment later: made anew each time.
    NotHere,
    /// Its address changes with its content.
    ForEver,
    /// Shows what changes without the ledger too, and may do so a minute late.
    AWhile,
    /// Good enough for a minute, whatever happens.
    AMinute,
    /// Made for this moment only.
    Not,
}

/// Rides on a response: its body in one piece, for the front to keep and to compress.
#[derive(Clone)]
pub(crate) struct Whole {
    pub(crate) bytes: Bytes,
    pub(crate) kept: Kept,
}

/// How long the front may keep an answer, as long as the edition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Not,
    AMinute,
    Always,
}

impl Page {
    pub(crate) fn html(text: String) -> Page {
        Page::new("text/html; charset=utf-8", text)
    }

    pub(crate) fn new(media: &'static str, text: impl Into<Bytes>) -> Page {
        Page {
            media,
            text: text.into(),
            modified: None,
            links: Box::default(),
            keep: Keep::WhileNothingChanges,
        }
    }

    /// When what it shows last changed, in seconds since 1970.
    pub(crate) fn modified(self, at: i64) -> Page {
        Page { modified: Some(at), ..self }
    }

    /// What it leads to, in the words of the `Link` header.
    pub(crate) fn linked(self, links: String) -> Page {
        Page { links: links.into(), ..self }
    }

    /// Its text, when it is JSON.
    pub(crate) fn json(&self) -> Option<&[u8]> {
        (self.media == "application/json").then_some(&self.text[..])
    }

    pub(crate) fn for_ever(self) -> Page {
        Page { keep: Keep::ForEver, ..self }
    }

    /// For what depends on the index.
    pub(crate) fn searched(self) -> Page {
        Page { keep: Keep::NotHere, ..self }
    }

    /// For what counts up or is made anew at its own pace.
    pub(crate) fn for_a_while(self) -> Page {
        Page { keep: Keep::AWhile, ..self }
    }

    pub(crate) fn for_a_minute(self) -> Page {
        Page { keep: Keep::AMinute, ..self }
    }

    pub(crate) fn not_kept(self) -> Page {
        Page { keep: Keep::Not, ..self }
    }

    /// The page, or word that it is still the one of a date the asker names. Only for what changes
    /// whenever its date does; by their tags all pages are compared in the end.
    pub(crate) fn unless_known(self, headers: &HeaderMap) -> Response {
        let asked = headers.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
        let since = asked.and_then(|text| httpdate::parse_http_date(text).ok());
        let since = since.and_then(|it| it.duration_since(std::time::UNIX_EPOCH).ok());
        let same = self.modified.zip(since).is_some_and(|(at, since)| at <= since.as_secs().cast_signed());
        let response = self.into_response();
        match same && !headers.contains_key(header::IF_NONE_MATCH) {
            true => crate::problem::not_modified(response.headers().clone()),
            false => response,
        }
    }
}

/// A body that comes in pieces, each made when there is room for it.
pub(crate) struct Pieces(pub(crate) mpsc::Receiver<io::Result<Bytes>>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let bytes = self.text;
        let mut response = Response::new(Body::from(bytes.clone()));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media));
        let control = match self.keep {
            Keep::WhileNothingChanges | Keep::NotHere | Keep::AWhile => "no-cache",
            Keep::ForEver => "public, max-age=31536000, immutable",
            Keep::AMinute => "public, max-age=60",
            Keep::Not => "no-store",
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(control));
        headers.insert(
            header::VARY,
            HeaderValue::from_static("accept, accept-encoding, accept-language, cookie"),
        );
        if self.keep != Keep::Not {
            headers.insert(header::ETAG, tag(&bytes));
        }
        if !self.links.is_empty()
            && let Ok(links) = HeaderValue::try_from(&*self.links)
        {
            headers.insert(header::LINK, links);
        }
        if let Some(at) = self.modified {
            set_modified(headers, at);
        }
        let kept = match self.keep {
            Keep::WhileNothingChanges => Kept::Always,
            Keep::AWhile => Kept::AMinute,
            Keep::NotHere | Keep::ForEver | Keep::AMinute | Keep::Not => Kept::Not,
        };
        response.extensions_mut().insert(Whole { bytes, kept });
        response
    }
}

/// The calendar of these formats ends with the year 9999.
const LAST_MOMENT: i64 = 253_402_300_799;

fn set_modified(headers: &mut HeaderMap, at: i64) {
    if let Ok(value) = HeaderValue::try_from(http_date(at)) {
        headers.insert(header::LAST_MODIFIED, value);
    }
}

/// A moment as the protocol writes it, in seconds since 1970: `Wed, 27 Jul 2011 00:00:00 GMT`.
pub(crate) fn http_date(at: i64) -> String {
    let since = std::time::Duration::from_secs(at.clamp(0, LAST_MOMENT).unsigned_abs());
    httpdate::fmt_http_date(std::time::UNIX_EPOCH + since)
}

/// A tag made of the very bytes shown, so that whatever they depend on is in it: the record, its
/// series, the settings, the look. Weak, since the compressed form shares it.
fn tag(bytes: &[u8]) -> HeaderValue {
    HeaderValue::try_from(format!("W/\"{:016x}\"", digest(bytes)))
        .unwrap_or(HeaderValue::from_static("W/\"0\""))
}

/// A quick 64-bit digest: four lanes of eight bytes, each multiplied and rotated, then folded
/// together. Collisions cost a stale page to one reader, so it need not withstand enemies.
pub(crate) fn digest(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |state: u64, word: u64| (state ^ word).wrapping_mul(PRIME).rotate_left(29);
    let mut lanes = [PRIME, !PRIME, PRIME.rotate_left(17), PRIME.rotate_left(41)];
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        for (lane, word) in lanes.iter_mut().zip(words) {
            *lane = mix(*lane, u64::from_le_bytes(*word));
        }
    }
    let mut state = lanes.into_iter().fold(bytes.len() as u64, mix);
    for &byte in rest {
        state = mix(state, u64::from(byte));
    }
    state ^ (state >> 32)
}

/// The headers every answer gets, whatever it is.
pub(crate) fn guard(headers: &mut HeaderMap, policy: &HeaderValue) {
    let fixed: [(HeaderName, &'static str); 3] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
}

/// The headers that let pages of any site read an answer.
pub(crate) fn open_to_all(headers: &mut HeaderMap) {
    let fixed = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_more_or_less_changes_the_tag() {
        let base: Vec<u8> = (0..77).collect();
        let mut seen = std::collections::HashSet::from([digest(&base), digest(&base[..76])]);
        for at in 0..base.len() {
            let mut other = base.clone();
            other[at] ^= 1;
            assert!(seen.insert(digest(&other)), "byte {at}");
        }
    }

    #[test]
    fn caches_are_told_how_long() {
        let control = |page: Page| {
            let response = page.into_response();
            let text = response.headers()[header::CACHE_CONTROL].to_str().map(str::to_owned);
            (text.unwrap_or_default(), response.headers().contains_key(header::ETAG))
        };
        assert_eq!(control(Page::html(String::new())), ("no-cache".to_owned(), true));
        assert_eq!(control(Page::html(String::new()).not_kept()), ("no-store".to_owned(), false));
        assert!(control(Page::html(String::new()).for_ever()).0.contains("immutable"));
        assert_eq!(control(Page::html(String::new()).for_a_minute()).0, "public, max-age=60");
    }

    #[test]
    fn moments_end_with_the_calendar() {
        assert_eq!(http_date(i64::MAX), "Fri, 31 Dec 9999 23:59:59 GMT");
    }

    #[test]
    fn a_moment_becomes_a_date_of_the_protocol() {
        let response = Page::html(String::new()).modified(1_311_724_800).into_response();
        assert_eq!(response.headers()[header::LAST_MODIFIED], "Wed, 27 Jul 2011 00:00:00 GMT");
    }
}
