//! ORCID iDs whose owners proved them: an account has one, and an iD one account.
//!
//! Deliberately not here: iDs that somebody only typed, which stand in a person's record.

use crate::engine::statements;
use crate::error::Result;
use crate::{Reader, Tx};

statements! {
    ADD = "INSERT INTO orcid (account, orcid, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING account";
    OF = "SELECT orcid, at FROM orcid WHERE account = $1";
    WHOSE = "SELECT account FROM orcid WHERE orcid = $1";
    OF_PERSON = "SELECT o.orcid FROM account a JOIN orcid o ON o.account = a.id WHERE a.person = $1 \
        ORDER BY a.id";
    REMOVE = "DELETE FROM orcid WHERE account = $1 RETURNING account";
}

impl Reader {
    /// The proved iD of an account, and since when.
    pub async fn orcid_of(&self, account: i64) -> Result<Option<(String, i64)>> {
        let row = self.engine().run(OF, &[account.into()]).await?.pop();
        row.map(|row| {
            let mut row = row.of("orcid");
            Ok((row.text("orcid")?, row.int("at")?))
        })
        .transpose()
    }

    /// The account that proved an iD.
    pub async fn account_by_orcid(&self, orcid: &str) -> Result<Option<i64>> {
        let row = self.engine().run(WHOSE, &[orcid.into()]).await?.pop();
        row.map(|row| row.of("orcid").int("account")).transpose()
    }

    /// The iD that the owner of a profile proved.
    pub async fn orcid_of_person(&self, person: &str) -> Result<Option<String>> {
        let row = self.engine().run(OF_PERSON, &[person.into()]).await?.into_iter().next();
        row.map(|row| row.of("orcid").text("orcid")).transpose()
    }
}

impl Tx {
    /// Notes whose iD it is; false when the account has one, or the iD is somebody's.
    pub async fn add_orcid(&mut self, account: i64, orcid: &str, at: i64) -> Result<bool> {
        Ok(!self.link.run(ADD, &[account.into(), orcid.into(), at.into()]).await?.is_empty())
    }

    /// Forgets the iD of an account; false when it had none.
    pub async fn remove_orcid(&mut self, account: i64) -> Result<bool> {
        Ok(!self.link.run(REMOVE, &[account.into()]).await?.is_empty())
    }
}
