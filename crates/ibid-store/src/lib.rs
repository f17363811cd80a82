//! The ledger: every record with its whole history, on SQLite or PostgreSQL.
//!
//! [`Store::open`] takes a URL; a [`Reader`] answers, a [`Writer`] begins a [`Tx`], the one door by
//! which truth changes. One SQL text serves both engines, and only `engine/` knows which one runs.
//! Every method is `async`; on SQLite it runs inline and suspends only to wait for the other writer.
//! Deliberately not here: what records mean, and anything derived from them.

mod accounts;
mod archives;
mod compress;
mod copy;
mod engine;
mod error;
mod journal;
mod migrations;
mod origin;
mod people;
mod tx;
mod usage;
mod works;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::watch;

pub use accounts::acts::{Act, Deed, Deeds, account_name};
pub use accounts::links::{Link, NewLink};
pub use accounts::mail::{Mail, MailState, NewMail};
pub use accounts::passkeys::{NewPasskey, Passkey};
pub use accounts::sessions::{NewSession, Session};
pub use accounts::{Account, AccountState, Granted, NewAccount};
pub use archives::write::NewFile;
pub use archives::{ArchiveRead, ArchiveState, FileHead, FileState, FiledProblem, Problem, Severity};
pub use compress::Packed;
pub use copy::Copied;
pub use error::{Error, Result};
pub use journal::{Line, News};
pub use origin::CopyOf;
pub use people::claims::Claim;
pub use people::disputes::{Dispute, Outcome};
pub use people::notices::{Notice, Told};
pub use people::petitions::{Petition, Wish};
pub use people::profiles::{Profile, is_own_file};
pub use people::views::{ALUMNUS, Authorship, Awaited, Doubtful, PersonViews};
pub use tx::Tx;
pub use usage::{Hits, What};
pub use works::arrivals::{Arrival, Day};
pub use works::dated::{Dated, DatedList, Mark, Scope};
pub use works::lists::{Count, SeriesState, Totals};
pub use works::places::{Place, Standing};
pub use works::shelf::{After, Placed, SeriesOrder, Volume};
pub use works::spans::Named;
pub use works::write::{Head, Moved, NewRecord, NewVersion};
pub use works::{Beside, State, Stored, Version};

use engine::Engine;

/// An open ledger. Cheap to clone; closed when the last clone, reader and writer are gone.
#[derive(Clone)]
pub struct Store(Arc<Shared>);

/// Answers questions; never changes anything. Cheap to clone.
#[derive(Clone)]
pub struct Reader(Arc<Shared>);

/// Begins transactions. Cheap to clone.
#[derive(Clone)]
pub struct Writer(Arc<Shared>);

struct Shared {
    engine: Engine,
    wake: watch::Sender<i64>,
    /// Ids of places by name, `hst:ghsdps`. A place never changes, so this is never wrong.
    places: Mutex<HashMap<Box<str>, i64>>,
}

impl Store {
    /// Opens a ledger and brings it up to date: `sqlite:PATH` (the file is created, its folder is
    /// not), `sqlite::memory:` (gone with the last user), `postgres://USER:PASSWORD@HOST/NAME` (the
    /// database exists, is UTF-8 and sorts as C does). Fails on anything that is not a ledger or is one
    /// of a newer program, naming the place.
    pub async fn open(url: &str) -> Result<Store> {
        let engine = Engine::open(url).await?;
        migrations::migrate(&engine).await?;
        let position = journal::position(&engine).await?;
        let (wake, places) = (watch::Sender::new(position), Mutex::default());
        Ok(Store(Arc::new(Shared { engine, wake, places })))
    }

    /// The file or address, without a password.
    pub fn place(&self) -> &str {
        self.0.engine.place()
    }

    pub fn reader(&self) -> Reader {
        Reader(self.0.clone())
    }

    pub fn writer(&self) -> Writer {
        Writer(self.0.clone())
    }

    /// Changes to the position of the journal whenever this process commits something. What other
    /// processes commit is found by asking [`Reader::position`] now and then.
    pub fn woken(&self) -> watch::Receiver<i64> {
        self.0.wake.subscribe()
    }
}

impl Reader {
    fn engine(&self) -> &Engine {
        &self.0.engine
    }
}

impl Writer {
    /// Begins a transaction, when the one before has ended.
    pub async fn begin(&self) -> Result<Tx> {
        Tx::begin(self.0.clone()).await
    }
}

impl Shared {
    fn wake(&self, position: i64) {
        self.wake.send_if_modified(|it| std::mem::replace(it, position.max(*it)) < position);
    }
}

/// What the suite asks to see that it has run every statement. Only in builds with debug assertions.
#[cfg(debug_assertions)]
#[doc(hidden)]
pub mod statements {
    use super::{accounts, archives, copy, engine, journal, migrations, origin, people, tx, usage, works};

    /// Every statement of the crate: the file that declares it, its name, its text.
    pub fn all() -> Vec<(&'static str, &'static str, &'static str)> {
        let files = [
            ("accounts/acts.rs", accounts::acts::STATEMENTS),
            ("accounts/links.rs", accounts::links::STATEMENTS),
            ("accounts/mail.rs", accounts::mail::STATEMENTS),
            ("accounts/mod.rs", accounts::STATEMENTS),
            ("accounts/orcids.rs", accounts::orcids::STATEMENTS),
            ("accounts/passkeys.rs", accounts::passkeys::STATEMENTS),
            ("accounts/sessions.rs", accounts::sessions::STATEMENTS),
            ("archives/mod.rs", archives::STATEMENTS),
            ("archives/write.rs", archives::write::STATEMENTS),
            ("copy.rs", copy::STATEMENTS),
            ("journal.rs", journal::STATEMENTS),
            ("migrations.rs", migrations::STATEMENTS),
            ("origin.rs", origin::STATEMENTS),
            ("people/claims.rs", people::claims::STATEMENTS),
            ("people/disputes.rs", people::disputes::STATEMENTS),
            ("people/notices.rs", people::notices::STATEMENTS),
            ("people/petitions.rs", people::petitions::STATEMENTS),
            ("people/profiles.rs", people::profiles::STATEMENTS),
            ("people/views.rs", people::views::STATEMENTS),
            ("tx.rs", tx::STATEMENTS),
            ("usage.rs", usage::STATEMENTS),
            ("works/arrivals.rs", works::arrivals::STATEMENTS),
            ("works/dated.rs", works::dated::STATEMENTS),
            ("works/lists.rs", works::lists::STATEMENTS),
            ("works/mod.rs", works::STATEMENTS),
            ("works/nearest.rs", works::nearest::STATEMENTS),
            ("works/places.rs", works::places::STATEMENTS),
            ("works/shelf.rs", works::shelf::STATEMENTS),
            ("works/spans.rs", works::spans::STATEMENTS),
            ("works/versions.rs", works::versions::STATEMENTS),
            ("works/write.rs", works::write::STATEMENTS),
        ];
        let named = files.into_iter().flat_map(|(file, list)| list.iter().map(move |it| (file, it)));
        named.map(|(file, &(name, text))| (file, name, text)).collect()
    }

    /// The texts run so far by this process, on either engine.
    pub fn ran() -> std::collections::BTreeSet<&'static str> {
        engine::ran()
    }
}
