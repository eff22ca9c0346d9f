//! Which protocol a connection speaks, read off its first bytes (RFC 9113, 3.4).

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// What a client that knows HTTP/2 is spoken here sends first.
const HTTP2: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// The two protocols spoken here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP/1.1 (or 1.0).
    Http1,
    /// HTTP/2 with prior knowledge.
    Http2,
}

/// Reads until the protocol is certain; the bytes read belong in front of the stream. `None` when the client left first.
pub async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<(Protocol, Vec<u8>)>> {
    let mut bytes = Vec::with_capacity(HTTP2.len());
    loop {
        let missing = HTTP2.len() - bytes.len();
        if stream.take(missing as u64).read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
        if !HTTP2.starts_with(&bytes) {
            return Ok(Some((Protocol::Http1, bytes)));
        }
        if bytes.len() == HTTP2.len() {
            return Ok(Some((Protocol::Http2, bytes)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn protocol_of(mut bytes: &[u8]) -> Option<(Protocol, usize)> {
        read(&mut bytes).await.expect("a slice reads").map(|(protocol, read)| (protocol, read.len()))
    }

    #[tokio::test]
    async fn the_first_bytes_tell_and_are_kept() {
        assert_eq!(protocol_of(b"GET / HTTP/1.1\r\n").await, Some((Protocol::Http1, 16)));
        assert_eq!(protocol_of(b"PROPFIND / HTTP/1.1\r\nHost: a\r\n").await, Some((Protocol::Http1, 24)));
        assert_eq!(protocol_of(&[HTTP2.as_slice(), b"\0\0\0"].concat()).await, Some((Protocol::Http2, 24)));
        assert_eq!(protocol_of(b"").await, None);
        assert_eq!(protocol_of(b"PRI * HT").await, None);
    }
}
