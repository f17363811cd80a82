//! The server: connections in, answers out, and nothing that one client can do to another.
//!
//! A client that is slow or silent costs a little memory until its time is up: heads have to arrive
//! within a time, answers have to be taken within a time, bodies have a largest size, and there is a
//! largest number of connections, beyond which new ones wait.

use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Instant, Sleep, sleep};

use crate::front::Front;
use crate::{Site, router};

/// From the first byte waited for to the end of a request's head, and between requests.
const HEAD_WITHIN: Duration = Duration::from_secs(20);
/// The longest an answer may wait for its reader to take some of it.
const TAKEN_WITHIN: Duration = Duration::from_secs(30);
const MOST_CONNECTIONS: usize = 8_192;
/// The largest head of a request, and what a connection may buffer.
const BUFFER: usize = 32 << 10;
/// How often the catalogue is looked at for something new.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long open requests may take to end once the server stops.
const END_WITHIN: Duration = Duration::from_secs(10);

/// Serves the site on `listener` until `shutdown` is done, then ends open requests and returns.
/// Errors of single connections end those connections only.
pub async fn serve(listener: TcpListener, site: Site, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    if site.look_again().await.is_err() {
        return Err(io::Error::other("the catalogue cannot be read"));
    }
    let front = Arc::new(Front::new(site.clone(), router(site.clone())));
    let watch = tokio::spawn(watch(site));
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let open = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let arrival = async {
            let place = room.clone().acquire_owned().await;
            (listener.accept().await, place)
        };
        tokio::select! {
            () = &mut shutdown => break,
            (accepted, place) = arrival => match accepted {
                Ok((stream, _)) => {
                    let connection = open.watch(connection(stream, front.clone()));
                    tokio::spawn(async move {
                        // A broken connection is its client's loss and nobody's news.
                        let _ = connection.await;
                        drop(place);
                    });
                }
                // Out of file descriptors, or a client gone before it was let in: both pass.
                Err(error) => {
                    tracing::warn!("a connection could not be accepted: {error}");
                    sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    watch.abort();
    tokio::select! { () = open.shutdown() => (), () = sleep(END_WITHIN) => () }
    Ok(())
}

fn connection(
    stream: TcpStream,
    front: Arc<Front>,
) -> http1::Connection<
    TokioIo<Unhurried>,
    impl hyper::service::HttpService<
        hyper::body::Incoming,
        ResBody = crate::front::Out,
        Error = std::convert::Infallible,
        Future: Send,
    >,
> {
    // Answers are written in one piece, so there is nothing to gather small ones for.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let front = front.clone();
        async move { Ok::<_, std::convert::Infallible>(front.answer(request).await) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(BUFFER)
        .pipeline_flush(true)
        .serve_connection(TokioIo::new(Unhurried::new(stream)), service)
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
