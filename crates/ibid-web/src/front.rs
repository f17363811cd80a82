//! What stands before the router: answers that need no handler.
//!
//! A page that was made for this edition of the catalogue (see [`Site::edition`]) is sent again from
//! memory, to who accepts it in its compressed form, and to who has it already as a bare 304. Pages
//! are kept once they are asked for a second time, so that a crawler reading a million works does not
//! push out the few that everyone reads.

use std::collections::HashMap;
use std::io::Write as _;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, Request, Response};
use axum::response::Response as AxumResponse;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body::Frame;
use tokio::time::Instant;
use tower_service::Service as _;

use crate::client::{self, Peer};
use crate::i18n::Lang;
use crate::limit::{Buckets, Class};
use crate::page::{self, Kept, Whole, digest};
use crate::problem::{self, Problem};
use crate::{Site, urls};

/// The router behind its cache.
pub(crate) struct Front {
    site: Site,
    router: Router,
    buckets: Buckets,
    shards: [Mutex<Shard>; SHARDS],
    seen: Box<[AtomicU32]>,
}

const SHARDS: usize = 16;
/// Bytes of pages kept in each shard, 64 MiB in all.
const SHARD_HOLDS: usize = 4 << 20;
/// A larger page is made anew each time.
const LARGEST_KEPT: usize = 256 << 10;
/// How many addresses are remembered as asked for once.
const SEEN: usize = 1 << 16;
/// How long an answer is kept that changes at its own pace.
const A_WHILE: Duration = Duration::from_secs(60);
/// Smaller answers gain nothing from compression.
const WORTH_COMPRESSING: usize = 1 << 10;

#[derive(Default)]
struct Shard {
    edition: u64,
    bytes: usize,
    /// By language and address.
    pages: [HashMap<Box<str>, Arc<Ready>>; Lang::ALL.len()],
}

/// An answer ready to be sent: headers without `Content-Encoding`, body in both forms.
struct Ready {
    head: HeaderMap,
    bytes: Bytes,
    packed: OnceLock<Bytes>,
    /// When it is too old to be sent, if ever.
    until: Option<Instant>,
}

impl Front {
    pub(crate) fn new(site: Site, router: Router) -> Front {
        let seen = (0..SEEN).map(|_| AtomicU32::new(0)).collect();
        let buckets = Buckets::new(&site.settings().limits);
        Front { site, router, buckets, shards: Default::default(), seen }
    }

    /// Answers one request, unless its client asks for more than one may.
    pub(crate) async fn answer<B>(&self, request: Request<B>) -> Response<Out>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        let open = urls::is_for_programs(request.uri().path());
        let mut response = self.within_limits(request).await;
        if open {
            page::open_to_all(response.headers_mut());
        }
        response
    }

    async fn within_limits<B>(&self, request: Request<B>) -> Response<Out>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        let Some(class) = Class::asked(request.method(), request.uri().path()) else {
            return self.made(request).await;
        };
        let peer = request.extensions().get::<Peer>().copied();
        let client = client::of(peer, request.headers(), &self.site.settings().proxies);
        let Some(level) = self.buckets.take(class, client) else { return self.made(request).await };
        let mut response = match level.is_refused() {
            true => problem::instead(&self.site, &request, Problem::Limited(level)).map(Out::Other),
            false => self.made(request).await,
        };
        level.state(response.headers_mut());
        response
    }

    async fn made<B>(&self, request: Request<B>) -> Response<Out>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return self.pass_on(request).await.map(Out::Other);
        }
        let asked = Asked::by(&request);
        let edition = self.site.edition();
        let key = request.uri().path_and_query().map_or("", |it| it.as_str());
        // What is answered may depend on what is accepted, so only pages are kept.
        let place = asked.a_page.then(|| Place::of(key, asked.lang));
        if let Some(ready) = place.and_then(|place| self.kept(place, key, edition)) {
            return ready.send(&asked);
        }
        let key: Option<Box<str>> = place.filter(|place| self.is_seen_again(place)).map(|_| key.into());
        let mut response = self.pass_on(request).await;
        let Some(whole) = response.extensions_mut().remove::<Whole>() else {
            return response.map(Out::Other);
        };
        if !response.status().is_success() {
            return response.map(|_| Out::Whole(Some(whole.bytes)));
        }
        let head = std::mem::take(response.headers_mut());
        let until = (whole.kept == Kept::AMinute).then(|| Instant::now() + A_WHILE);
        let ready = Arc::new(Ready { head, bytes: whole.bytes, packed: OnceLock::new(), until });
        if let (Some(key), Some(place), Kept::AMinute | Kept::Always) = (key, place, whole.kept) {
            self.keep(place, key, edition, ready.clone());
        }
        ready.send(&asked)
    }

    /// Answers a request that no handler gets to see.
    pub(crate) fn refuse(&self, headers: &HeaderMap, problem: Problem) -> Response<Out> {
        problem::refused(&self.site, headers, problem).map(Out::Other)
    }

    async fn pass_on<B>(&self, request: Request<B>) -> AxumResponse
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        let answered = self.router.clone().call(request.map(Body::new)).await;
        answered.unwrap_or_else(|never| match never {})
    }

    fn kept(&self, place: Place, key: &str, edition: u64) -> Option<Arc<Ready>> {
        let shard = self.shard(place);
        let ready = shard.pages[place.lang as usize].get(key).filter(|_| shard.edition == edition)?;
        ready.until.is_none_or(|until| Instant::now() < until).then(|| ready.clone())
    }

    fn keep(&self, place: Place, key: Box<str>, edition: u64, ready: Arc<Ready>) {
        let size_of = |ready: &Ready| key.len() + 2 * ready.bytes.len();
        let size = size_of(&ready);
        if ready.bytes.len() > LARGEST_KEPT || edition != self.site.edition() {
            return;
        }
        let mut shard = self.shard(place);
        if shard.edition != edition || shard.bytes + size > SHARD_HOLDS {
            *shard = Shard { edition, ..Shard::default() };
        }
        shard.bytes += size;
        let before = shard.pages[place.lang as usize].get(&key).map_or(0, |before| size_of(before));
        shard.bytes -= before;
        shard.pages[place.lang as usize].insert(key, ready);
    }

    fn shard(&self, place: Place) -> std::sync::MutexGuard<'_, Shard> {
        self.shards[place.digest as usize % SHARDS].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True when this address was asked for not long ago. Two that share a slot forget each other.
    fn is_seen_again(&self, place: &Place) -> bool {
        let slot = &self.seen[(place.digest >> 8) as usize % SEEN];
        let mark = (place.digest >> 32) as u32 | 1;
        slot.swap(mark, Ordering::Relaxed) == mark
    }
}

