//! A writer whose patience ends: a client that reads nothing at all must not hold its answer for ever.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::AsyncWrite;
use tokio::time::{Instant, Sleep};

/// Fails a write that makes no progress for `limit`.
pub struct Patient<W> {
    inner: W,
    limit: Duration,
    waiting: bool,
    deadline: Pin<Box<Sleep>>,
}

impl<W> Patient<W> {
    pub fn new(inner: W, limit: Duration) -> Self {
        Self { inner, limit, waiting: false, deadline: Box::pin(tokio::time::sleep(limit)) }
    }

    /// Passes progress on; without it, starts or checks the deadline.
    fn judge<T>(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.waiting = false;
            return outcome;
        }
        if !self.waiting {
            self.waiting = true;
            self.deadline.as_mut().reset(Instant::now() + self.limit);
        }
        self.deadline.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<W: AsyncWrite + Unpin> AsyncWrite for Patient<W> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.judge(cx, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write_vectored(cx, bytes);
        self.judge(cx, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.inner).poll_flush(cx);
        self.judge(cx, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.inner).poll_shutdown(cx);
        self.judge(cx, outcome)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;

    use super::*;

    #[tokio::test]
    async fn a_reader_that_never_reads_ends_the_write() {
        let (ours, _theirs) = tokio::io::duplex(1);
        let mut writer = Patient::new(ours, Duration::from_millis(20));
        writer.write_all(b"1").await.expect("fits the pipe");
        let stalled = writer.write_all(b"2").await.expect_err("nobody reads");
        assert_eq!(stalled.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_slow_reader_is_waited_for() {
        let (ours, mut theirs) = tokio::io::duplex(1);
        let mut writer = Patient::new(ours, Duration::from_secs(3600));
        let reader = tokio::spawn(async move {
            for _ in 0..3 {
                tokio::task::yield_now().await;
                tokio::io::AsyncReadExt::read_u8(&mut theirs).await.expect("a byte");
            }
        });
        writer.write_all(b"123").await.expect("slow is fine");
        reader.await.expect("the reader");
    }
}
