//! Sessions: browsers that are signed in. Known by the digest of what they hold.
//!
//! Deliberately not here: how long a session lasts, and what a browser holds.

use super::{Account, account_columns};
use crate::engine::{Row, statements};
use crate::error::Result;
use crate::{Reader, Tx};

statements! {
    NEWEST = "SELECT COALESCE(MAX(id), 0) FROM session";
    ADD = "INSERT INTO session (id, digest, account, means, agent, made, seen, ends) \
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7)";
    FIND = concat!("SELECT s.id, s.account, s.means, s.agent, s.made, s.seen, s.ends, ", account_columns!("a."),
        " FROM session s JOIN account a ON a.id = s.account WHERE s.digest = $1 AND s.ends > $2");
    LIST = "SELECT id, account, means, agent, made, seen, ends FROM session \
        WHERE account = $1 AND ends > $2 ORDER BY seen DESC, id DESC";
    TOUCH = "UPDATE session SET seen = $2, ends = $3 WHERE id = $1";
    END = "DELETE FROM session WHERE account = $1 AND id = $2 RETURNING id";
    END_OTHERS = "DELETE FROM session WHERE account = $1 AND id <> $2 RETURNING id";
    SWEEP = "DELETE FROM session WHERE ends <= $1";
}

/// A browser that is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: i64,
    pub account: i64,
    /// How it was opened: `link`, `passkey`, `orcid`.
    pub means: String,
    /// What the browser calls itself.
    pub agent: String,
    pub made: i64,
    pub seen: i64,
    pub ends: i64,
}

/// A session to be opened.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    pub digest: &'a [u8],
    pub account: i64,
    pub means: &'a str,
    pub agent: &'a str,
    pub at: i64,
    pub ends: i64,
}

fn session(row: &mut crate::engine::Columns) -> Result<Session> {
    Ok(Session {
        id: row.int("id")?,
        account: row.int("account")?,
        means: row.text("means")?,
        agent: row.text("agent")?,
        made: row.int("made")?,
        seen: row.int("seen")?,
        ends: row.int("ends")?,
    })
}

impl Reader {
    /// A session that has not ended, and whose it is.
    pub async fn session(&self, digest: &[u8], now: i64) -> Result<Option<(Session, Account)>> {
        let row = self.engine().run(FIND, &[digest.into(), now.into()]).await?.pop();
        let both = |row: Row| {
            let mut row = row.of("session");
            Ok((session(&mut row)?, Account::of(&mut row)?))
        };
        row.map(both).transpose()
    }

    /// The sessions of an account that have not ended, the last seen first.
    pub async fn sessions(&self, account: i64, now: i64) -> Result<Vec<Session>> {
        let rows = self.engine().run(LIST, &[account.into(), now.into()]).await?;
        rows.into_iter().map(|row| session(&mut row.of("session"))).collect()
    }
}

impl Tx {
    pub async fn add_session(&mut self, new: &NewSession<'_>) -> Result<i64> {
        let id = self.after(NEWEST).await?;
        let values = [
            id.into(),
            new.digest.into(),
            new.account.into(),
            new.means.into(),
            new.agent.into(),
            new.at.into(),
            new.ends.into(),
        ];
        self.link.run(ADD, &values).await?;
        Ok(id)
    }

    /// Notes that a session was seen, and when it now ends.
    pub async fn touch_session(&mut self, id: i64, seen: i64, ends: i64) -> Result<()> {
        self.link.run(TOUCH, &[id.into(), seen.into(), ends.into()]).await.map(drop)
    }

    /// Ends a session of an account; false when it has no such one.
    pub async fn end_session(&mut self, account: i64, id: i64) -> Result<bool> {
        Ok(!self.link.run(END, &[account.into(), id.into()]).await?.is_empty())
    }

    /// Ends all sessions of an account but this one (0: all), and says how many.
    pub async fn end_other_sessions(&mut self, account: i64, but: i64) -> Result<usize> {
        Ok(self.link.run(END_OTHERS, &[account.into(), but.into()]).await?.len())
    }

    /// Forgets sessions that have ended.
    pub async fn sweep_sessions(&mut self, now: i64) -> Result<()> {
        self.link.run(SWEEP, &[now.into()]).await.map(drop)
    }
}
