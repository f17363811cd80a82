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

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, Response, Version, header};
use http_body::{Body as _, Frame};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Sleep, sleep};

use crate::client::Peer;
use crate::crowd::{Busy, Crowd, Place};
use crate::front::{Front, Out};
use crate::limit::Class;
use crate::problem::{self, Problem};
use crate::routes::LARGEST_BODY;
use crate::{Site, router, urls};

/// From the first byte waited for to the end of a request's head, and between requests.
const HEAD_WITHIN: Duration = Duration::from_secs(20);
/// From the end of a request's head to the end of its body.
const BODY_WITHIN: Duration = Duration::from_secs(15);
/// The longest an answer may wait for its reader to take some of it.
const TAKEN_WITHIN: Duration = Duration::from_secs(30);
const MOST_CONNECTIONS: usize = 8_192;
/// Open files that are left to the ledger, the index and everything else.
const FILES_KEPT: usize = 256;
/// A smaller piece of an answer is off to its reader as soon as it is written.
const LARGE_PIECE: usize = 16 << 10;
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
    impl hyper::service::HttpService<Incoming, ResBody = Read, Error = Infallible, Future: Send>,
> {
    // Answers are written in one piece, so there is nothing to gather small ones for.
    let _ = stream.set_nodelay(true);
    let peer = stream.peer_addr().map(|it| Peer(it.ip()));
    let service = service_fn(move |mut request: Request<Incoming>| {
        let path = request.uri().path();
        let counted = path.starts_with(urls::GO) || Class::asked(request.method(), path).is_some();
        if let (Ok(peer), true) = (&peer, counted) {
            request.extensions_mut().insert(*peer);
        }
        let (front, place) = (front.clone(), place.clone());
        async move { Ok::<_, Infallible>(answer(&front, &place, request).await) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(BUFFER)
        // Who says all and closes that side still wants the answer.
        .half_close(true)
        .serve_connection(TokioIo::new(Unhurried::new(stream)), service)
}

/// Answers a request once it is here in whole: until then its sender is as good as silent.
async fn answer(front: &Front, place: &Place, request: Request<Incoming>) -> Response<Read> {
    let named = names_a_host(request.version(), request.headers());
    if named && request.body().is_end_stream() {
        let busy = place.busy();
        return read(front.answer(request).await, busy);
    }
    let (head, body) = request.into_parts();
    let arrived = match named {
        true => arrived(body).await,
        false => Err(Problem::unreadable(|t| t.problem.no_host)),
    };
    let busy = place.busy();
    let answer = match arrived {
        Ok(body) => front.answer(Request::from_parts(head, Body::from(body))).await,
        Err(problem) => front.refuse(&head.headers, problem),
    };
    read(answer, busy)
}

/// A body, as soon as all of it is here.
async fn arrived(mut body: Incoming) -> Result<Bytes, Problem> {
    if body.size_hint().lower() > LARGEST_BODY as u64 {
        return Err(problem::TOO_LARGE);
    }
    let all = async {
        let mut all = Vec::new();
        while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            let frame = frame.map_err(|_| problem::BROKEN_OFF)?;
            all.extend_from_slice(frame.data_ref().map_or(&[], |data| &data[..]));
            if all.len() > LARGEST_BODY {
                return Err(problem::TOO_LARGE);
            }
        }
        Ok(Bytes::from(all))
    };
    tokio::time::timeout(BODY_WITHIN, all).await.unwrap_or(Err(problem::TOO_LATE))
}

fn read(answer: Response<Out>, busy: Busy) -> Response<Read> {
    busy.is_read();
    answer.map(|body| Read { body, busy: Arc::new(busy) })
}

/// The body of an answer on its way. Who reads it is not silent before the last of it is written.
struct Read {
    body: Out,
    busy: Arc<Busy>,
}

/// A piece of an answer that waits to be written.
struct Piece {
    bytes: Bytes,
    _busy: Arc<Busy>,
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl http_body::Body for Read {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        // The next piece is asked for when there is room for it: the last ones were taken.
        self.busy.is_read();
        let held = |bytes: Bytes| match bytes.len() < LARGE_PIECE {
            true => bytes,
            false => Bytes::from_owner(Piece { bytes, _busy: self.busy.clone() }),
        };
        frame.map(|frame| frame.map(|frame| frame.map(|frame| frame.map_data(held))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.body.size_hint()
    }
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
    use tokio::net::TcpSocket;

    use super::*;
    use crate::tests::world::World;

    const WELL: &str = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    /// A server over an empty catalogue with room for so many; its address.
    async fn served(most: usize) -> std::net::SocketAddr {
        served_by(most, World::empty().await.site()).await
    }

    async fn served_by(most: usize, site: Site) -> std::net::SocketAddr {
        // Little of an answer fits on the way, so that what is not taken waits here.
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_send_buffer_size(16 << 10).expect("a small buffer");
        socket.bind(std::net::SocketAddr::from(([127, 0, 0, 1], 0))).expect("a port");
        let listener = socket.listen(1_024).expect("a listener");
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

    #[tokio::test]
    async fn bodies_that_do_not_come_make_room() {
        let address = served(8).await;
        let mut slow = Vec::new();
        for (length, text) in [(1_000, "q="), (1_000, ""), (65_536, "q=")] {
            for _ in 0..10 {
                let head = "POST /lookup HTTP/1.1\r\nHost: a\r\nContent-Length: ";
                slow.push(connected(address, &format!("{head}{length}\r\n\r\n{text}")).await);
                sleep(Duration::from_millis(2)).await;
            }
        }
        for _ in 0..20 {
            assert!(is_well(address).await);
        }
    }

    #[tokio::test]
    async fn bodies_are_awaited_whole() {
        let address = served(8).await;
        let check = async |length: usize, first: &str, second: &str, expected: &str| {
            let head = "POST /lookup HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ";
            let mut stream = connected(address, &format!("{head}{length}\r\n\r\n{first}")).await;
            sleep(Duration::from_millis(20)).await;
            let _ = stream.write_all(second.as_bytes()).await;
            let told = all_of(stream).await;
            assert!(told.starts_with(expected), "{length} {first}: {told}");
        };
        check(6, "q=", "F51A", "HTTP/1.1 303").await;
        check(5, "q=F", "51", "HTTP/1.1 303").await;
        check(65_537, "", "", "HTTP/1.1 413").await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_has_to_come_in_time() {
        let address = served(100).await;
        let head = "POST /lookup HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nq=";
        let told = all_of(connected(address, head).await).await;
        assert!(told.starts_with("HTTP/1.1 408") && told.contains("connection: close"), "{told}");
    }

    #[tokio::test]
    async fn a_download_is_not_silence() {
        let paper = format!(
            "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: A\nTitle: T\nAbstract: {}\n\
             Handle: RePEc:abc:papers:1\n",
            "word ".repeat(200_000)
        );
        let world = World::of(&paper).await;
        let address = served_by(2, world.site()).await;
        let ask = "GET /p/abc/papers/1.redif HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        let mut reader = connected(address, ask).await;
        let mut first = [0; 1_000];
        reader.read_exact(&mut first).await.expect("a beginning");
        sleep(Duration::from_millis(200)).await;
        // Silent for a shorter time than the other has been reading, and still the one to go.
        let silent = connected(address, "GET / HT").await;
        sleep(Duration::from_millis(50)).await;
        assert!(is_well(address).await);
        assert_eq!(all_of(silent).await, "");
        let rest = all_of(reader).await;
        assert!(rest.len() > 999_000, "{} of it came", rest.len());
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
