//! Hostile and unlucky clients on raw sockets. Limits are arguments, so nothing here waits for luck.

use axum::routing::get;
use tokio::io::AsyncWriteExt;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::*;

/// Longer than any test may run.
const NEVER: Duration = Duration::from_secs(3600);
const AT_ONCE: Duration = Duration::from_millis(50);
/// What a test waits for before it calls something hung.
const HUNG: Duration = Duration::from_secs(20);

const PATIENT: Limits = Limits { first_bytes: NEVER, head: NEVER, write_stall: NEVER, connections: 100, drain: NEVER };

struct Server {
    address: SocketAddr,
    stop: CancellationToken,
    running: JoinHandle<()>,
    entered: Arc<Notify>,
    release: Arc<Notify>,
}

impl Server {
    /// A server with one quick page, `/`, and one that answers when `release` says so, `/slow`.
    async fn start(limits: Limits) -> Self {
        let (entered, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (tell, wait) = (Arc::clone(&entered), Arc::clone(&release));
        let slow = async move || {
            tell.notify_one();
            wait.notified().await;
            "done"
        };
        let router = Router::new().route("/", get(async || "hello")).route("/slow", get(slow));
        let listener = bind(([127, 0, 0, 1], 0).into()).await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let stop = CancellationToken::new();
        let running = tokio::spawn(serve(listener, router, limits, stop.clone(), CancellationToken::new()));
        Self { address, stop, running, entered, release }
    }

    async fn connect(&self, sends: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.expect("a connection");
        stream.write_all(sends).await.expect("sent");
        stream
    }

    async fn stopped(self) {
        self.stop.cancel();
        in_time(self.running).await.expect("the server ends without panic");
    }
}

async fn in_time<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(HUNG, future).await.expect("it hung")
}

/// Everything until the server closes.
async fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is a way of closing, too.
    let _ = in_time(stream.read_to_end(&mut bytes)).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

const WHOLE: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
const HALF_HEAD: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ";

#[tokio::test]
async fn a_request_is_answered() {
    let server = Server::start(PATIENT).await;
    let answer = rest(server.connect(WHOLE).await).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("hello"), "{answer}");
    server.stopped().await;
}

#[tokio::test]
async fn http2_with_prior_knowledge_is_understood() {
    let server = Server::start(PATIENT).await;
    let mut stream = server.connect(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await;
    let mut frame = [0; 9];
    in_time(stream.read_exact(&mut frame)).await.expect("the server's first frame");
    assert_eq!(frame[3], 4, "it is a SETTINGS frame");
    drop(stream);
    server.stopped().await;
}

#[tokio::test]
async fn a_client_that_says_nothing_is_closed() {
    let server = Server::start(Limits { first_bytes: AT_ONCE, ..PATIENT }).await;
    assert_eq!(rest(server.connect(b"").await).await, "");
    assert_eq!(rest(server.connect(b"PRI * HTTP/2").await).await, "");
    server.stopped().await;
}

#[tokio::test]
async fn a_half_sent_head_is_closed() {
    let server = Server::start(Limits { head: AT_ONCE, ..PATIENT }).await;
    let answer = rest(server.connect(HALF_HEAD).await).await;
    assert!(!answer.contains("200"), "{answer}");
    server.stopped().await;
}

#[tokio::test]
async fn a_half_sent_head_does_not_hang_the_shutdown() {
    let server = Server::start(Limits { drain: AT_ONCE, ..PATIENT }).await;
    let stuck = server.connect(HALF_HEAD).await;
    // Connections are accepted in order: once this one is answered, the stuck one is inside.
    rest(server.connect(WHOLE).await).await;
    server.stopped().await;
    assert_eq!(rest(stuck).await, "");
}

#[tokio::test]
async fn an_idle_connection_does_not_hang_the_shutdown() {
    let server = Server::start(PATIENT).await;
    let mut idle = server.connect(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    in_time(idle.read_u8()).await.expect("an answer");
    server.stopped().await;
}

#[tokio::test]
async fn a_running_request_is_answered_after_the_stop() {
    let server = Server::start(PATIENT).await;
    let running = server.connect(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    in_time(server.entered.notified()).await;
    server.stop.cancel();
    server.release.notify_one();
    let answer = rest(running).await;
    assert!(answer.ends_with("done"), "{answer}");
    server.stopped().await;
}

#[tokio::test]
async fn a_request_that_never_ends_is_cut_off_after_the_drain() {
    let server = Server::start(Limits { drain: AT_ONCE, ..PATIENT }).await;
    let running = server.connect(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    in_time(server.entered.notified()).await;
    server.stopped().await;
    assert_eq!(rest(running).await, "");
}

#[tokio::test]
async fn a_connection_above_the_cap_is_refused_cleanly_and_the_others_go_on() {
    let server = Server::start(Limits { connections: 1, ..PATIENT }).await;
    let mut first = server.connect(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
    in_time(first.read_u8()).await.expect("an answer");
    let refused = rest(server.connect(b"").await).await;
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("retry-after: 1"), "{refused}");
    first.write_all(WHOLE).await.expect("sent");
    assert!(rest(first).await.ends_with("hello"));
    server.stopped().await;
}

#[tokio::test]
async fn a_taken_port_is_one_clear_sentence() {
    let first = bind(([127, 0, 0, 1], 0).into()).await.expect("a free port");
    let taken = bind(first.local_addr().expect("its address")).await.expect_err("taken");
    assert!(taken.to_string().contains("is taken by another program"));
}
