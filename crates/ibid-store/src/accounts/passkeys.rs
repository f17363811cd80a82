//! Passkeys: what of them is on our side.
//!
//! Deliberately not here: what their bodies say, which the library that checks them knows.

use crate::engine::{Row, statements};
use crate::error::Result;
use crate::{Reader, Tx};

statements! {
    NEWEST = "SELECT COALESCE(MAX(id), 0) FROM passkey";
    ADD = "INSERT INTO passkey (id, account, credential, name, body, made, used) \
        VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT (credential) DO NOTHING RETURNING id";
    LIST = "SELECT id, account, credential, name, body, made, used FROM passkey WHERE account = $1 ORDER BY id";
    FIND = "SELECT id, account, credential, name, body, made, used FROM passkey WHERE credential = $1";
    USED = "UPDATE passkey SET body = $2, used = $3 WHERE id = $1";
    NAME = "UPDATE passkey SET name = $3 WHERE account = $1 AND id = $2 RETURNING id";
    REMOVE = "DELETE FROM passkey WHERE account = $1 AND id = $2 RETURNING id";
}

/// A passkey of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    pub id: i64,
    pub account: i64,
    /// What its device calls it; no two are alike.
    pub credential: Vec<u8>,
    /// What its owner calls it.
    pub name: String,
    pub body: String,
    pub made: i64,
    /// When it was last used, 0 never.
    pub used: i64,
}

/// A passkey to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewPasskey<'a> {
    pub account: i64,
    pub credential: &'a [u8],
    pub name: &'a str,
    pub body: &'a str,
    pub at: i64,
}

fn passkey(row: Row) -> Result<Passkey> {
    let mut row = row.of("passkey");
    Ok(Passkey {
        id: row.int("id")?,
        account: row.int("account")?,
        credential: row.bytes("credential")?,
        name: row.text("name")?,
        body: row.text("body")?,
        made: row.int("made")?,
        used: row.int("used")?,
    })
}

impl Reader {
    /// The passkeys of an account, the oldest first.
    pub async fn passkeys(&self, account: i64) -> Result<Vec<Passkey>> {
        self.engine().run(LIST, &[account.into()]).await?.into_iter().map(passkey).collect()
    }

    /// The passkey that a device calls so.
    pub async fn passkey(&self, credential: &[u8]) -> Result<Option<Passkey>> {
        self.engine().run(FIND, &[credential.into()]).await?.pop().map(passkey).transpose()
    }
}

impl Tx {
    /// Keeps a passkey; `None` when somebody has it already.
    pub async fn add_passkey(&mut self, new: &NewPasskey<'_>) -> Result<Option<i64>> {
        let id = self.after(NEWEST).await?;
        let values = [
            id.into(),
            new.account.into(),
            new.credential.into(),
            new.name.into(),
            new.body.into(),
            new.at.into(),
        ];
        Ok((!self.link.run(ADD, &values).await?.is_empty()).then_some(id))
    }

    /// Notes that a passkey was used, and what it is now.
    pub async fn passkey_used(&mut self, id: i64, body: &str, at: i64) -> Result<()> {
        self.link.run(USED, &[id.into(), body.into(), at.into()]).await.map(drop)
    }

    /// Names a passkey of an account; false when it has no such one.
    pub async fn name_passkey(&mut self, account: i64, id: i64, name: &str) -> Result<bool> {
        Ok(!self.link.run(NAME, &[account.into(), id.into(), name.into()]).await?.is_empty())
    }

    /// Removes a passkey of an account; false when it has no such one.
    pub async fn remove_passkey(&mut self, account: i64, id: i64) -> Result<bool> {
        Ok(!self.link.run(REMOVE, &[account.into(), id.into()]).await?.is_empty())
    }
}
