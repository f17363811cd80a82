//! The server: connections in, answers out, and nothing that one client can do to another.
//!
//! A client that is slow or silent costs a little memory until its time is up: heads have to arrive
//! within a time, answers have to be taken within a time, bodies have a largest size, and there is a
//! largest number of connections, beyond which the longest silent ones make room (`crowd.rs`).

use std::convert::Infallible;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::http::{HeaderMap, Version, header};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep};

use crate::crowd::{Crowd, Place};
use crate::front::Front;
use crate::pages::works::go::Peer;
use crate::{Site, problem, router, urls};

/// From the first byte waited for to the end of a request's head, and between requests.
const HEAD_WITHIN: Duration = Duration::from_secs(20);
/// The longest an answer may wait for its reader to take some of it.
const TAKEN_WITHIN: Duration = Duration::from_secs(30);
const MOST_CONNECTIONS: usize = 8_192;
/// Open files that are left to the ledger, the index and everything else.
const FILES_KEPT: usize = 256;
/// The largest head of a request, and what a connection may buffer.
const BUFFER: usize = 32 << 10;
/// How often the catalogue is looked at for something new.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long open requests may take to end once the server stops.
const END_WITHIN: Duration = Duration::from_secs(10);

/// Serves the site on `listener` until `shutdown` is done, then ends open requests and returns.
/// Errors of single connections end those connections only.
pub async fn serve(listener: TcpListener, site: Site, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let most = MOST_CONNECTIONS.min(most_files().saturating_sub(FILES_KEPT).max(FILES_KEPT));
    serve_at_most(most, listener, site, shutdown).await
}

async fn serve_at_most(
    most: usize,
    listener: TcpListener,
    site: Site,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    if site.look_again().await.is_err() {
        return Err(io::Error::other("the catalogue cannot be read"));
    }
    let front = Arc::new(Front::new(site.clone(), router(site.clone())));
    let watch = tokio::spawn(watch(site));
    let crowd = Crowd::new(most);
    let open = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => match crowd.enter() {
                    Some(place) => {
                        let place = Arc::new(place);
                        let connection = open.watch(connection(stream, front.clone(), place.clone()));
                        tokio::spawn(async move {
                            // A broken connection is its client's loss and nobody's news.
                            tokio::select! { _ = connection => (), () = place.sent_off() => () }
                        });
                    }
                    // Said if it fits at once: nobody is waited for in a full house.
                    None => drop(stream.try_write(problem::FULL)),
                },
                // Out of file descriptors, or a client gone before it was let in: both pass.
                Err(error) => {
                    tracing::warn!("a connection could not be accepted: {error}");
                    crowd.make_room();
                    sleep(Duration::from_millis(5)).await;
                }
            },
        }
    }
    watch.abort();
    tokio::select! { () = open.shutdown() => (), () = sleep(END_WITHIN) => () }
    Ok(())
}

/// How many files this process may have open, as the system says; the usual number when it does not.
fn most_files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next());
    soft.map_or(1_024, |soft| soft.parse().unwrap_or(usize::MAX))
}

fn connection(
    stream: TcpStream,
    front: Arc<Front>,
    place: Arc<Place>,
) -> http1::Connection<
    TokioIo<Unhurried>,
    impl hyper::service::HttpService<
        hyper::body::Incoming,
        ResBody = crate::front::Out,
        Error = Infallible,
        Future: Send,
    >,
> {
    // Answers are written in one piece, so there is nothing to gather small ones for.
    let _ = stream.set_nodelay(true);
    let peer = stream.peer_addr().map(|it| Peer(it.ip()));
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        if let (Ok(peer), true) = (&peer, request.uri().path().starts_with(urls::GO)) {
            request.extensions_mut().insert(*peer);
        }
        let (front, busy) = (front.clone(), place.busy());
        async move {
            let answer = match names_a_host(request.version(), request.headers()) {
                true => front.answer(request).await,
                false => front.refuse(request.headers()),
            };
            drop(busy);
            Ok::<_, Infallible>(answer)
        }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(BUFFER)
        // Who says all and closes that side still wants the answer.
        .half_close(true)
        .serve_connection(TokioIo::new(Unhurried::new(stream)), service)
}

