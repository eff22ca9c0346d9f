//! A proxy between client and server that loses answers: the server has done its work, and the client never hears of it.
//!
//! It forwards one connection at a time to the server and decides, when the server starts to answer, whether that
//! answer arrives. With a connection per request every fifth answer is lost, in an order that is the same in every run.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

/// One answer in so many is lost.
const ONE_IN: u64 = 5;

pub struct FaultProxy {
    /// `http://127.0.0.1:PORT`
    pub origin: String,
    lost: Arc<AtomicUsize>,
}

impl FaultProxy {
    /// In front of a server; `seed` chooses which answers are lost.
    pub async fn before(server: &str, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let server = server.trim_start_matches("http://").to_owned();
        let lost = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&lost);
        tokio::spawn(async move {
            let mut state = seed;
            while let Ok((client, _)) = listener.accept().await {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let loses = (state >> 33).is_multiple_of(ONE_IN);
                tokio::spawn(forward(client, server.clone(), loses.then(|| Arc::clone(&counter))));
            }
        });
        Self { origin, lost }
    }

    /// How many answers never arrived.
    pub fn lost(&self) -> usize {
        self.lost.load(Ordering::Relaxed)
    }
}

async fn forward(mut client: TcpStream, server: String, loses: Option<Arc<AtomicUsize>>) -> Option<()> {
    let mut server = TcpStream::connect(server).await.ok()?;
    let Some(lost) = loses else {
        tokio::io::copy_bidirectional(&mut client, &mut server).await.ok()?;
        return Some(());
    };
    let (mut asked, mut asking) = client.split();
    let (mut answered, mut to_server) = server.split();
    let mut first = [0];
    // Everything the client says arrives; the first byte of the answer proves that the work is done.
    tokio::select! {
        _ = tokio::io::copy(&mut asked, &mut to_server) => return None,
        read = answered.read_exact(&mut first) => read.ok()?,
    };
    lost.fetch_add(1, Ordering::Relaxed);
    asking.shutdown().await.ok()
}
