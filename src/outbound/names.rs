//! TXT records of domains that administrators name, asked from the resolvers of this installation and never from a cache.

use std::net::SocketAddr;
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{RData, RecordType};

/// For one question to one server.
const TIMEOUT: Duration = Duration::from_secs(3);
/// Records read of one name; a domain may have many that are not ours.
const MOST: usize = 100;

/// No answer: nothing is known about the name.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NoAnswer(String);

/// The way to DNS. Cheap to clone.
#[derive(Clone)]
pub struct Names {
    resolver: Option<TokioResolver>,
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Names")
    }
}

impl Names {
    /// Asks these servers; the machine's own where none are named.
    pub fn new(servers: &[SocketAddr]) -> Self {
        let builder = if servers.is_empty() {
            TokioResolver::builder_tokio()
        } else {
            let servers = servers.iter().map(|server| {
                let at = |mut connection: ConnectionConfig| {
                    connection.port = server.port();
                    connection
                };
                let connections = vec![at(ConnectionConfig::udp()), at(ConnectionConfig::tcp())];
                NameServerConfig::new(server.ip(), true, connections)
            });
            let config = ResolverConfig::from_parts(None, Vec::new(), servers.collect());
            Ok(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()))
        };
        let resolver = builder.and_then(|mut builder| {
            let options = builder.options_mut();
            options.cache_size = 0;
            options.timeout = TIMEOUT;
            options.attempts = 2;
            builder.build()
        });
        if let Err(error) = &resolver {
            tracing::warn!(%error, "no DNS resolver is known: domains cannot be verified");
        }
        Self { resolver: resolver.ok() }
    }

    /// The TXT records of a name, each put together from its parts; none where the name or the records are not there.
    pub async fn texts(&self, name: &str) -> Result<Vec<String>, NoAnswer> {
        let resolver = self.resolver.as_ref().ok_or_else(|| NoAnswer("no DNS resolver is known".to_owned()))?;
        // With a dot at the end: no search list of the machine is tried.
        match resolver.lookup(format!("{name}."), RecordType::TXT).await {
            Ok(found) => {
                let texts = found.answers().iter().filter_map(|record| match &record.data {
                    RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
                    _ => None,
                });
                Ok(texts.take(MOST).collect())
            }
            Err(error) if error.is_no_records_found() => Ok(Vec::new()),
            Err(error) => Err(NoAnswer(error.to_string())),
        }
    }
}
