//! Connections on which a stream of messages goes on without the HTTP library. For each connection the library keeps
//! buffers of 16 KB, for forms and pages that a stream never has. So once it has sent the head of a stream, the socket
//! is taken from under it, its part of the connection ends, and the messages are written here as chunks
//! (RFC 9112, 7.1). What the stream says and when is the same in both cases.

use std::future::Future as _;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::http::{Method, Version, header};
use axum::middleware::Next;
use axum::response::Response;
use axum::serve::{IncomingStream, Listener};
use firstmove_kit::clock::Stopwatch;
use futures_util::{StreamExt as _, stream};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::Sleep;

/// Whoever connects has asked for something whole within this time, or the connection ends: it costs a socket, and a
/// server that is told to stop waits for it.
const FIRST_HEAD: Duration = Duration::from_secs(30);
/// Where no connection can be taken, the log says so this often at most.
const TOLD: Duration = Duration::from_secs(60);
/// How long it waits then before it tries again.
const REST: Duration = Duration::from_secs(1);

/// Listens for connections whose sockets can be taken.
pub struct Lines {
    listener: TcpListener,
    told: Option<Stopwatch>,
}

impl Lines {
    /// Those of that listener.
    pub fn of(listener: TcpListener) -> Lines {
        Lines {
            listener,
            told: None,
        }
    }

    /// What hinders all connections is told and waited for; what went wrong with one is its own affair.
    async fn rest(&mut self, error: &io::Error) {
        use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
        if matches!(
            error.kind(),
            ConnectionAborted | ConnectionRefused | ConnectionReset
        ) {
            return;
        }
        if self.told.as_ref().is_none_or(|told| told.elapsed() >= TOLD) {
            self.told = Some(Stopwatch::start());
            tracing::error!(%error, "no connection can be taken now: more files may be opened where LimitNOFILE or `ulimit -n` is higher");
        }
        tokio::time::sleep(REST).await;
    }
}

impl Listener for Lines {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        let (socket, address) = loop {
            match self.listener.accept().await {
                Ok(taken) => break taken,
                Err(error) => self.rest(&error).await,
            }
        };
        let line = Line {
            socket: Some(socket),
            wish: Arc::default(),
            ends: Some(Box::pin(tokio::time::sleep(FIRST_HEAD))),
        };
        (line, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection as the library has it; without a socket once that was taken.
pub struct Line {
    socket: Option<TcpStream>,
    wish: Arc<Wish>,
    /// When it ends unless something whole was asked for by then.
    ends: Option<Pin<Box<Sleep>>>,
}

/// That somebody wants to go on alone with the socket of a connection.
#[derive(Default)]
struct Wish {
    /// Whether a first head has come whole.
    is_heard: AtomicBool,
    /// Whether the library has the whole head, so that the socket can be taken when that is sent.
    is_ready: AtomicBool,
    taker: Mutex<Option<oneshot::Sender<TcpStream>>>,
}

/// Who called, by which connection.
#[derive(Clone)]
pub struct Caller {
    address: SocketAddr,
    wish: Arc<Wish>,
}

impl Connected<IncomingStream<'_, Lines>> for Caller {
    fn connect_info(line: IncomingStream<'_, Lines>) -> Caller {
        Caller {
            address: *line.remote_addr(),
            wish: Arc::clone(&line.io().wish),
        }
    }
}

impl Line {
    fn socket(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        let gone = || io::Error::from(io::ErrorKind::ConnectionAborted);
        self.socket.as_mut().map(Pin::new).ok_or_else(gone)
    }

    /// Whether the time for its first head is over.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        if self.wish.is_heard.load(Ordering::Acquire) {
            self.ends = None;
        }
        let ends = self.ends.as_mut();
        ends.is_some_and(|ends| ends.as_mut().poll(context).is_ready())
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_late(context) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        self.socket()?.poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.socket()?.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.socket()?.poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    /// Called when everything has been written: the moment in which the socket can be taken.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        std::task::ready!(self.socket()?.poll_flush(context))?;
        if self.wish.is_ready.load(Ordering::Acquire) {
            let taker = self.wish.taker.lock();
            let taker = taker.unwrap_or_else(PoisonError::into_inner).take();
            if let (Some(taker), Some(socket)) = (taker, self.socket.take()) {
                drop(taker.send(socket));
            }
            // the library looks again, finds no socket and ends its part
            context.waker().wake_by_ref();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.socket()?.poll_shutdown(context)
    }
}

/// The body that the library is given in place of the messages: nothing, for ever. That it is asked for shows that the
/// library has the head.
fn nothing(wish: Arc<Wish>) -> Body {
    Body::from_stream(stream::poll_fn(move |_| {
        wish.is_ready.store(true, Ordering::Release);
        Poll::<Option<io::Result<Bytes>>>::Pending
    }))
}

/// A layer around everything: the others find the caller's address, and an answer that is a stream of messages goes on
/// alone. With HTTP/2, whose connections have many streams, and HTTP/1.0, which knows no chunks, it stays where it is.
pub async fn hand_over(mut request: Request, next: Next) -> Response {
    let caller = request.extensions_mut().remove::<ConnectInfo<Caller>>();
    let Some(ConnectInfo(caller)) = caller else {
        return next.run(request).await;
    };
    caller.wish.is_heard.store(true, Ordering::Release);
    let address = ConnectInfo(caller.address);
    request.extensions_mut().insert(address);
    let can = request.version() == Version::HTTP_11 && request.method() == Method::GET;
    let response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    if !can || kind.is_none_or(|kind| kind != "text/event-stream") {
        return response;
    }
    let (parts, messages) = response.into_parts();
    let (taker, taken) = oneshot::channel();
    *caller
        .wish
        .taker
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = Some(taker);
    tokio::spawn(async move {
        if let Ok(socket) = taken.await {
            // whoever listened has gone: there is nobody to tell
            drop(go_on(socket, messages).await);
        }
    });
    Response::from_parts(parts, nothing(caller.wish))
}

/// Writes the messages until they end or nobody listens any more.
async fn go_on(mut socket: TcpStream, messages: Body) -> io::Result<()> {
    // a message is short and wanted now
    socket.set_nodelay(true)?;
    let mut messages = messages.into_data_stream();
    let mut heard = [0; 16];
    loop {
        tokio::select! {
            message = messages.next() => match message {
                Some(Ok(message)) => socket.write_all(&chunk(&message)).await?,
                _ => {
                    socket.write_all(b"0\r\n\r\n").await?;
                    return socket.shutdown().await;
                }
            },
            read = socket.read(&mut heard) => if read? == 0 {
                return Ok(());
            },
        }
    }
}

/// One chunk of a body: its length, what it says, and line ends.
fn chunk(message: &[u8]) -> Vec<u8> {
    let mut chunk = format!("{:x}\r\n", message.len()).into_bytes();
    chunk.extend_from_slice(message);
    chunk.extend_from_slice(b"\r\n");
    chunk
}
