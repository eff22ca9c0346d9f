//! Handing a message over: to a mail server, or to a folder where only this machine's people look.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};

/// How one handover ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Taken over.
    Taken,
    /// Not now; the reason is worth keeping.
    Later(String),
    /// Refused for good.
    Never(String),
}

/// Where mail goes.
#[derive(Clone, Debug)]
pub enum Transport {
    /// A mail server, over at most four pooled connections.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// `{folder}/*.eml`.
    Files(PathBuf),
}

impl Transport {
    /// A mail server by URL: `smtp://` (with `?tls=required` or `?tls=opportunistic`) or `smtps://`, as lettre reads it.
    pub fn smtp(url: &SecretString) -> Result<Self, String> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret()).map_err(|e| e.to_string())?;
        let pool = PoolConfig::new().max_size(4).idle_timeout(Duration::from_secs(30));
        Ok(Self::Smtp(builder.pool_config(pool).timeout(Some(Duration::from_secs(20))).build()))
    }

    /// A folder, made with mode 0700 if it is not there.
    pub fn files(folder: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        Ok(Self::Files(folder.to_owned()))
    }

    /// Hands one message over. `name` names the file; the same row overwrites its own file.
    pub async fn deliver(&self, message: lettre::Message, name: &str) -> Delivery {
        match self {
            Self::Smtp(smtp) => match smtp.send(message).await {
                Ok(_) => Delivery::Taken,
                Err(e) if e.is_permanent() => Delivery::Never(reason(&e)),
                Err(e) => Delivery::Later(reason(&e)),
            },
            Self::Files(folder) => {
                let (path, bytes) = (folder.join(format!("{name}.eml")), message.formatted());
                let written = tokio::task::spawn_blocking(move || write_whole(&path, &bytes)).await;
                match written {
                    Ok(Ok(())) => Delivery::Taken,
                    Ok(Err(e)) => Delivery::Later(e.to_string()),
                    Err(e) => Delivery::Later(e.to_string()),
                }
            }
        }
    }
}

/// Readers see the whole file or none.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let unfinished = path.with_extension("part");
    let mut file = std::fs::File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(unfinished, path)
}

/// The server's own words, which the portal shows beside „nicht zustellbar“.
fn reason(e: &lettre::transport::smtp::Error) -> String {
    let mut text = e.to_string();
    let mut source = std::error::Error::source(e);
    while let Some(inner) = source {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        source = inner.source();
    }
    text
}
