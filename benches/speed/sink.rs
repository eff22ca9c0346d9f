//! A mail server that takes connections and keeps silent until it is told to work, so that sending mail is measured by itself and
//! not inside of creates.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// The sink.
pub struct Sink {
    /// Where it listens.
    pub address: String,
    taken: Arc<AtomicU64>,
    works: watch::Sender<bool>,
}

impl Sink {
    /// A silent one.
    pub async fn open() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let taken = Arc::new(AtomicU64::new(0));
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
        self.taken.load(Ordering::Relaxed)
    }

    /// Whether mail is taken from now on. Who waited in silence is cut off and comes again.
    pub fn work(&self, on: bool) {
        self.works.send_replace(on);
    }
}

async fn attend(stream: TcpStream, mut told: watch::Receiver<bool>, taken: Arc<AtomicU64>) {
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

async fn serve(stream: TcpStream, taken: &AtomicU64) -> std::io::Result<()> {
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
                while line != ".\r\n" {
                    line.clear();
                    if stream.read_line(&mut line).await? == 0 {
                        return Ok(());
                    }
                }
                taken.fetch_add(1, Ordering::Relaxed);
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
