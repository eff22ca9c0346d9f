//! The load generator: a process of its own with one thread, HTTP/1.1 over kept-alive connections, as lean as it can be,
//! since it shares the cores with what it measures.
//!
//! Reads an [`Order`] from standard input; writes `start` when the warm-up is over and a [`Yield`] as JSON at the end.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep_until, timeout};

use super::work::{Door, Lane, Work, request};

/// An answer that takes longer is a failure.
const PATIENCE: Duration = Duration::from_secs(30);

/// What to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Order {
    /// To whom.
    pub door: Door,
    /// What.
    pub work: Work,
    /// Over how many connections.
    pub connections: u64,
    /// Not counted.
    pub warm_up: f64,
    /// Counted.
    pub seconds: f64,
    /// Requests per second of each connection; `None`: the next as soon as the last is answered.
    pub pace: Option<f64>,
}

/// What came of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Yield {
    /// Answered while it counted.
    pub answered: u64,
    /// For how long it counted.
    pub seconds: f64,
    /// Median in ms.
    pub p50: f64,
    /// 99th percentile in ms.
    pub p99: f64,
    /// Slowest in ms.
    pub slowest: f64,
    /// Mean size of an answer in bytes, head included.
    pub bytes: f64,
    /// Answers 4xx, warm-up included.
    pub refused: u64,
    /// Answers 5xx and connections that broke, warm-up included.
    pub failed: u64,
    /// The first answer that was not 2xx.
    pub first_trouble: Option<String>,
    /// CPU the generator itself used, in ms.
    pub own_cpu: f64,
}

impl Yield {
    /// Requests per second.
    #[expect(clippy::cast_precision_loss, reason = "counts of seconds")]
    pub fn rate(&self) -> f64 {
        self.answered as f64 / self.seconds
    }
}

/// The process.
pub fn main() {
    let mut order = String::new();
    std::io::stdin().read_to_string(&mut order).expect("an order");
    let order: Order = serde_json::from_str(&order).expect("an order");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let result = runtime.block_on(run(&order));
    println!("{}", serde_json::to_string(&result).expect("JSON"));
}

async fn run(order: &Order) -> Yield {
    let begin = Instant::now() + Duration::from_secs_f64(order.warm_up);
    let end = begin + Duration::from_secs_f64(order.seconds);
    let lanes: Vec<_> = (0..order.connections)
        .map(|number| {
            let (order, lane) = (order.clone(), Lane { number, of: order.connections });
            tokio::spawn(async move { Runner::new(order, lane, begin, end).run().await })
        })
        .collect();
    sleep_until(begin.into()).await;
    let cpu = super::machine::cpu_of_self();
    println!("start");
    std::io::stdout().flush().expect("somebody reads");
    let mut sum = Yield { seconds: order.seconds, ..Yield::default() };
    let mut times = Vec::new();
    let mut bytes = 0.0;
    for lane in lanes {
        let lane = lane.await.expect("a lane does not panic");
        sum.refused += lane.refused;
        sum.failed += lane.failed;
        sum.first_trouble = sum.first_trouble.or(lane.first_trouble);
        bytes += lane.bytes;
        times.extend(lane.times);
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of seconds")]
    let answers = times.len().max(1) as f64;
    sum.bytes = bytes / answers;
    sum.own_cpu = (super::machine::cpu_of_self() - cpu) * 1000.0;
    sum.answered = times.len() as u64;
    times.sort_unstable();
    sum.p50 = percentile(&times, 50);
    sum.p99 = percentile(&times, 99);
    sum.slowest = percentile(&times, 100);
    sum
}

/// One request over a connection of its own; gives the status.
pub async fn once(door: &Door, work: Work, lane: Lane, n: u64, random: u64) -> std::io::Result<u16> {
    let mut wire = Wire::open(&door.address).await?;
    wire.exchange(request(door, work, lane, n, random).as_bytes()).await
}

/// In ms, of sorted µs.
pub fn percentile(sorted: &[u32], percent: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * percent / 100).map_or(0.0, |micros| f64::from(*micros) / 1000.0)
}

/// One connection.
struct Runner {
    order: Order,
    lane: Lane,
    begin: Instant,
    end: Instant,
    random: u64,
    /// µs of each answer that counted.
    times: Vec<u32>,
    /// Of those answers.
    bytes: f64,
    refused: u64,
    failed: u64,
    first_trouble: Option<String>,
}

