//! The whole result of a search in a format, streamed: however much there is, a page of it at a time is
//! in memory, and the next one is made when its reader has taken the last.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::Uri;
use axum::http::header::{self, HeaderValue};
use axum::response::Response;
use ibid_app::export::Export;
use ibid_app::search::{Place, SearchRequest};
use ibid_core::text::fold;
use tokio::sync::{Semaphore, mpsc};

use super::{read, request};
use crate::Site;
use crate::page::Pieces;
use crate::pages::take_away;
use crate::problem::{Answer, Problem};
use crate::urls;

/// Pages of exports made at a time. None is made while the last one waits for its reader, so that any
/// number of slow readers leaves room for others.
static ROOM: Semaphore = Semaphore::const_new(4);
/// How long an export under way waits before it tries again when searches are refused, and how often.
const AGAIN_AFTER: Duration = Duration::from_millis(200);
const TRIES: usize = 50;
/// Records looked up at a time.
const STEP: usize = 500;
/// Letters of what was asked in the name of the file.
const NAME: usize = 40;

/// The paths this answers.
pub(crate) fn extensions() -> impl Iterator<Item = String> {
    take_away::all().map(|wanted| urls::search_export(take_away::extension(wanted)))
}

/// `/search.bib?q=…`: everything found, in the order asked for.
pub(crate) async fn export(State(site): State<Site>, uri: Uri) -> Answer<Response> {
    let asked = read(&uri)?.first_page();
    let wanted = take_away::all().find(|it| urls::search_export(take_away::extension(*it)) == uri.path());
    let wanted = wanted.ok_or_else(|| Problem::missing(uri.path()))?;
    let mut walk = Walk {
        site: site.clone(),
        asked: SearchRequest { limit: STEP, ..request(&asked) },
        export: Export::new(site.reader().clone(), wanted),
        done: false,
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
            piece = walk
                .next_in_time()
                .await
                .map(Bytes::from)
                .map_err(|_| io::Error::other("the export broke off"));
        }
        if walk.done {
            let _ = sender.send(Ok(Bytes::from_static(walk.export.end().as_bytes()))).await;
        }
    });
    let mut response = Response::new(Body::new(Pieces(pieces)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(take_away::media_type(wanted)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let name =
        format!("attachment; filename=\"{}.{}\"", file_name(&asked.text), take_away::extension(wanted));
    headers.extend(HeaderValue::try_from(name).map(|name| (header::CONTENT_DISPOSITION, name)));
    Ok(response)
}

/// A result, page after page.
struct Walk {
    site: Site,
    asked: SearchRequest,
    export: Export,
    done: bool,
}

impl Walk {
    /// The next page, even if searches are refused for a while: its reader has the pages before it.
    async fn next_in_time(&mut self) -> Answer<String> {
        for _ in 1..TRIES {
            match self.next().await {
                Err(Problem::Busy) => tokio::time::sleep(AGAIN_AFTER).await,
                made => return made,
            }
        }
        self.next().await
    }

    async fn next(&mut self) -> Answer<String> {
        let _room = ROOM.acquire().await.map_err(|_| Problem::Busy)?;
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
    use crate::tests::world::World;

    #[tokio::test]
    async fn readers_who_take_nothing_leave_room_for_others() {
        let paper = |number: usize| {
            format!(
                "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: A\nTitle: Prices\n\
                 Handle: RePEc:abc:papers:{number}\n\n"
            )
        };
        let papers: String = (0..2 * STEP + 1).map(paper).collect();
        let world = World::of(&papers).await;
        let mut begun = Vec::new();
        for _ in 0..8 {
            begun.push(world.begin("/search.csl.json?q=prices").await);
            // All that is made without a reader is made.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let got = tokio::time::timeout(Duration::from_secs(60), world.get("/search.ris?q=prices")).await;
        let got = got.expect("an answer");
        assert_eq!((got.status, got.text().matches("TY  - ").count()), (200, 2 * STEP + 1));
        for response in begun {
            assert_eq!(response.status(), 200);
        }
    }

    #[test]
    fn files_have_plain_names() {
        let check = |text, expected: &str| assert_eq!(file_name(text), expected);
        check("Monetary \"policy\"; rm -rf", "monetary-policy-rm-rf");
        check("북한", "works");
        check("", "works");
        check(&"long ".repeat(50), "long-long-long-long-long-long-long-long");
    }
}
