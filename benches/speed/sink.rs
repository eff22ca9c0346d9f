//! A mail server that takes connections and keeps silent until it is told to work, so that sending mail is measured by itself and
//! not inside of creates.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What arrived.
#[derive(Default)]
struct Taken {
    count: AtomicU64,
    last: Mutex<String>,
}

/// The sink.
pub struct Sink {
    /// Where it listens.
    pub address: String,
    taken: Arc<Taken>,
    works: watch::Sender<bool>,
}

impl Sink {
    /// A silent one.
    pub async fn open() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let taken = Arc::new(Taken::default());
        let works = watch::Sender::new(false);
        let (count, told) = (Arc::clone(&taken), works.subscribe());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(attend(stream, told.clone(), Arc::clone(&count)));
            }
        });
        Ok(Self { address, taken, works })
    }

    /// Mails taken so far.
    pub fn taken(&self) -> u64 {
        self.taken.count.load(Ordering::Relaxed)
    }

    /// Path of the invitation that the last mail holds.
    pub fn invitation(&self) -> Option<String> {
        let mail = self.taken.last.lock().ok()?.clone();
        let mail = mail_parser::MessageParser::new().parse(mail.as_bytes())?;
        let text = mail.body_text(0)?;
        let link = &text[text.find("/einladung/")?..];
        link.split_whitespace().next().map(str::to_owned)
    }

    /// Whether mail is taken from now on. Who waited in silence is cut off and comes again.
    pub fn work(&self, on: bool) {
        self.works.send_replace(on);
    }
}

async fn attend(stream: TcpStream, mut told: watch::Receiver<bool>, taken: Arc<Taken>) {
    let works = *told.borrow_and_update();
    if !works {
        let _ = told.changed().await;
        return;
    }
    tokio::select! {
        _ = told.changed() => {}
        _ = serve(stream, &taken) => {}
    }
}

async fn serve(stream: TcpStream, taken: &Taken) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 sink\r\n").await?;
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let answer: &[u8] = match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let mut mail = String::new();
                line.clear();
                while line != ".\r\n" {
                    mail.push_str(&line);
                    line.clear();
                    if stream.read_line(&mut line).await? == 0 {
                        return Ok(());
                    }
                }
                taken.count.fetch_add(1, Ordering::Relaxed);
                if let Ok(mut last) = taken.last.lock() {
                    *last = mail;
                }
                b"250 taken\r\n"
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => b"250 sink\r\n",
        };
        stream.write_all(answer).await?;
    }
}
