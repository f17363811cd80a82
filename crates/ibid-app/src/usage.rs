//! Counting use: files that readers opened by way of the catalogue.
//!
//! Counted is what a person most likely did. Robots are left out by what they call themselves, and so
//! is the second click within half a minute. Of a reader nothing is kept but a number in memory, made
//! with a key that dies with the process, for as long as that. Counts are written every few seconds.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ibid_store::{Hits, Writer};
use tokio::sync::watch;

pub use ibid_store::What;

/// Seconds within which a second click of a reader on the same thing is no second use.
const DOUBLE: i64 = 30;
/// How often counts are written.
const EVERY: Duration = Duration::from_secs(3);
/// Different counts that wait to be written, and clicks that are remembered. What comes in beyond them
/// is a flood and not counted.
const WAITING: usize = 20_000;
const REMEMBERED: usize = 100_000;

/// What robots and programs call themselves, or have in what they say.
const ROBOTS: &[&str] = &[
    "archive",
    "axios",
    "bot",
    "crawl",
    "curl",
    "facebookexternalhit",
    "feed",
    "fetch",
    "go-http",
    "headless",
    "http-client",
    "httpclient",
    "java/",
    "libwww",
    "lighthouse",
    "monitor",
    "okhttp",
    "perl",
    "phantom",
    "preview",
    "python",
    "ruby",
    "scrap",
    "slurp",
    "spider",
    "validator",
    "wget",
];

/// Counts uses. Cheap to clone.
#[derive(Clone)]
pub struct Usage(Arc<Inner>);

struct Inner {
    writer: Writer,
    key: RandomState,
    counted: Mutex<Counted>,
}

#[derive(Default)]
struct Counted {
    /// By record, what and day.
    waiting: HashMap<(i64, What, i64), i64>,
    /// When a click was last seen, by a number made of reader and click; and by our own watch, so that
    /// it is forgotten though nobody comes any more.
    seen: HashMap<u64, (i64, Instant)>,
    /// The second in which what is remembered was last gone through because it was too much.
    sifted: i64,
}

/// Somebody asked for something of a record.
#[derive(Clone, Copy, Debug)]
pub struct Click<'a> {
    pub record: i64,
    pub what: What,
    /// Which of several, files for instance.
    pub number: usize,
    /// What tells readers apart, an address; not kept.
    pub reader: &'a str,
    /// What the reader's program calls itself.
    pub agent: &'a str,
    /// In epoch seconds.
    pub at: i64,
}

impl Usage {
    pub fn new(writer: Writer) -> Usage {
        Usage(Arc::new(Inner { writer, key: RandomState::new(), counted: Mutex::default() }))
    }

    /// Counts a click, if it counts. Never waits for the ledger.
    pub fn count(&self, click: &Click<'_>) {
        if is_robot(click.agent) {
            return;
        }
        let mark = self.0.key.hash_one((click.reader, click.agent, click.record, click.what, click.number));
        let mut counted = self.counted();
        // Once a second, or a flood would have every click go through all of them.
        if counted.seen.len() >= REMEMBERED && counted.sifted != click.at {
            counted.sifted = click.at;
            counted.seen.retain(|_, (at, _)| click.at - *at < DOUBLE);
        }
        let full = counted.seen.len() >= REMEMBERED || counted.waiting.len() >= WAITING;
        let before = (!full).then(|| counted.seen.insert(mark, (click.at, Instant::now()))).flatten();
        if full || before.is_some_and(|(before, _)| click.at - before < DOUBLE) {
            return;
        }
        let day = click.at.div_euclid(86_400);
        *counted.waiting.entry((click.record, click.what, day)).or_default() += 1;
    }