impl Runner {
    fn new(order: Order, lane: Lane, begin: Instant, end: Instant) -> Self {
        let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let random = u64::from(clock.subsec_nanos()) << 20 | clock.as_secs() & 0xf_ffff;
        let random = (random ^ lane.number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) | 1;
        Self {
            order,
            lane,
            begin,
            end,
            random,
            times: Vec::new(),
            bytes: 0.0,
            refused: 0,
            failed: 0,
            first_trouble: None,
        }
    }

    async fn run(mut self) -> Self {
        let mut wire: Option<Wire> = None;
        let mut n = 0;
        let started = Instant::now();
        while Instant::now() < self.end {
            if let Some(pace) = self.order.pace {
                #[expect(clippy::cast_precision_loss, reason = "counts of seconds")]
                let due = (n as f64 + f64::from(u32::try_from(self.lane.number).unwrap_or(0)) * 0.37 % 1.0) / pace;
                sleep_until((started + Duration::from_secs_f64(due)).into()).await;
            }
            self.random ^= self.random << 13;
            self.random ^= self.random >> 7;
            self.random ^= self.random << 17;
            let text = request(&self.order.door, self.order.work, self.lane, n, self.random);
            n += 1;
            let sent = Instant::now();
            let mut open = match wire.take() {
                Some(open) => open,
                None => match Wire::open(&self.order.door.address).await {
                    Ok(open) => open,
                    Err(error) => {
                        self.trouble(format!("no connection: {error}"));
                        tokio::time::sleep(Duration::from_millis(50)).await;
                        continue;
                    }
                },
            };
            match timeout(PATIENCE, open.exchange(text.as_bytes())).await {
                Ok(Ok(status)) => {
                    let done = Instant::now();
                    if (200..300).contains(&status) {
                        if sent >= self.begin && done <= self.end {
                            self.times.push(u32::try_from((done - sent).as_micros()).unwrap_or(u32::MAX));
                            self.bytes += f64::from(u32::try_from(open.buffer.len()).unwrap_or(u32::MAX));
                        }
                    } else {
                        let body = String::from_utf8_lossy(open.body()).into_owned();
                        self.refused += u64::from((400..500).contains(&status));
                        self.failed += u64::from(!(400..500).contains(&status));
                        self.first_trouble.get_or_insert(format!("{status} {body}"));
                    }
                    wire = Some(open);
                }
                Ok(Err(error)) => self.trouble(format!("the connection broke: {error}")),
                Err(_) => self.trouble("no answer in 30 s".into()),
            }
        }
        self
    }

    fn trouble(&mut self, what: String) {
        self.failed += 1;
        self.first_trouble.get_or_insert(what);
    }
}

/// A kept-alive connection.
struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
    body_at: usize,
}

impl Wire {
    async fn open(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(128 * 1024), body_at: 0 })
    }

    /// Sends a request and reads its answer whole; gives the status.
    async fn exchange(&mut self, request: &[u8]) -> std::io::Result<u16> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let mut whole = None;
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            if whole.is_none() {
                whole = self.head();
            }
            match whole {
                Some((status, Some(length))) if self.buffer.len() >= self.body_at + length => return Ok(status),
                Some((status, None)) if self.buffer.ends_with(b"0\r\n\r\n") => return Ok(status),
                _ => {}
            }
        }
    }

    /// Status and length of the body (`None`: in chunks), as soon as the head is there.
    fn head(&mut self) -> Option<(u16, Option<usize>)> {
        let end = self.buffer.windows(4).position(|four| four == b"\r\n\r\n")?;
        self.body_at = end + 4;
        let head = String::from_utf8_lossy(&self.buffer[..end]).to_ascii_lowercase();
        let status = head.get(9..12)?.parse().ok()?;
        let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let length = match header("content-length") {
            Some(length) => Some(length.trim().parse().ok()?),
            None if header("transfer-encoding").is_some() => None,
            None => Some(0),
        };
        Some((status, length))
    }

    fn body(&self) -> &[u8] {
        self.buffer.get(self.body_at..).unwrap_or_default()
    }
}