/// One host, as every request since HTTP/1.1 has to name (RFC 9112, 3.2). No page depends on it, but
/// whoever stands between may see another request than we do where there are two.
fn names_a_host(version: Version, headers: &HeaderMap) -> bool {
    let hosts = headers.get_all(header::HOST).iter().count();
    hosts == 1 || (hosts == 0 && version < Version::HTTP_11)
}

/// Keeps the edition of the site current, whichever process changes the catalogue.
async fn watch(site: Site) {
    let mut failed = false;
    loop {
        sleep(LOOK_EVERY).await;
        let looked = site.look_again().await;
        if looked.is_err() && !failed {
            tracing::error!("the catalogue cannot be read; trying on");
        }
        failed = looked.is_err();
    }
}

/// A stream that gives up on a reader who takes nothing for too long.
struct Unhurried {
    stream: TcpStream,
    patience: Pin<Box<Sleep>>,
    waiting: bool,
}

impl Unhurried {
    fn new(stream: TcpStream) -> Unhurried {
        Unhurried { stream, patience: Box::pin(sleep(TAKEN_WITHIN)), waiting: false }
    }

    /// Passes a result of writing on, and starts or stops the clock by it.
    fn timed<T>(&mut self, written: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = false;
            return written;
        }
        if !self.waiting {
            self.waiting = true;
            self.patience.as_mut().reset(Instant::now() + TAKEN_WITHIN);
        }
        match self.patience.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Unhurried {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Unhurried {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.timed(written, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.timed(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::tests::world::World;

    const WELL: &str = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    /// A server over an empty catalogue with room for so many; its address.
    async fn served(most: usize) -> std::net::SocketAddr {
        let site = World::empty().await.site().clone();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(serve_at_most(most, listener, site, std::future::pending()));
        address
    }

    async fn connected(address: std::net::SocketAddr, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(text.as_bytes()).await.expect("a listener");
        stream
    }

    /// All that comes until the other side closes.
    async fn all_of(mut stream: TcpStream) -> String {
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text).await;
        text
    }

    async fn is_well(address: std::net::SocketAddr) -> bool {
        all_of(connected(address, WELL).await).await.ends_with("ok\n")
    }

    #[tokio::test]
    async fn silent_clients_make_room_for_one_that_speaks() {
        let address = served(8).await;
        let mut silent = Vec::new();
        for text in ["", "G", "GET / HTTP/1.1\r\nHost: a\r\n", "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"] {
            for _ in 0..10 {
                silent.push(connected(address, text).await);
            }
        }
        for _ in 0..20 {
            assert!(is_well(address).await);
        }
        // Whoever had to go is told by the end of the connection.
        assert_eq!(all_of(silent.swap_remove(0)).await, "");
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_never_ends_a_head_is_cut_off() {
        let address = served(100).await;
        for text in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n"] {
            let told = all_of(connected(address, text).await).await;
            assert!(told.is_empty() || told.starts_with("HTTP/1.1 408"), "{text:?}: {told}");
        }
        // After an answer the silence counts from there.
        let told = all_of(connected(address, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").await).await;
        assert!(told.ends_with("ok\n"), "{told}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_byte_now_and_then_buys_no_time() {
        let address = served(100).await;
        let mut stream = connected(address, "GET / HTTP/1.1\r\nX: ").await;
        let mut sent = 0;
        while sent < 1_000 && stream.write_all(b"y").await.is_ok() {
            sent += 1;
            sleep(Duration::from_secs(1)).await;
        }
        assert!(sent < 60, "{sent} bytes, one a second");
    }

    #[test]
    fn a_host_is_named_once() {
        let check = |version, hosts: &[&'static str], expected| {
            let mut headers = HeaderMap::new();
            for host in hosts {
                headers.append(header::HOST, axum::http::HeaderValue::from_static(host));
            }
            assert_eq!(names_a_host(version, &headers), expected, "{version:?} {hosts:?}");
        };
        check(Version::HTTP_11, &["a"], true);
        check(Version::HTTP_11, &[], false);
        check(Version::HTTP_11, &["a", "a"], false);
        check(Version::HTTP_10, &[], true);
        check(Version::HTTP_10, &["a", "b"], false);
    }
}
