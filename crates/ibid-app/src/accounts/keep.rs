//! What somebody does with their own account: its address, its letters, taking everything along, leaving.
//!
//! Not here: signing in (`mod.rs`), and profiles, which are records (`people`).

use std::time::Duration;

use ibid_core::Handle;
use ibid_core::date::Date;
use ibid_core::policy::Action;
use ibid_store::{Account, AccountState, NewAccount, NewLink, Tx};
use tokio::sync::watch;

use super::{
    Accounts, Error, HELP, MAINTAIN, Result, SIGN_IN, Who, act, address, digest, may_send, random, token,
};
use crate::letters::{self, letter};
use crate::mail::{self, Topic, place};
use crate::people::{self, profiles::erase as erase_profile};

/// The words of links for a new address, and for the old one to take it back.
pub const ADDRESS: &str = "address";
pub const ADDRESS_BACK: &str = "address-back";
/// How long each is good, in seconds.
const ADDRESS_LASTS: i64 = 86_400;
const BACK_LASTS: i64 = 7 * 86_400;
/// Days between asking to be erased and being erased.
pub const DAYS_TO_COME_BACK: i64 = 30;
/// How often accounts are looked at whose time has come.
const LOOK: Duration = Duration::from_secs(600);
/// How many accounts are erased in one go.
const AT_A_TIME: usize = 100;

