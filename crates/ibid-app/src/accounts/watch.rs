//! What administrators see: accounts, deeds, letters.
//!
//! Deliberately not here: what they do to accounts (`roles.rs`).

use ibid_core::policy::{Action, Powers, Role, may};
use ibid_core::{Handle, handle::is_short_id};
use ibid_store::{Account, Deed, Deeds, Mail, MailState};

use super::{Accounts, Result, maintain};

/// An account with the roles that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub account: Account,
    pub roles: Vec<Role>,
}

impl Accounts {
    /// Accounts by number, up to `limit` after this one.
    pub async fn list(&self, by: &Powers, after: i64, limit: usize) -> Result<Vec<Seen>> {
        may(by, &Action::ReadAudit)?;
        let mut list = Vec::new();
        for account in self.reader().accounts(after, limit).await? {
            list.push(self.seen(account).await?);
        }
        Ok(list)
    }

    /// The account of an address, of a number, or of a profile by its handle or short-id.
    pub async fn find(&self, by: &Powers, text: &str) -> Result<Option<Seen>> {
        may(by, &Action::ReadAudit)?;
        let (reader, text) = (self.reader(), text.trim());
        let found = match (text.parse::<i64>(), Handle::parse(text)) {
            (Ok(number), _) => reader.account(number).await?,
            (_, Some(person)) => reader.accounts_of_person(person.as_str()).await?.pop(),
            _ if is_short_id(text) => match reader.by_short_id(&text.to_ascii_lowercase()).await?.pop() {
                Some(person) => reader.accounts_of_person(person.handle.as_str()).await?.pop(),
                None => None,
            },
            _ => reader.account_of(text).await?,
        };
        match found {
            Some(account) => Ok(Some(self.seen(account).await?)),
            None => Ok(None),
        }
    }

    async fn seen(&self, account: Account) -> Result<Seen> {
        let mut roles = Vec::new();
        for held in self.reader().roles(account.id).await? {
            if maintain::still_counts(&self.reader(), &held).await? {
                roles.extend(Role::of(&held.role, &held.target));
            }
        }
        Ok(Seen { account, roles })
    }

    /// Deeds, the latest first: up to `limit` before this one.
    pub async fn trail(
        &self,
        by: &Powers,
        which: &Deeds<'_>,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Deed>> {
        may(by, &Action::ReadAudit)?;
        Ok(self.reader().deeds(which, before, limit).await?)
    }

    /// Letters, the latest first, and how many there are of each state.
    pub async fn letters(
        &self,
        by: &Powers,
        state: Option<MailState>,
        before: Option<i64>,
        limit: usize,
    ) -> Result<(Vec<Mail>, Vec<(MailState, i64)>)> {
        may(by, &Action::ReadAudit)?;
        let reader = self.reader();
        Ok((reader.mails(state, before, limit).await?, reader.mail_counts().await?))
    }

    /// Has a letter that waits sent now; false when it does not wait.
    pub async fn send_again(&self, by: &Powers, letter: i64, now: i64) -> Result<bool> {
        may(by, &Action::ReadAudit)?;
        let mut tx = self.store().writer().begin().await?;
        let waited = tx.mail_again(letter, now).await?;
        tx.commit().await?;
        Ok(waited)
    }
}
