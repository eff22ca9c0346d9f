//! Clients that have sent half of a request when an instance is asked to stop.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::load::Outcomes;
use super::process::HUNG;

/// Requests to create people, each cut in two.
pub struct HalfSent {
    address: String,
    /// Half a head, and nothing more ever.
    head: TcpStream,
    /// Half a body, and nothing more ever; a client like that is waited for until its deadline, so not everybody has one.
    body: Option<TcpStream>,
    /// Half a head, and the rest once readiness is gone.
    late_head: Late,
    /// Half a body, and the rest once new connections are refused.
    late_body: Late,
}

struct Late {
    name: String,
    stream: TcpStream,
    rest: String,
}

impl HalfSent {
    /// Opens the connections; `round` makes the names of the people.
    pub async fn open(origin: &str, host: &str, path: &str, token: &str, round: usize, patient: bool) -> Self {
        let address = origin.trim_start_matches("http://").to_owned();
        let request = |kind: &str| {
            let name = format!("half-{kind}-{round}@beispiel.example");
            let body =
                serde_json::json!({ "userName": name, "emails": [{ "value": name, "primary": true }] }).to_string();
            let head = format!(
                "POST {path}/Users HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/scim+json\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            (name, head, body)
        };
        let in_head = |kind: &str| {
            let (name, head, body) = request(kind);
            let (first, rest) = head.split_at(head.len() / 2);
            (name, first.to_owned(), format!("{rest}{body}"))
        };
        let in_body = |kind: &str| {
            let (name, head, body) = request(kind);
            let (first, rest) = body.split_at(body.len() / 2);
            (name, format!("{head}{first}"), rest.to_owned())
        };
        let late = async |(name, first, rest): (String, String, String)| Late {
            name,
            stream: sent(&address, &first).await,
            rest,
        };
        Self {
            head: sent(&address, &in_head("head").1).await,
            body: if patient { Some(sent(&address, &in_body("body").1).await) } else { None },
            late_head: late(in_head("late-head")).await,
            late_body: late(in_body("late-body")).await,
            address,
        }
    }

    /// Sees every one of them to its end, once the instance is no longer ready, and tells what became of it.
    pub async fn end(self, outcomes: &mut Outcomes) {
        let Self { address, head, body, late_head, late_body } = self;
        late_head.finished(outcomes).await;
        let refused = tokio::time::timeout(HUNG, async {
            while TcpStream::connect(&address).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        refused.await.expect("new connections are refused");
        late_body.finished(outcomes).await;
        // Half a head is no request: there is nothing to answer.
        let answer = rest(head).await;
        assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
        if let Some(body) = body {
            let answer = rest(body).await;
            assert!(answer.starts_with("HTTP/1.1 408 "), "half a body is refused, not cut off: {answer:?}");
        }
    }
}

impl Late {
    async fn finished(mut self, outcomes: &mut Outcomes) {
        self.stream.write_all(self.rest.as_bytes()).await.expect("the connection is still there");
        let answer = rest(self.stream).await;
        let status = answer.split(' ').nth(1).unwrap_or_default();
        match status {
            "201" => outcomes.acknowledged.push(self.name),
            "503" => outcomes.unknown.push(self.name),
            _ => outcomes.strange.push(format!("{}: {answer:?}", self.name)),
        }
    }
}

async fn sent(address: &str, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(text.as_bytes()).await.expect("sent");
    stream
}

/// Everything until the server closes; a reset is a way of closing, too.
async fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(HUNG, stream.read_to_end(&mut bytes)).await;
    let _ = read.expect("it is answered or closed");
    String::from_utf8_lossy(&bytes).into_owned()
}
