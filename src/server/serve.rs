//! `einlass serve`: database, domain, routes, workers, listener; and an orderly end.

use std::io::Write;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::config::{Config, MailDelivery};
use super::layers::Edge;
use super::listen::{self, Limits};
use super::mail::{Sender, Transport, Worker};
use super::start::{StartError, Started, Tenure};
use super::{chores, counts, group_rights, jobs, limits, metrics, request_log, routes, start, telemetry};
use crate::domain::db::Db;
use crate::outbound::Names;

/// How long load balancers may need to notice that readiness is gone. On loopback there is none.
const NOTICE: Duration = Duration::from_secs(5);

/// What detached work and workers get after the clients' drain; a mail in flight is the longest of it.
const LAST_WORK: Duration = Duration::from_secs(10);

/// Serves until SIGTERM or SIGINT, then drains; another signal shortens each step.
pub async fn run(mut config: Config) -> Result<(), StartError> {
    telemetry::start(&config.log);
    limits::prepare();
    // A taken port is the likeliest obstacle and the cheapest to find.
    let listener = listen::bind(config.listen).await?;
    config.listens_on(listener.local_addr()?);
    let phases = Phases::default();
    // Before anything is started that would have to be stopped: a signal during the start counts, too.
    let signals = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let notice = if config.public_url.is_loopback() { Duration::ZERO } else { NOTICE };
    tokio::spawn(follow_signals(signals, phases.clone(), notice));
    let ops = serve_figures(&config, &phases).await?;
    let started = start::database(&config, Tenure::Server).await?;
    if let Some(notice) = started.notice() {
        tracing::info!("{notice}");
    }
    let result = serve_on(&started, &config, listener, &phases).await;
    phases.kill.cancel();
    if let Some(ops) = ops {
        let _ = ops.await;
    }
    started.stop().await;
    result
}

/// The way to the end, one token a step.
#[derive(Clone, Debug, Default)]
struct Phases {
    /// Not ready any more, still serving.
    leaving: CancellationToken,
    /// No new connections; what runs may end.
    closing: CancellationToken,
    /// Nothing is waited for any more.
    kill: CancellationToken,
}

async fn serve_on(
    started: &Started,
    config: &Config,
    listener: TcpListener,
    phases: &Phases,
) -> Result<(), StartError> {
    let db = start::domain(started, config, limits::database_connections()).await?;
    let transport = transport(config)?;
    let work = TaskTracker::new();
    let edge = Edge {
        public_url: config.public_url.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        work: work.clone(),
    };
    let names = Names::new(&config.dns_resolvers);
    let router = routes::all(&db, config, &names, &edge, phases.leaving.clone());

    let workers = TaskTracker::new();
    workers.spawn(mail_worker(&db, config, transport).run(phases.closing.clone()));
    workers.spawn(chores::run(db.clone(), names, phases.closing.clone()));
    workers.spawn(jobs::run(db.clone(), phases.closing.clone()));
    workers.spawn(group_rights::run(db.clone(), phases.closing.clone()));
    workers.spawn(counts::run(db.clone(), phases.closing.clone()));
    workers.spawn(request_log::run(db.clone(), phases.closing.clone()));
    workers.close();

    let _ =
        writeln!(std::io::stderr(), "einlass serves {} (listening on {})", config.public_url.origin(), config.listen);
    let limits = Limits { connections: limits::connections(Limits::default().connections), ..Limits::default() };
    listen::serve(listener, router, limits, phases.closing.clone(), phases.kill.clone()).await;
    work.close();
    let ended = timeout(LAST_WORK, async {
        work.wait().await;
        workers.wait().await;
        request_log::finish(&db).await;
        db.close().await;
    });
    tokio::select! {
        ended = ended => if ended.is_err() { tracing::warn!("work that did not end is rolled back by the database") },
        () = phases.kill.cancelled() => {}
    }
    Ok(())
}

/// Metrics, where somebody wants them.
async fn serve_figures(config: &Config, phases: &Phases) -> Result<Option<tokio::task::JoinHandle<()>>, StartError> {
    let Some(address) = config.ops_listen else { return Ok(None) };
    let listener = listen::bind(address).await?;
    let handle = metrics::start().map_err(|error| StartError::Refused(format!("EINLASS_OPS_LISTEN: {error}")))?;
    let limits = Limits { connections: 16, drain: Duration::ZERO, ..Limits::default() };
    // Figures are readable until the very end.
    let stop = phases.kill.clone();
    Ok(Some(tokio::spawn(listen::serve(listener, metrics::router(handle), limits, stop.clone(), stop))))
}

fn transport(config: &Config) -> Result<Transport, StartError> {
    match &config.mail {
        Some(MailDelivery::Smtp(url)) => Transport::smtp(url).map_err(StartError::Smtp),
        Some(MailDelivery::Files(_)) => Ok(Transport::files(&config.data_dir.join("mail"))?),
        None => Err(StartError::Smtp("no way to send mail is set".into())),
    }
}

fn mail_worker(db: &Db, config: &Config, transport: Transport) -> Worker {
    Worker {
        db: db.clone(),
        transport,
        sender: Sender {
            brand: config.brand_name.clone(),
            contact: config.support_contact.clone(),
            origin: config.public_url.origin(),
        },
        from: config.mail_from.clone(),
        domain: config.public_url.host().to_owned(),
    }
}

/// The first signal begins the notice, the next ends it, one more ends everything.
async fn follow_signals((mut term, mut int): (Signal, Signal), phases: Phases, notice: Duration) {
    any(&mut term, &mut int).await;
    phases.leaving.cancel();
    let _ = timeout(notice, any(&mut term, &mut int)).await;
    phases.closing.cancel();
    any(&mut term, &mut int).await;
    phases.kill.cancel();
}

async fn any(one: &mut Signal, other: &mut Signal) {
    tokio::select! { _ = one.recv() => {}, _ = other.recv() => {} }
}
