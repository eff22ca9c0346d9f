//! A mail server that speaks SMTP over TCP and answers the end of DATA as the test says.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server says after the dot.
#[derive(Debug, Clone, Copy)]
pub enum AfterData {
    Take,
    Later,
    Never,
}

pub struct SmtpServer {
    pub url: String,
    gate: Arc<tokio::sync::Semaphore>,
    received: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<AfterData>>,
}

impl SmtpServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let url = format!("smtp://{}", listener.local_addr().expect("an address"));
        let (received, answer) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(AfterData::Take)));
        let gate = Arc::new(tokio::sync::Semaphore::new(1));
        let (r, a, g) = (Arc::clone(&received), Arc::clone(&answer), Arc::clone(&gate));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&r), Arc::clone(&a), Arc::clone(&g)));
            }
        });
        Self { url, gate, received, answer }
    }

    pub fn answer(&self, answer: AfterData) {
        *self.answer.lock().expect("unpoisoned") = answer;
    }

    /// From now on every message arrives, and its answer waits.
    pub fn hold(&self) {
        self.gate.forget_permits(1);
    }

    /// Lets waiting and later answers go.
    pub fn release(&self) {
        self.gate.add_permits(1);
    }

    /// Every message that was handed over, taken or not.
    pub fn received(&self) -> Vec<String> {
        self.received.lock().expect("unpoisoned").clone()
    }
}

async fn converse(
    stream: TcpStream,
    received: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<AfterData>>,
    gate: Arc<tokio::sync::Semaphore>,
) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 test ESMTP\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let reply: &[u8] = match line.split_whitespace().next().map(str::to_ascii_uppercase).as_deref() {
            Some("EHLO") => b"250-test\r\n250 8BITMIME\r\n",
            Some("DATA") => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut message = String::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|l| l != ".") {
                    message.push_str(&line);
                    message.push('\n');
                }
                received.lock().expect("unpoisoned").push(message);
                let _open = gate.acquire().await.ok()?;
                match *answer.lock().expect("unpoisoned") {
                    AfterData::Take => b"250 taken\r\n",
                    AfterData::Later => b"451 greylisted, come back\r\n",
                    AfterData::Never => b"550 no such mailbox\r\n",
                }
            }
            Some("QUIT") => {
                write.write_all(b"221 bye\r\n").await.ok()?;
                return None;
            }
            _ => b"250 ok\r\n",
        };
        write.write_all(reply).await.ok()?;
    }
    Some(())
}