    /// Writes what was counted, every few seconds until `stop` turns true, and then once more.
    pub async fn keep(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            tokio::select! {
                _ = tokio::time::sleep(EVERY) => {}
                changed = stop.changed() => if changed.is_err() { break },
            }
            self.write().await;
        }
        self.write().await;
    }

    /// Writes what was counted since the last time. What cannot be written waits for the next.
    pub async fn write(&self) {
        let waiting = {
            let mut counted = self.counted();
            counted.seen.retain(|_, (_, at)| at.elapsed().as_secs() < DOUBLE as u64);
            std::mem::take(&mut counted.waiting)
        };
        if waiting.is_empty() {
            return;
        }
        let hits = waiting.iter().map(|(&(record, what, day), &count)| Hits { record, what, day, count });
        if let Err(error) = self.add(hits.collect()).await {
            tracing::error!("usage: {error}");
            let mut counted = self.counted();
            for (key, count) in waiting {
                *counted.waiting.entry(key).or_default() += count;
            }
        }
    }

    async fn add(&self, hits: Vec<Hits>) -> ibid_store::Result<()> {
        let mut tx = self.0.writer.begin().await?;
        tx.add_hits(&hits).await?;
        tx.commit().await.map(drop)
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.0.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether this is what a robot calls itself. A program that does not say is one.
fn is_robot(agent: &str) -> bool {
    let agent = agent.trim().to_ascii_lowercase();
    agent.is_empty() || ROBOTS.iter().any(|it| agent.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ibid_store::{Reader, Store};

    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

    async fn counter() -> (Usage, Reader) {
        let store = Store::open("sqlite::memory:").await.unwrap();
        (Usage::new(store.writer()), store.reader())
    }

    fn click(reader: &str, record: i64, number: usize, at: i64) -> Click<'_> {
        Click { record, what: What::File, number, reader, agent: FIREFOX, at }
    }

    #[test]
    fn robots_are_known_by_their_names() {
        let robots = [
            "",
            " ",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "curl/8.5.0",
            "Wget/1.24",
            "python-requests/2.31",
            "Mozilla/5.0 (compatible; Baiduspider/2.0)",
            "Mozilla/5.0 AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36",
            "facebookexternalhit/1.1",
        ];
        let readers = [
            FIREFOX,
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0",
            "Lynx/2.9.0dev.12 libssl/3.2",
        ];
        robots.iter().for_each(|agent| assert!(is_robot(agent), "{agent}"));
        readers.iter().for_each(|agent| assert!(!is_robot(agent), "{agent}"));
    }

    #[tokio::test]
    async fn a_second_click_is_no_second_use() {
        let (usage, reader) = counter().await;
        let clicks = [
            (click("10.0.0.1", 1, 1, 100), 1),
            (click("10.0.0.1", 1, 1, 105), 1),
            (click("10.0.0.1", 1, 1, 134), 1),
            (click("10.0.0.1", 1, 1, 164), 2),
            (click("10.0.0.1", 1, 2, 164), 3),
            (click("10.0.0.2", 1, 1, 164), 4),
            (click("10.0.0.1", 2, 1, 164), 4),
            (Click { agent: "Googlebot", ..click("10.0.0.3", 1, 1, 164) }, 4),
        ];
        for (click, expected) in clicks {
            usage.count(&click);
            usage.write().await;
            assert_eq!(reader.hits(1, What::File).await.unwrap(), expected, "{click:?}");
        }
        assert_eq!(reader.hits(2, What::File).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn what_is_counted_is_written_at_the_end() {
        let (usage, reader) = counter().await;
        let (stop, stopped) = watch::channel(false);
        let keeping = tokio::spawn(usage.clone().keep(stopped));
        usage.count(&click("10.0.0.1", 7, 1, 86_400));
        stop.send(true).unwrap();
        keeping.await.unwrap();
        assert_eq!(reader.hits(7, What::File).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_flood_fills_no_memory() {
        let (usage, reader) = counter().await;
        for number in 0..REMEMBERED + WAITING {
            usage.count(&click("10.0.0.1", 1, number, 100));
        }
        usage.count(&click("10.0.0.1", 2, 1, 100));
        assert_eq!(usage.counted().seen.len(), REMEMBERED);
        usage.write().await;
        assert_eq!(reader.hits(2, What::File).await.unwrap(), 0);
        usage.count(&click("10.0.0.1", 2, 1, 200));
        usage.write().await;
        assert_eq!(reader.hits(2, What::File).await.unwrap(), 1, "it passes");
        for record in 0..2 * WAITING as i64 {
            usage.count(&click("10.0.0.1", record, 1, 300));
        }
        assert_eq!(usage.counted().waiting.len(), WAITING);
    }
}
