//! The commands and their flags. What they do stands in `commands/`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Every service a scholarly community needs around its literature, in one program.
#[derive(Debug, Parser)]
#[command(name = "ibid", version, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Print records as text, or as JSON: one object a line, for pipes
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where an installation lives. Everything not said is read from `ibid.toml`, then has a default.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Place {
    /// The data folder: everything this installation owns [env: IBID_DATA] [default: ./ibid-data]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The ledger: sqlite:FILE or postgres://… [default: ibid.db in the data folder]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) store: Option<String>,
    /// The index: tantivy:FOLDER [default: index in the data folder]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) index: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Load the built-in toy world into a fresh folder and serve it
    Demo(Listen),
    /// Serve the pages, and do the background work
    Serve(Listen),
    /// Do only the background work (for several machines)
    Work,
    /// Read archives into the ledger: a mirror, one archive's folder, or one file of it
    Harvest {
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Check files or folders without touching any ledger
    Check {
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Print the templates of a file as they are read
    Parse { file: PathBuf },
    /// Search, as the search box does
    Search {
        /// Words, "phrases", -word, OR, author:…, year:1955..1960, about:… (after `--` when it begins with -)
        #[arg(required = true, value_name = "QUERY")]
        words: Vec<String>,
        /// How many results
        #[arg(long, default_value_t = 20, value_name = "N")]
        limit: usize,
        #[arg(long, default_value = "relevance", value_parser = ["relevance", "newest", "oldest", "cited", "added"])]
        sort: String,
    },
    /// Print one record in any export, or as a formatted citation
    Show {
        handle: String,
        /// text, bibtex, biblatex, ris, csl-json, json, dc, mods, marcxml or redif [default: text, or json with --format json]
        #[arg(long = "as", value_name = "FORMAT")]
        export: Option<String>,
        /// A citation in a style instead: chicago-author-date, apa, mla, ieee … (any other word lists them all)
        #[arg(long, value_name = "STYLE")]
        style: Option<String>,
    },
    /// Print many records: all, or those a query finds
    Export {
        query: Option<String>,
        /// As for `show`
        #[arg(long = "as", value_name = "FORMAT")]
        export: Option<String>,
    },
    /// Write all records as packed JSON lines, with a manifest and what changed since the last times
    Dump {
        /// An empty folder, or one dumped into before [default: dumps in the data folder]
        folder: Option<PathBuf>,
    },
    /// Make a copy of another catalogue that works off line, and keep it up to date
    Load {
        /// A catalogue file, a folder of dumps, or the address of a site
        #[arg(value_name = "FILE-OR-FOLDER-OR-URL")]
        from: String,
    },
    /// Write the bibliography of a LaTeX document: of what it cites by handle, by DOI, or by our BibTeX keys
    Bibliography {
        /// Sources, or what LaTeX wrote beside them: .tex, .aux, .bcf
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[arg(long = "as", value_name = "FORMAT", default_value = "bibtex", value_parser = ["bibtex", "biblatex"])]
        export: String,
    },
    /// Write what registers the operator's own DOIs with Crossref: of all works, or those a query finds
    Deposit {
        query: Option<String>,
        /// What the DOIs begin with, like 10.5555 [default: doi.prefix in ibid.toml]
        #[arg(long, value_name = "PREFIX")]
        prefix: Option<String>,
        /// A folder for one file a type: the registry takes works of one type in a batch
        #[arg(long, value_name = "DIR")]
        into: Option<PathBuf>,
    },
    /// Publish the catalogue again as archives, which any harvester reads: a folder like a mirror
    Publish {
        /// An empty folder, or one published before [default: RePEc in the data folder]
        folder: Option<PathBuf>,
    },
    /// Throw a view away and make it again from the ledger
    Rebuild {
        #[arg(value_parser = ["search", "versions", "people"])]
        projection: String,
    },
    /// Write the whole ledger into one file
    Backup { file: PathBuf },
    /// Read a backup into an empty installation
    Restore { file: PathBuf },
    /// Copy the ledger into another store
    Copy {
        #[arg(long, value_name = "URL")]
        to: String,
    },
    /// Accounts: make the first administrator, give roles, lock, erase
    User {
        #[command(subcommand)]
        deed: UserDeed,
    },
    /// Print every setting with where it comes from
    Config,
    /// Look for trouble: the folder, the ledger, the index, reading lists
    Doctor,
    /// Counts by kind, archives, journal position
    Stats,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserDeed {
    /// Make an account
    Add {
        email: String,
        /// The language of its letters
        #[arg(long, default_value = "en", value_parser = ["en", "ko", "ja", "ru", "zh"])]
        lang: String,
        /// administrator, curator, organiser, maintainer:ARCHIVE, editor:REPORT
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<String>,
    },
    /// Every account with its state and roles
    List,
    Show {
        email: String,
    },
    /// Give a role
    Grant {
        email: String,
        /// administrator, curator, organiser, maintainer:ARCHIVE, editor:REPORT
        role: String,
        /// For the trail
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Take a role away
    Revoke {
        email: String,
        role: String,
        #[arg(long, default_value = "")]
        why: String,
    },
    /// End every session and let nobody in
    Lock {
        email: String,
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Let its owner in again
    Unlock {
        email: String,
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Print a link that signs somebody in once, to be handed over by another way than mail
    Link {
        email: String,
    },
    /// Erase an account and its profile for good
    Erase {
        email: String,
    },
    /// Note that letters to these addresses came back; after three times no more go there
    Bounced {
        #[arg(required = true, value_name = "EMAIL")]
        emails: Vec<String>,
    },
}

#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Listen {
    /// Address and port [env: IBID_LISTEN] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_fit_together() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
