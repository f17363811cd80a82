//! Links sent by mail: each is good for one deed, once, for a time. Known by the digest of its token.
//!
//! Deliberately not here: what the deed is.

use super::email_key;
use crate::engine::{Row, statements};
use crate::error::Result;
use crate::{Reader, Tx};

statements! {
    NEWEST = "SELECT COALESCE(MAX(id), 0) FROM link";
    ADD = "INSERT INTO link (id, digest, what, account, email, key, detail, made, ends, used) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)";
    FIND = "SELECT id, what, account, email, detail, made, ends FROM link \
        WHERE digest = $1 AND used = 0 AND ends > $2";
    SPEND = "UPDATE link SET used = $2 WHERE digest = $1 AND used = 0 AND ends > $2 \
        RETURNING id, what, account, email, detail, made, ends";
    ASKED = "SELECT COUNT(*) FROM link WHERE key = $1 AND what = $2 AND made > $3";
    SENT = "SELECT COUNT(*) FROM link WHERE account = $1 AND what = $2 AND made > $3";
    LIST = "SELECT id, what, account, email, detail, made, ends FROM link \
        WHERE account = $1 AND what = $2 AND used = 0 AND ends > $3 ORDER BY id";
    END = "UPDATE link SET used = $3 WHERE account = $1 AND what = $2 AND used = 0";
    END_ONE = "UPDATE link SET used = $4 WHERE account = $1 AND what = $2 AND id = $3 AND used = 0 RETURNING id";
    SWEEP = "DELETE FROM link WHERE ends <= $1";
}

/// A link that may still be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub id: i64,
    /// The deed's word.
    pub what: String,
    /// Whose it is; 0 where the address alone says so.
    pub account: i64,
    pub email: String,
    /// What the deed wants to know besides.
    pub detail: String,
    pub made: i64,
    pub ends: i64,
}

/// A link to be sent.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    pub digest: &'a [u8],
    pub what: &'a str,
    pub account: i64,
    pub email: &'a str,
    pub detail: &'a str,
    pub at: i64,
    pub ends: i64,
}

fn link(row: Row) -> Result<Link> {
    let mut row = row.of("link");
    Ok(Link {
        id: row.int("id")?,
        what: row.text("what")?,
        account: row.int("account")?,
        email: row.text("email")?,
        detail: row.text("detail")?,
        made: row.int("made")?,
        ends: row.int("ends")?,
    })
}

impl Reader {
    /// A link that may still be used; looking spends nothing.
    pub async fn link(&self, digest: &[u8], now: i64) -> Result<Option<Link>> {
        self.engine().run(FIND, &[digest.into(), now.into()]).await?.pop().map(link).transpose()
    }

    /// The links of an account for this deed that may still be used.
    pub async fn links(&self, account: i64, what: &str, now: i64) -> Result<Vec<Link>> {
        let rows = self.engine().run(LIST, &[account.into(), what.into(), now.into()]).await?;
        rows.into_iter().map(link).collect()
    }
}

impl Tx {
    /// How many links for this deed went to an address since then, whoever had them sent. Counted here, so
    /// that of many who ask at once each sees those before.
    pub async fn links_asked(&mut self, email: &str, what: &str, since: i64) -> Result<i64> {
        let rows = self.link.run(ASKED, &[email_key(email).into(), what.into(), since.into()]).await?;
        rows.into_iter().next().map_or(Ok(0), |row| row.of("link").int("count"))
    }

    /// How many links for this deed an account had sent since then, used or taken back as they may be.
    pub async fn links_sent(&mut self, account: i64, what: &str, since: i64) -> Result<i64> {
        let rows = self.link.run(SENT, &[account.into(), what.into(), since.into()]).await?;
        rows.into_iter().next().map_or(Ok(0), |row| row.of("link").int("count"))
    }

    pub async fn add_link(&mut self, new: &NewLink<'_>) -> Result<i64> {
        let id = self.after(NEWEST).await?;
        let values = [
            id.into(),
            new.digest.into(),
            new.what.into(),
            new.account.into(),
            new.email.trim().into(),
            email_key(new.email).into(),
            new.detail.into(),
            new.at.into(),
            new.ends.into(),
        ];
        self.link.run(ADD, &values).await?;
        Ok(id)
    }

    /// Uses a link up; `None` when it is used, too old or none of ours.
    pub async fn spend_link(&mut self, digest: &[u8], now: i64) -> Result<Option<Link>> {
        self.link.run(SPEND, &[digest.into(), now.into()]).await?.pop().map(link).transpose()
    }

    /// Uses up what links of an account for this deed there still are.
    pub async fn end_links(&mut self, account: i64, what: &str, now: i64) -> Result<()> {
        self.link.run(END, &[account.into(), what.into(), now.into()]).await.map(drop)
    }

    /// Uses up one link of an account for this deed; false when it has no such one.
    pub async fn end_link(&mut self, account: i64, what: &str, id: i64, now: i64) -> Result<bool> {
        let values = [account.into(), what.into(), id.into(), now.into()];
        Ok(!self.link.run(END_ONE, &values).await?.is_empty())
    }

    /// Forgets links whose time is over.
    pub async fn sweep_links(&mut self, before: i64) -> Result<()> {
        self.link.run(SWEEP, &[before.into()]).await.map(drop)
    }
}
