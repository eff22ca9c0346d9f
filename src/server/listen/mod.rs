//! The accept loop: hyper on plain TCP with the deadlines that `axum::serve` lacks.
//!
//! Invariants: no client holds a connection without progress (first bytes, request head and a stalled answer each
//! have a deadline), the number of connections is capped, and a shutdown ends within [`Limits::drain`] whatever
//! clients do. HTTP/1.1 and HTTP/2 with prior knowledge are told apart by the connection's first bytes.

mod patient;
mod preface;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use patient::Patient;
use preface::Protocol;

/// What clients may take their time for.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until a new connection has said which protocol it speaks.
    pub first_bytes: Duration,
    /// Until a request's head is complete; also how long a kept-alive connection may idle.
    pub head: Duration,
    /// How long an answer may wait for a client that reads nothing.
    pub write_stall: Duration,
    /// Connections at once; more are answered 503 and closed.
    pub connections: usize,
    /// How long running requests may take to end after a stop.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            first_bytes: Duration::from_secs(10),
            head: Duration::from_secs(10),
            write_stall: Duration::from_secs(30),
            connections: 10_000,
            drain: Duration::from_secs(30),
        }
    }
}

/// Why no listener could be opened.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another program has the port.
    #[error("{0} is taken by another program; stop it, or choose another address with EINLASS_LISTEN")]
    Taken(SocketAddr),
    /// The address is not usable here.
    #[error("cannot listen on {0}: {1}")]
    Unusable(SocketAddr, io::Error),
}

/// Opens the listener.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, BindError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => BindError::Taken(address),
        _ => BindError::Unusable(address, error),
    })
}

/// Serves until `stop`, then lets running requests end, for [`Limits::drain`] at most. `kill` ends everything at once.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: CancellationToken,
    kill: CancellationToken,
) {
    let slots = Arc::new(Semaphore::new(limits.connections));
    let connections = TaskTracker::new();
    // Cutting clients off is our own affair; `kill` belongs to the caller.
    let cut_off = kill.child_token();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                after_failed_accept(&error).await;
                continue;
            }
        };
        let Ok(slot) = Arc::clone(&slots).try_acquire_owned() else {
            refuse(&stream);
            continue;
        };
        let (router, stop, cut_off) = (router.clone(), stop.clone(), cut_off.clone());
        connections.spawn(async move {
            tokio::select! {
                () = cut_off.cancelled() => {}
                () = connection(stream, peer, router, limits, stop) => {}
            }
            drop(slot);
        });
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(limits.drain, connections.wait()).await.is_err() {
        tracing::warn!(connections = connections.len(), "clients that did not finish are cut off");
        cut_off.cancel();
        connections.wait().await;
    }
}

/// Running out of file descriptors is the usual cause; connections that end make room, a busy loop does not.
async fn after_failed_accept(error: &io::Error) {
    if matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) {
        return;
    }
    tracing::error!(%error, "a connection could not be accepted");
    tokio::time::sleep(Duration::from_millis(100)).await;
}

/// A clean answer where there is no slot; best effort, because nothing here may wait for the client.
fn refuse(stream: &TcpStream) {
    let answer =
        b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let _ = stream.try_write(answer);
}

async fn connection(mut stream: TcpStream, peer: SocketAddr, router: Router, limits: Limits, stop: CancellationToken) {
    let _ = stream.set_nodelay(true);
    let first = tokio::select! {
        () = stop.cancelled() => return,
        first = tokio::time::timeout(limits.first_bytes, preface::read(&mut stream)) => first,
    };
    let Ok(Ok(Some((protocol, bytes)))) = first else { return };

    let (read, write) = stream.into_split();
    let io = tokio::io::join(io::Cursor::new(bytes).chain(read), Patient::new(write, limits.write_stall));
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request.map(axum::body::Body::new))
    });
    let builder = builder(protocol, limits);
    let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(io), service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%peer, error = &*error, "a connection broke off");
    }
}

fn builder(protocol: Protocol, limits: Limits) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(64 * 1024);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(128)
        .max_header_list_size(32 * 1024)
        .keep_alive_interval(limits.head)
        .keep_alive_timeout(limits.head);
    match protocol {
        Protocol::Http1 => builder.http1_only(),
        Protocol::Http2 => builder.http2_only(),
    }
}

#[cfg(test)]
mod tests;
