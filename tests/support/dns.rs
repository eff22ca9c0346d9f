//! A DNS server on loopback that knows what a test tells it (RFC 1035): TXT records by name, or no answer worth anything.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

/// What the server knows.
#[derive(Default)]
struct Zone {
    texts: HashMap<String, Vec<String>>,
    broken: bool,
    asked: usize,
}

/// A running server; it ends with the test.
pub struct Dns {
    pub address: SocketAddr,
    zone: Arc<Mutex<Zone>>,
    server: JoinHandle<()>,
}

impl Drop for Dns {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Dns {
    pub async fn start() -> Self {
        let socket = UdpSocket::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = socket.local_addr().expect("its address");
        let zone = Arc::new(Mutex::new(Zone::default()));
        let known = Arc::clone(&zone);
        let server = tokio::spawn(async move {
            let mut buffer = [0; 1500];
            loop {
                let Ok((length, from)) = socket.recv_from(&mut buffer).await else { return };
                if let Some(answer) = answer(&buffer[..length], &known) {
                    let _ = socket.send_to(&answer, from).await;
                }
            }
        });
        Self { address, zone, server }
    }

    /// From now on these texts stand at the name.
    pub fn set(&self, name: &str, texts: &[&str]) {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        self.zone.lock().expect("a zone").texts.insert(name.to_ascii_lowercase(), texts);
    }

    /// The name is not there any more.
    pub fn remove(&self, name: &str) {
        self.zone.lock().expect("a zone").texts.remove(name);
    }

    /// The server fails at every question (SERVFAIL), or does no more.
    pub fn break_down(&self, broken: bool) {
        self.zone.lock().expect("a zone").broken = broken;
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.zone.lock().expect("a zone").asked
    }
}

fn answer(question: &[u8], zone: &Mutex<Zone>) -> Option<Vec<u8>> {
    let mut at = 12;
    let mut labels = Vec::new();
    loop {
        let length = usize::from(*question.get(at)?);
        at += 1;
        if length == 0 {
            break;
        }
        labels.push(String::from_utf8_lossy(question.get(at..at + length)?).to_ascii_lowercase());
        at += length;
    }
    let end = at + 4;
    let asked_for = u16::from_be_bytes([*question.get(at)?, *question.get(at + 1)?]);
    let mut zone = zone.lock().expect("a zone");
    zone.asked += 1;
    let texts = zone.texts.get(&labels.join("."));
    let code = match (zone.broken, texts) {
        (true, _) => 2,
        (false, None) => 3,
        (false, Some(_)) => 0,
    };
    let texts: &[String] = if code == 0 && asked_for == 16 { texts.map_or(&[], Vec::as_slice) } else { &[] };
    let mut out = question[..2].to_vec();
    // An answer with authority to a question that wanted recursion.
    out.extend([0x85, 0x80 | code, 0, 1]);
    out.extend(u16::try_from(texts.len()).ok()?.to_be_bytes());
    out.extend([0, 0, 0, 0]);
    out.extend(question.get(12..end)?);
    for text in texts {
        // In parts, as providers cut long records.
        let data: Vec<u8> = text
            .as_bytes()
            .chunks(20)
            .flat_map(|part| {
                std::iter::once(u8::try_from(part.len()).unwrap_or(0)).chain(part.iter().copied()).collect::<Vec<_>>()
            })
            .collect();
        out.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60]);
        out.extend(u16::try_from(data.len()).ok()?.to_be_bytes());
        out.extend(data);
    }
    Some(out)
}