impl Accounts {
    /// Sets the language of letters and which kinds are wanted.
    pub async fn write_settings(&self, who: &Who, lang: &str, wanted: &[Topic], now: i64) -> Result<()> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        let mut tx = self.store().writer().begin().await?;
        let mut account = tx.account(own).await?.ok_or(Error::Missing("account"))?;
        let before = account.clone();
        account.lang = letters::of(lang).tag.to_owned();
        for topic in Topic::ALL {
            topic.set_muted(&mut account, !wanted.contains(&topic));
        }
        if account != before {
            tx.change_account(&account).await?;
            act(&mut tx, own, "account.settings", own, "", now).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Sends a link to the address that somebody wants to have from now on. What is said is the same
    /// where that address has an account; its owner learns of it.
    pub async fn ask_address(&self, who: &Who, email: &str, now: i64) -> Result<()> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        let email = address(email)?;
        let mut tx = self.store().writer().begin().await?;
        if !may_send(&mut tx, own, &email, ADDRESS, now).await? {
            return Ok(());
        }
        let token = token()?;
        let link = self.sender().address(&format!("{}{token}", place::LINK));
        let holder = tx.account_of(&email).await?;
        let words = letters::of(holder.as_ref().map_or(&who.account.lang, |it| &it.lang));
        let hours = (ADDRESS_LASTS / 3_600).to_string();
        let with = [("site", self.sender().name.as_str()), ("link", &link), ("hours", &hours)];
        let text = if holder.is_some() { words.address_taken } else { words.address };
        let new = NewLink {
            digest: &digest(&token),
            what: ADDRESS,
            account: own,
            email: &email,
            detail: "",
            at: now,
            ends: now + ADDRESS_LASTS,
        };
        let id = tx.add_link(&new).await?;
        let to = holder.as_ref().map_or((own, email.as_str()), |it| (it.id, it.email.as_str()));
        let letter = letter(words.address_subject, text, &with);
        mail::answer(&mut tx, to, &format!("{ADDRESS}:{id}:{now}"), &letter, now).await?;
        act(&mut tx, own, "address.ask", own, "", now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes the new address into use. Only in a session of the account that asked for it: whoever got the
    /// letter by mistake must not get the account. The old address is told, with a way to take it back.
    pub async fn change_address(&self, who: &Who, token: &str, now: i64) -> Result<()> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        let mut tx = self.store().writer().begin().await?;
        let link = tx.spend_link(&digest(token), now).await?;
        let link = link.filter(|it| it.what == ADDRESS && it.account == own).ok_or(Error::Spent)?;
        if tx.account_of(&link.email).await?.is_some() {
            return Err(Error::Taken);
        }
        let mut account = tx.account(own).await?.ok_or(Error::Missing("account"))?;
        let old = std::mem::replace(&mut account.email, link.email.clone());
        tx.change_account(&account).await?;
        tx.end_links(own, ADDRESS, now).await?;
        self.tell_old_address(&mut tx, &account, &old, now).await?;
        act(&mut tx, own, "address.change", own, "", now).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn tell_old_address(&self, tx: &mut Tx, account: &Account, old: &str, now: i64) -> Result<()> {
        let token = token()?;
        let new = NewLink {
            digest: &digest(&token),
            what: ADDRESS_BACK,
            account: account.id,
            email: old,
            detail: "",
            at: now,
            ends: now + BACK_LASTS,
        };
        let id = tx.add_link(&new).await?;
        let link = self.sender().address(&format!("{}{token}", place::LINK));
        let words = letters::of(&account.lang);
        let days = (BACK_LASTS / 86_400).to_string();
        let with = [("site", self.sender().name.as_str()), ("link", &link), ("days", &days)];
        let letter = letter(words.address_changed_subject, words.address_changed, &with);
        mail::answer(tx, (account.id, old), &format!("{ADDRESS_BACK}:{id}:{now}"), &letter, now).await?;
        Ok(())
    }

    /// Puts the old address back and shuts out whoever took it: every session ends, and with them every
    /// passkey, the ORCID iD and every link on its way. What the link to the old address is for.
    pub async fn take_address_back(&self, token: &str, now: i64) -> Result<()> {
        let mut tx = self.store().writer().begin().await?;
        let link = tx.spend_link(&digest(token), now).await?.filter(|it| it.what == ADDRESS_BACK);
        let link = link.ok_or(Error::Spent)?;
        let found = tx.account(link.account).await?.filter(|it| it.state != AccountState::Erased);
        let mut account = found.ok_or(Error::Spent)?;
        if tx.account_of(&link.email).await?.is_some_and(|it| it.id != account.id) {
            return Err(Error::Taken);
        }
        account.email = link.email;
        tx.change_account(&account).await?;
        tx.end_other_sessions(account.id, 0).await?;
        tx.forget_passkeys(account.id).await?;
        tx.remove_orcid(account.id).await?;
        for what in [ADDRESS, ADDRESS_BACK, HELP, MAINTAIN] {
            tx.end_links(account.id, what, now).await?;
        }
        act(&mut tx, account.id, "address.back", account.id, "", now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Begins to leave: the account is erased after [`DAYS_TO_COME_BACK`], with its profile, unless its
    /// owner comes back. `typed` is the account's address, written by hand so that nobody leaves by a slip.
    pub async fn ask_to_leave(&self, who: &Who, typed: &str, now: i64) -> Result<()> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        is_the_address(who, typed)?;
        let mut tx = self.store().writer().begin().await?;
        let mut account = tx.account(own).await?.ok_or(Error::Missing("account"))?;
        account.state = AccountState::Leaving;
        account.leaves = now + DAYS_TO_COME_BACK * 86_400;
        tx.change_account(&account).await?;
        tx.end_other_sessions(own, who.session.id).await?;
        let words = letters::of(&account.lang);
        let date = Date::from_epoch(account.leaves).to_string();
        let link = self.sender().address(place::ACCOUNT);
        let with = [("site", self.sender().name.as_str()), ("date", &date), ("link", &link)];
        let letter = letter(words.leaving_subject, words.leaving, &with);
        mail::answer(&mut tx, (own, &account.email), &format!("leaving:{own}:{now}"), &letter, now).await?;
        act(&mut tx, own, "account.leave", own, "", now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Comes back in time.
    pub async fn stay(&self, who: &Who, now: i64) -> Result<()> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        let mut tx = self.store().writer().begin().await?;
        let mut account = tx.account(own).await?.ok_or(Error::Missing("account"))?;
        if account.state == AccountState::Leaving {
            (account.state, account.leaves) = (AccountState::Open, 0);
            tx.change_account(&account).await?;
            act(&mut tx, own, "account.stay", own, "", now).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Erases the account and its profile at once.
    pub async fn leave_now(&self, who: &Who, typed: &str, now: i64) -> Result<()> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        is_the_address(who, typed)?;
        self.erase(own, own, now).await
    }

    /// Erases the accounts whose time has come, and says how many.
    pub async fn erase_due(&self, now: i64) -> Result<usize> {
        let due = self.reader().accounts_leaving(now, AT_A_TIME).await?;
        for account in &due {
            match self.erase(account.id, 0, now).await {
                // Another process was quicker.
                Ok(()) | Err(Error::Missing(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(due.len())
    }

    /// Erases accounts as their time comes, until `stop` turns true.
    pub async fn keep_promises(self, now: fn() -> i64, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let pause = match self.erase_due(now()).await {
                Ok(AT_A_TIME) => Duration::ZERO,
                Ok(_) => LOOK,
                Err(error) => {
                    tracing::error!("accounts: {error}");
                    LOOK
                }
            };
            tokio::select! {
                _ = tokio::time::sleep(pause) => {}
                changed = stop.changed() => if changed.is_err() { break },
            }
        }
    }

    /// Erases an account, its profile and what it said of its owner; `by` is who does it, 0 the operator.
    /// A last letter says that it was done.
    pub async fn erase(&self, id: i64, by: i64, now: i64) -> Result<()> {
        let mut tx = self.store().writer().begin().await?;
        let found = tx.account(id).await?.filter(|it| it.state != AccountState::Erased);
        let account = found.ok_or(Error::Missing("account"))?;
        if let Some(person) = Handle::parse(&account.person) {
            erase_profile(&mut tx, &person, now).await.map_err(|error| match error {
                people::Error::Store(error) => Error::Store(error),
                _ => Error::Missing("profile"),
            })?;
        }
        tx.forget_account_of_claims(id).await?;
        tx.forget_account_of_disputes(id).await?;
        tx.forget_petitions_of(id).await?;
        tx.erase_account(&account).await?;
        let words = letters::of(&account.lang);
        let with = [("site", self.sender().name.as_str())];
        let letter = letter(words.erased_subject, words.erased, &with);
        mail::answer(&mut tx, (0, &account.email), &format!("erased:{id}"), &letter, now).await?;
        act(&mut tx, by, "account.erase", id, "", now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Makes an account without a letter: what the operator does on the command line.
    pub async fn add(&self, email: &str, lang: &str, now: i64) -> Result<i64> {
        let email = address(email)?;
        let secret = random()?;
        let mut tx = self.store().writer().begin().await?;
        if tx.account_of(&email).await?.is_some() {
            return Err(Error::Taken);
        }
        let lang = letters::of(lang).tag;
        let id = tx.add_account(&NewAccount { email: &email, lang, secret: &secret, at: now }).await?;
        act(&mut tx, 0, "account.add", id, "", now).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// A link for signing in that the operator hands over by another way than mail.
    pub async fn link_for(&self, email: &str, now: i64) -> Result<String> {
        let account = self.reader().account_of(email).await?.ok_or(Error::Missing("account"))?;
        let token = token()?;
        let mut tx = self.store().writer().begin().await?;
        let new = NewLink {
            digest: &digest(&token),
            what: SIGN_IN,
            account: 0,
            email: &account.email,
            detail: "",
            at: now,
            ends: now + super::LINK_LASTS,
        };
        tx.add_link(&new).await?;
        act(&mut tx, 0, "account.link", account.id, "", now).await?;
        tx.commit().await?;
        Ok(self.sender().address(&format!("{}{token}", place::LINK)))
    }

    /// Notes that letters to an address come back; false when nobody has it.
    pub async fn bounced(&self, email: &str, now: i64) -> Result<bool> {
        let mut tx = self.store().writer().begin().await?;
        let known = tx.account_of(email).await?.is_some();
        super::bounced(&mut tx, email, now).await?;
        tx.commit().await?;
        Ok(known)
    }
}

fn is_the_address(who: &Who, typed: &str) -> Result<()> {
    match typed.trim().eq_ignore_ascii_case(&who.account.email) {
        true => Ok(()),
        false => Err(Error::Mistyped),
    }
}
