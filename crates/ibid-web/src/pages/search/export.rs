//! The whole result of a search in a format, streamed: however much there is, a page of it at a time is
//! in memory, and the next one is made when its reader has taken the last.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::Uri;
use axum::http::header::{self, HeaderValue};
use axum::response::Response;
use http_body::Frame;
use ibid_app::export::{As, Export};
use ibid_app::search::{Place, SearchRequest};
use ibid_core::export::Format;
use ibid_core::text::fold;
use tokio::sync::{Semaphore, SemaphorePermit, mpsc};

use super::{read, request};
use crate::Site;
use crate::i18n::{Messages, Text};
use crate::problem::{Answer, Problem};
use crate::urls;

/// Exports at a time; each keeps a part of the processor busy for as long as it lasts.
static ROOM: Semaphore = Semaphore::const_new(4);
/// Records looked up at a time.
const STEP: usize = 500;
/// Letters of what was asked in the name of the file.
const NAME: usize = 40;

/// What each format is called, and its extension.
pub(in crate::pages) fn offers(t: &Messages) -> Vec<(Text, Text)> {
    let name = |format: Format| if format == Format::Text { t.field.plain_text } else { format.label() };
    Format::ALL.into_iter().map(|format| (name(format), format.extension())).collect()
}

/// The paths this answers.
pub(crate) fn extensions() -> impl Iterator<Item = String> {
    Format::ALL.into_iter().map(|format| urls::search_export(format.extension()))
}

/// `/search.bib?q=…`: everything found, in the order asked for.
pub(crate) async fn export(State(site): State<Site>, uri: Uri) -> Answer<Response> {
    let asked = read(&uri)?.first_page();
    let format = Format::ALL.into_iter().find(|it| urls::search_export(it.extension()) == uri.path());
    let format = format.ok_or_else(|| Problem::missing(uri.path()))?;
    let room = ROOM.try_acquire().map_err(|_| Problem::Busy)?;
    let mut walk = Walk {
        site: site.clone(),
        asked: SearchRequest { limit: STEP, ..request(&asked) },
        export: Export::new(site.reader().clone(), As::Format(format)),
        done: false,
        _room: room,
    };
    let first = walk.next().await?;
    let (sender, pieces) = mpsc::channel(1);
    tokio::spawn(async move {
        let begin = walk.export.begin().to_owned();
        let mut piece = Ok(Bytes::from(begin + &first));
        loop {
            let broken = piece.is_err();
            // Nobody takes it any more, or nothing more can be given.
            if sender.send(piece).await.is_err() || broken || walk.done {
                break;
            }
            piece = walk.next().await.map(Bytes::from).map_err(|_| io::Error::other("the export broke off"));
        }
        if walk.done {
            let _ = sender.send(Ok(Bytes::from_static(walk.export.end().as_bytes()))).await;
        }
    });
    let mut response = Response::new(Body::new(Pieces(pieces)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let name = format!("attachment; filename=\"{}.{}\"", file_name(&asked.text), format.extension());
    headers.extend(HeaderValue::try_from(name).map(|name| (header::CONTENT_DISPOSITION, name)));
    Ok(response)
}

/// A result, page after page.
struct Walk {
    site: Site,
    asked: SearchRequest,
    export: Export,
    done: bool,
    _room: SemaphorePermit<'static>,
}

impl Walk {
    async fn next(&mut self) -> Answer<String> {
        let results = self.site.search().hits(self.asked.clone()).await?;
        let handles: Vec<_> = results.hits.iter().map(|hit| hit.handle.clone()).collect();
        let mut text = String::new();
        for stored in self.site.reader().records(&handles).await?.into_iter().flatten() {
            text.extend(self.export.entry(&stored).await?);
        }
        self.asked.from = results.hits.last().map(|hit| -> Place { hit.place(false) });
        self.done = !results.more || self.asked.from.is_none();
        Ok(text)
    }
}

/// A body that comes in pieces.
struct Pieces(mpsc::Receiver<io::Result<Bytes>>);

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

/// What was asked as a name for a file, in plain letters.
fn file_name(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = words.collect::<Vec<_>>().join("-");
    name.truncate(NAME);
    if name.is_empty() { "works".to_owned() } else { name.trim_end_matches('-').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_plain_names() {
        let check = |text, expected: &str| assert_eq!(file_name(text), expected);
        check("Monetary \"policy\"; rm -rf", "monetary-policy-rm-rf");
        check("북한", "works");
        check("", "works");
        check(&"long ".repeat(50), "long-long-long-long-long-long-long-long");
    }
}
