//! ORCID iDs of accounts: another way in, once its owner has proved it.
//!
//! The trail says that an iD was linked, never which: it stays when an account is erased. Deliberately not
//! here: how an iD is proved (`crate::orcid`).

use ibid_core::Orcid;
use ibid_core::policy::Action;

use super::{Accounts, Error, Result, SignedIn, Who, act};
use crate::letters;
use crate::mail::{self, place};
use crate::people::profiles::proved;

impl Accounts {
    /// The proved iD of who asks, and since when.
    pub async fn orcid(&self, who: &Who) -> Result<Option<(Orcid, i64)>> {
        let found = self.reader().orcid_of(who.account.id).await?;
        Ok(found.and_then(|(orcid, at)| Some((Orcid::parse(&orcid)?, at))))
    }

    /// Links an iD that was proved, puts it into the profile where that has none, and tells the owner by
    /// mail.
    pub async fn link_orcid(&self, who: &Who, orcid: &Orcid, now: i64) -> Result<()> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        let mut tx = self.store().writer().begin().await?;
        if !tx.add_orcid(own, orcid.as_str(), now).await? {
            return Err(Error::OrcidTaken);
        }
        let account = tx.account(own).await?.ok_or(Error::Missing("account"))?;
        proved(&mut tx, &account, orcid, now).await?;
        act(&mut tx, own, "orcid.link", own, "", now).await?;
        let sender = self.sender();
        let words = letters::of(&account.lang);
        let page = sender.address(place::ORCID);
        let with = [("site", sender.name.as_str()), ("orcid", orcid.as_str()), ("link", &page)];
        let letter = letters::letter(words.orcid_subject, words.orcid, &with);
        mail::answer(&mut tx, (own, &account.email), &format!("orcid:{own}:{now}"), &letter, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Forgets the iD of who asks. What stands in the profile stays there, no longer as proved.
    pub async fn unlink_orcid(&self, who: &Who, now: i64) -> Result<()> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        let mut tx = self.store().writer().begin().await?;
        if tx.remove_orcid(own).await? {
            act(&mut tx, own, "orcid.unlink", own, "", now).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Opens the account whose proved iD this is; `None` when it is nobody's.
    pub async fn sign_in_by_orcid(&self, orcid: &Orcid, agent: &str, now: i64) -> Result<Option<SignedIn>> {
        match self.reader().account_by_orcid(orcid.as_str()).await? {
            Some(account) => self.sign_in(account, "orcid", agent, now).await.map(Some),
            None => Ok(None),
        }
    }
}
