//! Connections: so many, for so long, and their end.
//!
//! `axum::serve` has no words for these limits, so this is the loop that it runs, with them. HTTP/1.1 only: whoever wants TLS
//! or HTTP/2 has a proxy in front of it.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// Fields of a head, at the most.
const FIELDS: usize = 100;
/// How long is waited when the system has no more connections to give.
const BREATH: Duration = Duration::from_millis(100);

/// What a connection may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// So many at once; whoever comes then waits in the queue of the system.
    pub connections: usize,
    /// The longest head of a request, in bytes (at least 8 KiB).
    pub head_bytes: usize,
    /// How long a head may take to arrive, and how long a connection may be idle.
    pub head_time: Duration,
    /// How long a reader may take nothing at all.
    pub stall: Duration,
    /// How long a connection may be used; then its request is answered, and it ends.
    pub age: Duration,
    /// How long open requests may take when it is asked to end.
    pub farewell: Duration,
}

/// Serves until `stop`; then nobody new is let in, open requests are answered, and what takes longer than
/// [`Limits::farewell`] is cut off. Gives the number of connections that that came to.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) -> usize {
    let tasks = TaskTracker::new();
    let (ending, cut) = (CancellationToken::new(), CancellationToken::new());
    let seats = Arc::new(Semaphore::new(limits.connections));
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &seats) => accepted,
        };
        match accepted {
            Ok((stream, peer, seat)) => {
                let connection = hold(stream, peer, router.clone(), limits, ending.clone());
                let cut = cut.clone();
                tasks.spawn(async move {
                    cut.run_until_cancelled(connection).await;
                    drop(seat);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    ending.cancel();
    tasks.close();
    if timeout(limits.farewell, tasks.wait()).await.is_ok() {
        return 0;
    }
    let late = tasks.len();
    cut.cancel();
    tasks.wait().await;
    late
}

async fn accept(
    listener: &TcpListener,
    seats: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let seat = Arc::clone(seats).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, seat))
}

/// One connection, from its first byte to its last.
async fn hold(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
    ending: CancellationToken,
) {
    // Answers are whole when they are written; without it only some are late.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.stall));
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(limits.head_bytes)
        .max_headers(FIELDS)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = ending.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
        () = sleep(limits.age) => {
            connection.as_mut().graceful_shutdown();
            timeout(limits.stall, connection).await.unwrap_or(Ok(()))
        }
    };
    if let Err(error) = ended {
        // Readers come and go.
        tracing::debug!(%peer, %error, "a connection has ended");
    }
}
