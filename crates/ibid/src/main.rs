//! The binary: reads the command line and hands over.
//!
//! Here: exit statuses (0 done, 1 done but the answer is no, 2 could not) and the one line on stderr
//! that says what could not be done.

mod cli;
mod commands;
mod config;
mod output;
mod wire;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::cli::{Cli, Command, Listen};
use crate::config::Config;
use crate::output::Output;

/// Records are made on one thread and dropped on another, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a command that could be done has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No,
}

/// The command could not be done, and has said so already.
#[derive(Debug, thiserror::Error)]
#[error("said already")]
pub(crate) struct Said;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let level = tracing_subscriber::EnvFilter::builder().with_default_directive(tracing::Level::WARN.into());
    let mut level = level.from_env_lossy();
    // What strangers ask wrongly over the protocol for agents is no news of ours.
    if let Ok(quiet) = "rmcp=off".parse() {
        level = level.add_directive(quiet);
    }
    tracing_subscriber::fmt().with_env_filter(level).with_writer(std::io::stderr).init();
    let mut out = Output::new(cli.format);
    let answer = run(cli, &mut out).and_then(|answer| {
        out.flush()?;
        Ok(answer)
    });
    match answer {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        Err(error) if output::nobody_reads(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = out.flush();
            if !error.is::<Said>() {
                eprintln!("ibid: {}", format!("{error:#}").replace('\n', " "));
            }
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli, out: &mut Output) -> Result<Answer> {
    match &cli.command {
        Command::Check { paths } => return commands::check::run(paths, out),
        Command::Parse { file } => return commands::parse::run(file, out),
        _ => {}
    }
    let listen = match &cli.command {
        Command::Demo(listen) | Command::Serve(listen) => listen.clone(),
        _ => Listen::default(),
    };
    let config = Config::load(&cli.place, &listen, |name| std::env::var(name).ok())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(with_config(cli, config, out))
}

async fn with_config(cli: Cli, config: Config, out: &mut Output) -> Result<Answer> {
    use commands::{
        bibliography, bulk, demo, deposit, export, harvest, keep, load, look, search, serve, user,
    };
    match cli.command {
        Command::Check { .. } | Command::Parse { .. } => Ok(Answer::Yes),
        Command::Demo(_) => demo::run(config, &cli.place, out).await,
        Command::Serve(_) => serve::serve(&wire::open_or_make(&config).await?, &config, &[], out).await,
        Command::Work => serve::work(&wire::open(&config).await?, &config).await,
        Command::Harvest { paths } => harvest::run(&wire::open_or_make(&config).await?, &paths, out).await,
        Command::Search { words, limit, sort } => {
            search::run(&wire::open(&config).await?, &words.join(" "), limit, &sort, out).await
        }
        Command::Show { handle, export, style } => {
            export::show(&wire::open(&config).await?, &handle, export.as_deref(), style.as_deref(), out).await
        }
        Command::Export { query, export } => {
            export::many(&wire::open(&config).await?, query.as_deref(), export.as_deref(), out).await
        }
        Command::Dump { folder } => {
            let folder = folder.unwrap_or_else(|| config.dumps());
            bulk::dump(&wire::open(&config).await?, &folder, out).await
        }
        Command::Load { from } => load::run(&config, &from, out).await,
        Command::Bibliography { files, export } => {
            bibliography::run(&wire::open(&config).await?, &files, &export, out).await
        }
        Command::Deposit { query, prefix, into } => {
            let batch = deposit::Settings::of(&config, prefix)?;
            deposit::run(&wire::open(&config).await?, &batch, query.as_deref(), into.as_deref(), out).await
        }
        Command::Publish { folder } => {
            let folder = folder.unwrap_or_else(|| config.published());
            bulk::publish(&wire::open(&config).await?, &folder, out).await
        }
        Command::Rebuild { projection } if projection == "versions" => {
            keep::find_versions(&wire::open(&config).await?, out).await
        }
        Command::Rebuild { projection } if projection == "people" => {
            keep::find_people(&wire::open(&config).await?, out).await
        }
        Command::Rebuild { .. } => keep::rebuild(&wire::open(&config).await?, out).await,
        Command::Backup { file } => keep::backup(&wire::open(&config).await?, &file, out).await,
        Command::Restore { file } => keep::restore(&config, &file, out).await,
        Command::Copy { to } => keep::copy(&wire::open(&config).await?, &to, out).await,
        Command::User { deed } => {
            let open = wire::open_or_make(&config).await?;
            user::run(&open.accounts(config.sender_here()), deed, out).await
        }
        Command::Config => look::config(&config, out),
        Command::Doctor => look::doctor(&config, out).await,
        Command::Stats => look::stats(&wire::open(&config).await?, out).await,
    }
}