/// Where an address belongs, in a language.
#[derive(Clone, Copy)]
struct Place {
    digest: u64,
    lang: Lang,
}

impl Place {
    fn of(key: &str, lang: Lang) -> Place {
        Place { digest: digest(key.as_bytes()).wrapping_add(lang as u64), lang }
    }
}

/// What of a request decides how a ready answer is sent.
struct Asked {
    head_only: bool,
    packed: bool,
    known: Option<HeaderValue>,
    a_page: bool,
    lang: Lang,
}

impl Asked {
    fn by<B>(request: &Request<B>) -> Asked {
        let headers = request.headers();
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let accept = text(header::ACCEPT);
        Asked {
            head_only: *request.method() == Method::HEAD,
            packed: text(header::ACCEPT_ENCODING).is_some_and(accepts_gzip),
            known: headers.get(header::IF_NONE_MATCH).cloned(),
            // Who names pages first, as browsers do, wants nothing more than a page.
            a_page: accept.is_none_or(|it| it.starts_with("text/html,") || matches!(it, "text/html" | "*/*")),
            lang: Lang::of(headers),
        }
    }
}

fn accepts_gzip(codings: &str) -> bool {
    let weight = |rest: &str| rest.trim().strip_prefix("q=").and_then(|it| it.trim().parse::<f32>().ok());
    codings.split(',').any(|part| {
        let (coding, rest) = part.split_once(';').unwrap_or((part, ""));
        coding.trim().eq_ignore_ascii_case("gzip") && weight(rest) != Some(0.0)
    })
}

impl Ready {
    fn send(&self, asked: &Asked) -> Response<Out> {
        if asked.known.as_ref().is_some_and(|known| self.is_known(known)) {
            return problem::not_modified(self.head.clone()).map(|_| Out::Whole(None));
        }
        let mut response = Response::new(Out::Whole(None));
        *response.headers_mut() = self.head.clone();
        let packed = asked.packed && self.bytes.len() >= WORTH_COMPRESSING;
        let bytes = if packed { self.packed() } else { &self.bytes };
        if packed {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        if !asked.head_only {
            *response.body_mut() = Out::Whole(Some(bytes.clone()));
        }
        response
    }

    fn is_known(&self, known: &HeaderValue) -> bool {
        let (Ok(known), Some(tag)) = (known.to_str(), self.head.get(header::ETAG)) else { return false };
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        let own = tag.to_str().map(bare).unwrap_or_default();
        known.trim() == "*" || known.split(',').any(|one| bare(one) == own)
    }

    fn packed(&self) -> &Bytes {
        self.packed.get_or_init(|| {
            let mut encoder = GzEncoder::new(Vec::with_capacity(self.bytes.len() / 3), Compression::new(5));
            // Writing into memory cannot fail; were it to, the unpacked form is no lie but a broken one.
            let written = encoder.write_all(&self.bytes).and_then(|()| encoder.finish());
            Bytes::from(written.unwrap_or_default())
        })
    }
}

/// The body of an answer: in one piece, or whatever the router made.
pub(crate) enum Out {
    Whole(Option<Bytes>),
    Other(Body),
}

impl http_body::Body for Out {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match self.get_mut() {
            Out::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Out::Other(body) => Pin::new(body).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Out::Whole(bytes) => bytes.is_none(),
            Out::Other(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> http_body::SizeHint {
        match self {
            Out::Whole(bytes) => {
                http_body::SizeHint::with_exact(bytes.as_ref().map_or(0, |it| it.len() as u64))
            }
            Out::Other(body) => body.size_hint(),
        }
    }
}
