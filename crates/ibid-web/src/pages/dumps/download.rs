//! A file of ours on its way to somebody: whole, from where a broken connection left off, or not at all
//! when they have it already (RFC 9110, 13 and 14). A piece at a time is in memory.

use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, SeekFrom};
use tokio::sync::mpsc;

use crate::page::Pieces;
use crate::problem::{self, Answer, Problem};

/// Bytes read at once.
const PIECE: usize = 128 << 10;

/// What is sent of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    /// From this byte, so many.
    Part(u64, u64),
    /// It begins behind the end.
    Beyond,
}

/// Sends a file; `None` when there is none.
pub(super) async fn send(path: &Path, media: &'static str, asked: &HeaderMap) -> Answer<Option<Response>> {
    let Ok(mut file) = File::open(path).await else { return Ok(None) };
    let about = file.metadata().await.map_err(Problem::inside)?;
    if !about.is_file() {
        return Ok(None);
    }
    let modified = about.modified().map_err(Problem::inside)?;
    let since = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    let tag = format!("\"{:x}-{:x}\"", since.as_nanos(), about.len());
    let date = httpdate::fmt_http_date(modified);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    put(&mut headers, header::ETAG, &tag);
    put(&mut headers, header::LAST_MODIFIED, &date);
    if is_known(asked, &tag, &date) {
        return Ok(Some(problem::not_modified(headers)));
    }
    let wanted = wanted(asked, about.len(), &tag, &date);
    let (from, length) = match wanted {
        Wanted::Whole => (0, about.len()),
        Wanted::Part(from, length) => (from, length),
        Wanted::Beyond => return Err(problem::NO_SUCH_PART),
    };
    file.seek(SeekFrom::Start(from)).await.map_err(Problem::inside)?;
    put(&mut headers, header::CONTENT_LENGTH, &length.to_string());
    let mut response = Response::new(Body::new(read(file, length)));
    if let Wanted::Part(..) = wanted {
        let range = format!("bytes {from}-{}/{}", from + length - 1, about.len());
        put(&mut headers, header::CONTENT_RANGE, &range);
        response = problem::a_part(response);
    }
    *response.headers_mut() = headers;
    Ok(Some(response))
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    headers.extend(HeaderValue::try_from(value).map(|value| (name, value)));
}

fn text(asked: &HeaderMap, name: HeaderName) -> Option<&str> {
    asked.get(name)?.to_str().ok()
}

/// Whether the asker has the file as it is.
fn is_known(asked: &HeaderMap, tag: &str, date: &str) -> bool {
    if let Some(known) = text(asked, header::IF_NONE_MATCH) {
        let bare = |it: &str| it.trim().trim_start_matches("W/") == tag;
        return known.trim() == "*" || known.split(',').any(bare);
    }
    let read = |date: &str| httpdate::parse_http_date(date).ok();
    let since = text(asked, header::IF_MODIFIED_SINCE).and_then(read);
    since.is_some_and(|since| read(date).is_some_and(|date| date <= since))
}

/// One part is sent, no list of them; what cannot be read is passed over, as the standard has it.
fn wanted(asked: &HeaderMap, length: u64, tag: &str, date: &str) -> Wanted {
    let Some(range) = text(asked, header::RANGE).and_then(|it| it.strip_prefix("bytes=")) else {
        return Wanted::Whole;
    };
    if text(asked, header::IF_RANGE).is_some_and(|it| it != tag && it != date) {
        return Wanted::Whole;
    }
    let number = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => text.parse::<u64>().ok(),
        false => None,
    };
    match range.trim().split_once('-') {
        Some(("", last)) => match number(last) {
            Some(0) => Wanted::Beyond,
            Some(last) if length > 0 => Wanted::Part(length.saturating_sub(last), length.min(last)),
            Some(_) => Wanted::Beyond,
            None => Wanted::Whole,
        },
        Some((first, last)) => {
            let end = if last.is_empty() { Some(u64::MAX) } else { number(last) };
            match number(first).zip(end) {
                Some((first, end)) if first > end => Wanted::Whole,
                Some((first, _)) if first >= length => Wanted::Beyond,
                Some((first, end)) => Wanted::Part(first, end.min(length - 1) - first + 1),
                None => Wanted::Whole,
            }
        }
        None => Wanted::Whole,
    }
}

/// Reads so many bytes, the next piece when the last one is taken.
fn read(mut file: File, mut left: u64) -> Pieces {
    let (sender, pieces) = mpsc::channel(1);
    tokio::spawn(async move {
        while left > 0 {
            let mut piece = vec![0; PIECE.min(left as usize)];
            let sent = match file.read(&mut piece).await {
                Ok(0) => sender.send(Err(io::Error::other("the file became shorter"))).await,
                Ok(read) => {
                    piece.truncate(read);
                    left -= read as u64;
                    sender.send(Ok(Bytes::from(piece))).await
                }
                Err(error) => sender.send(Err(error)).await,
            };
            if sent.is_err() {
                return;
            }
        }
    });
    Pieces(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAG: &str = "\"a-1\"";
    const DATE: &str = "Fri, 20 Nov 2026 03:00:00 GMT";

    fn asked(headers: &[(HeaderName, &str)]) -> HeaderMap {
        headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn parts_are_those_asked_for() {
        let check = |range: &str, expected| {
            assert_eq!(wanted(&asked(&[(header::RANGE, range)]), 100, TAG, DATE), expected, "{range}");
        };
        check("bytes=0-", Wanted::Part(0, 100));
        check("bytes=10-19", Wanted::Part(10, 10));
        check("bytes=90-1000", Wanted::Part(90, 10));
        check("bytes=-10", Wanted::Part(90, 10));
        check("bytes=-1000", Wanted::Part(0, 100));
        check("bytes=100-", Wanted::Beyond);
        check("bytes=-0", Wanted::Beyond);
        for odd in [
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=5-1",
            "bytes=0-1,5-6",
            "lines=1-2",
            "bytes=+1-2",
            "bytes=99999999999999999999-",
        ] {
            check(odd, Wanted::Whole);
        }
        let when = |condition: &str| {
            wanted(&asked(&[(header::RANGE, "bytes=1-"), (header::IF_RANGE, condition)]), 9, TAG, DATE)
        };
        assert_eq!((when(TAG), when(DATE)), (Wanted::Part(1, 8), Wanted::Part(1, 8)));
        assert_eq!((when("\"b\""), when("Fri, 20 Nov 2026 03:00:01 GMT")), (Wanted::Whole, Wanted::Whole));
        assert_eq!(wanted(&asked(&[(header::RANGE, "bytes=-5")]), 0, TAG, DATE), Wanted::Beyond);
    }

    #[test]
    fn who_has_it_is_not_sent_it_again() {
        let check = |headers: &[(HeaderName, &str)], expected| {
            assert_eq!(is_known(&asked(headers), TAG, DATE), expected, "{headers:?}");
        };
        check(&[], false);
        check(&[(header::IF_NONE_MATCH, TAG)], true);
        check(&[(header::IF_NONE_MATCH, "\"x\", W/\"a-1\"")], true);
        check(&[(header::IF_NONE_MATCH, "*")], true);
        check(&[(header::IF_NONE_MATCH, "\"x\""), (header::IF_MODIFIED_SINCE, DATE)], false);
        check(&[(header::IF_MODIFIED_SINCE, DATE)], true);
        check(&[(header::IF_MODIFIED_SINCE, "Fri, 20 Nov 2026 02:59:59 GMT")], false);
        check(&[(header::IF_MODIFIED_SINCE, "yesterday")], false);
    }
}
