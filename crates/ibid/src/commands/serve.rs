//! `ibid serve` and `ibid work`.

use anyhow::{Context, Result};
use ibid_app::lists::Lists;
use ibid_app::orcid::Door;
use ibid_app::search::{Search, SearchRequest};
use ibid_app::usage::Usage;
use ibid_web::{Folders, Settings, Site};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::Answer;
use crate::config::Config;
use crate::output::Output;
use crate::wire::{Open, Rank, now};

/// Serves until told to stop, with the background work beside it. `guests` are the addresses of accounts
/// that are shown a way in.
pub(crate) async fn serve(open: &Open, config: &Config, guests: &[&str], out: &mut Output) -> Result<Answer> {
    let listener = TcpListener::bind(&config.listen).await.with_context(|| config.listen.clone())?;
    let address = listener.local_addr()?;
    let accounts = open.accounts(config.sender(&format!("http://{address}")));
    out.line(&format!("serving http://{address}/"))?;
    for email in guests {
        out.line(&format!("to sign in as {email}: {}", accounts.link_for(email, now()).await?))?;
    }
    out.flush()?;
    let reader = open.store.reader();
    let search = Search::new(reader.clone(), open.index.clone());
    tokio::spawn(warm(search.clone()));
    let usage = Usage::new(open.store.writer());
    let site = Site::new(reader, search, usage.clone(), settings(config, &format!("http://{address}"))?);
    let folders = Folders { dumps: config.dumps(), published: config.published() };
    let site =
        site.with_lists(Lists::new(config.lists())).with_folders(folders).with_accounts(accounts.clone());
    let site = match config.registered()? {
        Some(at) => site.with_orcid(Door::new(at)?),
        None => site,
    };
    let working = open.work(Rank::AfterReaders)?;
    let nightly = open.nightly(config.plan()?, Rank::AfterReaders)?;
    let posting = open.post(accounts, config.post()?, Rank::AfterReaders)?;
    let (stop, told) = watch::channel(false);
    let counting = tokio::spawn(usage.keep(told));
    let ended = ibid_web::serve(listener, site, stopped()).await;
    let _ = stop.send(true);
    let _ = counting.await;
    working.stop().await;
    nightly.stop().await;
    posting.stop().await;
    ended?;
    Ok(Answer::Yes)
}

/// Counts everything once, so that the first reader does not wait for what counting needs.
async fn warm(search: Search) {
    let everything = SearchRequest { limit: 1, facets: true, ..SearchRequest::default() };
    if let Err(error) = search.search(everything).await {
        tracing::warn!("the index could not be warmed: {error}");
    }
}

/// Does the background work until told to stop.
pub(crate) async fn work(open: &Open, config: &Config) -> Result<Answer> {
    let working = open.work(Rank::Equal)?;
    let nightly = open.nightly(config.plan()?, Rank::Equal)?;
    let posting = open.post(open.accounts(config.sender_here()), config.post()?, Rank::Equal)?;
    stopped().await;
    working.stop().await;
    nightly.stop().await;
    posting.stop().await;
    Ok(Answer::Yes)
}

fn settings(config: &Config, address: &str) -> Result<Settings> {
    let default = Settings::default();
    let site = &config.site;
    let paragraphs = site.about.as_deref().unwrap_or("").split("\n\n").map(str::trim);
    Ok(Settings {
        name: site.name.clone().unwrap_or(default.name),
        base_url: site.url.clone().unwrap_or_else(|| address.to_owned()),
        email: site.email.clone().unwrap_or(default.email),
        repository: site.repository.clone().unwrap_or(default.repository),
        accent: site.accent.clone().or(default.accent),
        resolver: site.resolver.clone().unwrap_or(default.resolver),
        footer: site.footer.clone().unwrap_or(default.footer),
        about: paragraphs.filter(|it| !it.is_empty()).map(str::to_owned).collect(),
        logo: config.logo()?,
        limits: config.limits(),
        proxies: config.networks()?,
    })
}

/// Returns when the process is asked to end: Ctrl-C, or the signal service managers send.
async fn stopped() {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(_) => return drop(tokio::signal::ctrl_c().await),
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
