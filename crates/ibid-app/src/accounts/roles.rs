//! Giving and taking roles, locking accounts: what administrators do, on the pages and on the command line.
//!
//! Deliberately not here: roles that are proved (`maintain.rs`) or shared (`help.rs`), and the role of
//! author, which comes with a profile.

use ibid_core::policy::{Action, Denied, Powers, Role, may};
use ibid_store::{Account, AccountState, Act, Granted, Tx, account_name};

use super::{Accounts, Error, Result};
use crate::letters::{self, Text};
use crate::mail;

impl Accounts {
    /// Gives an account a role and tells its owner; false when it has it already.
    pub async fn grant(&self, by: &Powers, to: i64, role: &Role, why: &str, now: i64) -> Result<bool> {
        may(by, &Action::Grant(role))?;
        if matches!(role, Role::Author(_)) {
            return Err(Error::Missing("role to give: an author is who has a profile"));
        }
        let mut tx = self.store().writer().begin().await?;
        let account = known(&mut tx, to).await?;
        let given = Granted {
            account: to,
            role: role.word().to_owned(),
            target: role.scope().to_owned(),
            at: now,
            by: by.account().unwrap_or(0),
        };
        if !tx.grant(&given).await? {
            return Ok(false);
        }
        note(&mut tx, by, ("role.grant", to), &said(role, why), now).await?;
        let words = letters::of(&account.lang);
        let with = [("role", role.to_string())];
        self.tell(&mut tx, &account, ("role.grant", words.role_subject, words.role), &with, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes a role from an account; false when it has it not. Administrators stay such until another
    /// says otherwise, everybody else may lay down what they are.
    pub async fn revoke(&self, by: &Powers, from: i64, role: &Role, why: &str, now: i64) -> Result<bool> {
        let own = by.account() == Some(from);
        if own && *role == Role::Administrator {
            return Err(Denied::OwnCase.into());
        }
        if !own {
            may(by, &Action::Grant(role))?;
        }
        let mut tx = self.store().writer().begin().await?;
        if !tx.revoke(from, role.word(), role.scope()).await? {
            return Ok(false);
        }
        note(&mut tx, by, ("role.revoke", from), &said(role, why), now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Locks an account: nobody is signed in to it, nobody signs in. Its owner is told.
    pub async fn lock(&self, by: &Powers, account: i64, why: &str, now: i64) -> Result<()> {
        may(by, &Action::LockAccount(account))?;
        let mut tx = self.store().writer().begin().await?;
        let mut found = known(&mut tx, account).await?;
        if found.state == AccountState::Locked {
            return Ok(());
        }
        found.state = AccountState::Locked;
        tx.change_account(&found).await?;
        tx.end_other_sessions(account, 0).await?;
        note(&mut tx, by, ("account.lock", account), why, now).await?;
        let words = letters::of(&found.lang);
        self.tell(&mut tx, &found, ("account.lock", words.locked_subject, words.locked), &[], now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Lets an account in again.
    pub async fn unlock(&self, by: &Powers, account: i64, why: &str, now: i64) -> Result<()> {
        may(by, &Action::LockAccount(account))?;
        let mut tx = self.store().writer().begin().await?;
        let mut found = known(&mut tx, account).await?;
        if found.state != AccountState::Locked {
            return Ok(());
        }
        found.state = if found.leaves > 0 { AccountState::Leaving } else { AccountState::Open };
        tx.change_account(&found).await?;
        note(&mut tx, by, ("account.unlock", account), why, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Tells the owner of an account what was done to it.
    pub(super) async fn tell(
        &self,
        tx: &mut Tx,
        account: &Account,
        (what, subject, text): (&str, Text, Text),
        with: &[(&str, String)],
        now: i64,
    ) -> Result<()> {
        let sender = self.sender();
        let link = sender.address(mail::place::ACCOUNT);
        let mut all = vec![("site", sender.name.as_str()), ("link", link.as_str())];
        all.extend(with.iter().map(|(place, value)| (*place, value.as_str())));
        let letter = letters::letter(subject, text, &all);
        let which: String = with.iter().map(|(_, value)| format!(":{value}")).collect();
        let key = format!("{what}:{}:{now}{which}", account.id);
        mail::answer(tx, (account.id, &account.email), &key, &letter, now).await?;
        Ok(())
    }
}

/// The role and, if anything is said, why.
fn said(role: &Role, why: &str) -> String {
    match why.trim() {
        "" => role.to_string(),
        why => format!("{role}: {why}"),
    }
}

async fn known(tx: &mut Tx, account: i64) -> Result<Account> {
    let found = tx.account(account).await?.filter(|it| it.state != AccountState::Erased);
    found.ok_or(Error::Missing("account"))
}

async fn note(tx: &mut Tx, by: &Powers, (what, whom): (&str, i64), why: &str, at: i64) -> Result<()> {
    let by = by.account().unwrap_or(0);
    tx.act(&Act { by, behalf: "", what, whom: &account_name(whom), why, at }).await?;
    Ok(())
}
