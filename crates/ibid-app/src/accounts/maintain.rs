//! Maintainers of archives: who reads the mail of the address that the archive's own template names.
//!
//! An account of that very address has proved it by signing in; any other is sent a link there, which it
//! has to open itself. The proof counts as long as the template names the address it named then.

use ibid_core::policy::{Action, Role};
use ibid_core::{Handle, Record};
use ibid_store::{Act, Granted, NewLink, Reader, Tx};

use super::{Accounts, DAY, Error, Result, Who, address, digest, masked, may_send, token};
use crate::{letters, mail};

/// The word of a link by which an address is proved; its detail is the archive.
pub const MAINTAIN: &str = "maintain";
const LASTS: i64 = 2 * 86_400;
/// An account has no more such links sent in a day: fewer than an address is sent, so that nobody alone
/// keeps others from asking.
const MOST_SENT: i64 = 3;

/// What came of asking to look after an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is proved.
    Proved,
    /// A letter went to the archive's address, of which enough is told for who knows it.
    Sent(String),
}

impl Accounts {
    /// Asks to be an archive's maintainer.
    pub async fn ask_archive(&self, who: &Who, archive: &str, now: i64) -> Result<Asked> {
        who.may(&Action::KeepAccount(who.account.id))?;
        let role = Role::of("maintainer", archive).ok_or(Error::Missing("archive"))?;
        let archive = role.scope();
        let named =
            maintainer(&self.reader(), archive).await?.ok_or(Error::Missing("address of the archive"))?;
        let named = address(&named)?;
        if named.eq_ignore_ascii_case(&who.account.email) {
            let mut tx = self.store().writer().begin().await?;
            prove(&mut tx, who.account.id, archive, now).await?;
            tx.commit().await?;
            return Ok(Asked::Proved);
        }
        let (mut tx, own) = (self.store().writer().begin().await?, who.account.id);
        let sent = tx.links_sent(own, MAINTAIN, now - DAY).await?;
        if sent >= MOST_SENT || !may_send(&mut tx, own, &named, MAINTAIN, now).await? {
            return Err(Error::TooMany);
        }
        let token = token()?;
        let sender = self.sender();
        let link = sender.address(&format!("{}{token}", mail::place::LINK));
        let hours = (LASTS / 3_600).to_string();
        let words = letters::of(&who.account.lang);
        let asking = masked(&who.account.email);
        let with = [
            ("site", sender.name.as_str()),
            ("archive", archive),
            ("address", &asking),
            ("link", &link),
            ("hours", &hours),
        ];
        let letter = letters::letter(words.maintain_subject, words.maintain, &with);
        let new = NewLink {
            digest: &digest(&token),
            what: MAINTAIN,
            account: who.account.id,
            email: &named,
            detail: archive,
            at: now,
            ends: now + LASTS,
        };
        let id = tx.add_link(&new).await?;
        mail::answer(&mut tx, (0, &named), &format!("{MAINTAIN}:{id}:{now}"), &letter, now).await?;
        tx.commit().await?;
        Ok(Asked::Sent(masked(&named)))
    }

    /// Proves the archive's address by the link that went there, and says which archive. Only the account
    /// that asked can: a maintainer who opens a stranger's link gives nothing away.
    pub async fn prove_archive(&self, who: &Who, token: &str, now: i64) -> Result<String> {
        let digest = digest(token);
        let link = self.reader().link(&digest, now).await?;
        let link = link.filter(|it| it.what == MAINTAIN && it.account == who.account.id);
        let link = link.ok_or(Error::Spent)?;
        // The template may have changed since the letter went out.
        let named = maintainer(&self.reader(), &link.detail).await?;
        if !named.is_some_and(|it| it.trim().eq_ignore_ascii_case(&link.email)) {
            return Err(Error::Spent);
        }
        let mut tx = self.store().writer().begin().await?;
        tx.spend_link(&digest, now).await?.ok_or(Error::Spent)?;
        prove(&mut tx, who.account.id, &link.detail, now).await?;
        tx.commit().await?;
        Ok(link.detail)
    }
}

async fn prove(tx: &mut Tx, account: i64, archive: &str, at: i64) -> Result<()> {
    let role = Role::of("maintainer", archive).ok_or(Error::Missing("archive"))?;
    let (word, target) = (role.word().to_owned(), role.scope().to_owned());
    if tx.grant(&Granted { account, role: word, target, at, by: account }).await? {
        let whom = format!("RePEc:{archive}");
        tx.act(&Act { by: account, behalf: "", what: "archive.prove", whom: &whom, why: "", at }).await?;
    }
    Ok(())
}

/// The address that an archive's template names.
async fn maintainer(reader: &Reader, archive: &str) -> Result<Option<String>> {
    let Some(handle) = Handle::parse(&format!("RePEc:{archive}")) else { return Ok(None) };
    Ok(reader.record(&handle).await?.and_then(|it| email(it.record())))
}

fn email(record: Option<Record>) -> Option<String> {
    let Some(Record::Archive(archive)) = record else { return None };
    Some(archive.maintainer_email).filter(|it| !it.trim().is_empty())
}

/// Whether a role still counts: one that was proved, rather than given, lapses when the archive's template
/// comes to name another address than it did then.
pub(super) async fn still_counts(reader: &Reader, held: &Granted) -> ibid_store::Result<bool> {
    if held.role != "maintainer" || held.by != held.account {
        return Ok(true);
    }
    let Some(handle) = Handle::parse(&format!("RePEc:{}", held.target)) else { return Ok(false) };
    let versions = reader.history(&handle).await?;
    let named = |at: i64| {
        let then = versions.iter().filter(|it| it.at <= at).max_by_key(|it| it.version);
        then.and_then(|it| email(ibid_core::record::read(&it.text)))
    };
    Ok(named(held.at).is_some_and(|then| named(i64::MAX).is_some_and(|now| now.eq_ignore_ascii_case(&then))))
}
