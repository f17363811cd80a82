//! Helpers: accounts that act for an author, invited by the author, for as long as both want.
//!
//! Whoever opens the letter is the one invited: with the account they are signed in to, or the one of the
//! address the letter went to. Deliberately not here: what helpers may do (`ibid_core::policy`).

use ibid_core::policy::{Action, Denied, Role};
use ibid_core::{Handle, Kind};
use ibid_store::{Act, Granted, Link, NewLink, Tx};

use super::{
    Accounts, Error, Result, SignedIn, Who, address, digest, masked, may_send, open_session, register, token,
};
use crate::{letters, mail};

/// The word of an invitation; its detail is the handle of the profile.
pub const HELP: &str = "help";
/// How long an invitation is good, in seconds.
const LASTS: i64 = 14 * 86_400;
/// Invitations of one account that are open at a time.
const MOST: usize = 10;

/// Somebody who helps, as the author sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helping {
    pub account: i64,
    /// The handle of the helper's own profile, empty without one.
    pub person: String,
    /// Enough of the address for who knows it.
    pub address: String,
    pub since: i64,
}

/// What became of an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The handle of the profile that is helped.
    pub person: String,
    /// What the browser holds from now on, where nobody was signed in.
    pub signed_in: Option<SignedIn>,
}

impl Accounts {
    /// Invites whoever reads mail at `email` to act for a person.
    pub async fn invite(&self, who: &Who, person: &Handle, email: &str, now: i64) -> Result<()> {
        who.may(&Action::ShareProfile(person.as_str()))?;
        let email = address(email)?;
        let own = who.account.id;
        if self.reader().links(own, HELP, now).await?.len() >= MOST {
            return Err(Error::TooMany);
        }
        let name = self.name_of(person).await?;
        let token = token()?;
        let sender = self.sender();
        let link = sender.address(&format!("{}{token}", mail::place::LINK));
        let days = (LASTS / 86_400).to_string();
        let mut tx = self.store().writer().begin().await?;
        // Taking one back makes no room for another: each was a letter.
        if !may_send(&mut tx, own, &email, HELP, now).await? {
            return Err(Error::TooMany);
        }
        let invited = tx.account_of(&email).await?;
        let words = letters::of(invited.as_ref().map_or(&who.account.lang, |it| &it.lang));
        let with = [("site", sender.name.as_str()), ("name", &name), ("link", &link), ("days", &days)];
        let letter = letters::letter(words.help_subject, words.help, &with);
        let new = NewLink {
            digest: &digest(&token),
            what: HELP,
            account: own,
            email: &email,
            detail: person.as_str(),
            at: now,
            ends: now + LASTS,
        };
        let id = tx.add_link(&new).await?;
        let to = (invited.map_or(0, |it| it.id), email.as_str());
        mail::answer(&mut tx, to, &format!("{HELP}:{id}:{now}"), &letter, now).await?;
        note(&mut tx, own, "help.invite", person.as_str(), now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes an invitation. Who is not signed in is let in by it: it reached them by mail.
    pub async fn accept(
        &self,
        token: &str,
        who: Option<&Who>,
        (lang, agent): (&str, &str),
        now: i64,
    ) -> Result<Accepted> {
        let mut tx = self.store().writer().begin().await?;
        let link = tx.spend_link(&digest(token), now).await?.filter(|it| it.what == HELP);
        let link = link.ok_or(Error::Spent)?;
        // Whoever invited may have given the profile up meanwhile, or left.
        let author = tx.account(link.account).await?.filter(|it| it.person == link.detail);
        let author = author.ok_or(Error::Spent)?;
        let account = match who {
            Some(who) => who.account.clone(),
            None => match tx.account_of(&link.email).await? {
                Some(account) => account,
                None => register(&mut tx, &link.email, lang, now).await?,
            },
        };
        if account.id == author.id {
            return Err(Denied::OwnCase.into());
        }
        let signed_in = match who {
            Some(_) => None,
            None => Some(open_session(&mut tx, account.clone(), ("link", agent), now).await?),
        };
        let given = granted(account.id, &link, now);
        tx.grant(&given).await?;
        note(&mut tx, account.id, "help.accept", &link.detail, now).await?;
        let words = letters::of(&author.lang);
        let with = [("address", masked(&link.email))];
        let what = ("help.accept", words.helping_subject, words.helping);
        self.tell(&mut tx, &author, what, &with, now).await?;
        tx.commit().await?;
        let signed_in =
            signed_in.map(|(token, account)| SignedIn { token, account, next: String::new(), new: false });
        Ok(Accepted { person: link.detail, signed_in })
    }

    /// Who helps a person.
    pub async fn helpers(&self, who: &Who, person: &Handle) -> Result<Vec<Helping>> {
        who.may(&Action::ShareProfile(person.as_str()))?;
        let mut helping = Vec::new();
        for held in self.reader().holders(Role::Helper(String::new()).word(), person.as_str()).await? {
            let Some(account) = self.reader().account(held.account).await? else { continue };
            let address = masked(&account.email);
            helping.push(Helping { account: account.id, person: account.person, address, since: held.at });
        }
        Ok(helping)
    }

    /// The invitations of who asks that were not taken yet.
    pub async fn invitations(&self, who: &Who, now: i64) -> Result<Vec<Link>> {
        Ok(self.reader().links(who.account.id, HELP, now).await?)
    }

    /// Takes an invitation back.
    pub async fn uninvite(&self, who: &Who, link: i64, now: i64) -> Result<()> {
        let mut tx = self.store().writer().begin().await?;
        let ended = tx.end_link(who.account.id, HELP, link, now).await?;
        tx.commit().await?;
        if ended { Ok(()) } else { Err(Error::Missing("invitation")) }
    }

    /// Ends somebody's help: the author may, and the helper.
    pub async fn end_help(&self, who: &Who, person: &Handle, helper: i64, now: i64) -> Result<()> {
        who.may(&Action::EndHelp { person: person.as_str(), helper })?;
        let mut tx = self.store().writer().begin().await?;
        if !tx.revoke(helper, Role::Helper(String::new()).word(), person.as_str()).await? {
            return Err(Error::Missing("helper"));
        }
        note(&mut tx, who.account.id, "help.end", person.as_str(), now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What a person is called; the handle where the record says nothing.
    pub async fn name_of(&self, person: &Handle) -> Result<String> {
        let record = self.reader().record(person).await?.and_then(|it| it.record());
        let name = record.filter(|it| it.kind() == Kind::Person).map(|it| it.title().to_owned());
        Ok(name.filter(|it| !it.is_empty()).unwrap_or_else(|| person.as_str().to_owned()))
    }
}

fn granted(account: i64, link: &Link, at: i64) -> Granted {
    let role = Role::Helper(link.detail.clone());
    Granted { account, role: role.word().to_owned(), target: link.detail.clone(), at, by: link.account }
}

async fn note(tx: &mut Tx, by: i64, what: &str, whom: &str, at: i64) -> Result<()> {
    tx.act(&Act { by, behalf: "", what, whom, why: "", at }).await?;
    Ok(())
}
