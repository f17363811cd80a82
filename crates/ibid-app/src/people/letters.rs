//! Letters nobody asked for one by one: new works that may be theirs, claims in doubt, a month's figures.
//!
//! What is to be told is noted by the projection; here it is gathered, so that a harvest of many works
//! makes one letter, and written in one transaction with the note that it was told. Not here: who may be
//! written to (`mail`), and what letters say (`letters`).

use ibid_core::Handle;
use ibid_core::date::Date;
use ibid_core::people::suggest::Grade;
use ibid_store::{Account, Notice, State, Stored, Told, Tx, What};
use tokio::sync::watch;

use super::claims::{Claims, Error, Owner, Result};
use crate::letters::claims::of;
use crate::letters::{Letter, letter};
use crate::mail::{self, Topic, place};

/// How long a new work waits for others to be told of with it, in seconds; a doubt waits less.
const GATHERED: i64 = 6 * 3_600;
const DOUBTED: i64 = 60;
/// Works named in a letter.
const NAMED: usize = 15;
const PEOPLE: usize = 200;
const ACCOUNTS: usize = 200;
const LOOK: std::time::Duration = std::time::Duration::from_secs(20);
const DAY: i64 = 86_400;

/// Writes letters as they fall due, until `stop` turns true.
pub async fn keep(claims: Claims, now: fn() -> i64, mut stop: watch::Receiver<bool>) {
    let mut month = None;
    while !*stop.borrow() {
        let at = now();
        let mut written = write_due(&claims, at).await;
        let this = Date::from_epoch(at);
        if written.is_ok() && month != Some((this.year, this.month)) {
            written = monthly(&claims, at).await;
            month = written.is_ok().then_some((this.year, this.month));
        }
        if let Err(error) = written {
            tracing::error!("letters to people: {error}");
        }
        tokio::select! {
            _ = tokio::time::sleep(LOOK) => {}
            changed = stop.changed() => if changed.is_err() { break },
        }
    }
}

/// Writes what has waited long enough, and says how many letters that were.
pub async fn write_due(claims: &Claims, now: i64) -> Result<usize> {
    let (mut after, mut written) = (0, 0);
    loop {
        let waiting = claims.reader().notices_wait_for(after, PEOPLE).await?;
        let Some(&(last, _)) = waiting.last() else { return Ok(written) };
        for (person, oldest) in waiting {
            if oldest + DOUBTED <= now {
                written += claims.tell_person(person, now).await?;
            }
        }
        after = last;
    }
}

/// Writes everybody's letter of the last month, which is written once.
pub async fn monthly(claims: &Claims, now: i64) -> Result<usize> {
    let (mut after, mut written) = (0, 0);
    loop {
        let accounts = claims.reader().accounts(after, ACCOUNTS).await?;
        let Some(last) = accounts.last().map(|it| it.id) else { return Ok(written) };
        for account in accounts.iter().filter(|it| !it.person.is_empty()) {
            written += usize::from(claims.tell_month(account, now).await?);
        }
        after = last;
    }
}

impl Claims {
    async fn tell_person(&self, id: i64, now: i64) -> Result<usize> {
        let reader = self.reader();
        let notices = reader.notices(id).await?;
        let (doubts, new): (Vec<Notice>, Vec<Notice>) =
            notices.into_iter().partition(|it| it.told == Told::InDoubt);
        let owner = match reader.by_id(&[id]).await?.pop().filter(|it| it.state == State::Live) {
            Some(stored) => Some(self.owner(&stored.handle).await?),
            None => None,
        };
        let waits = |notices: &[Notice], long| notices.first().is_some_and(|it| it.at + long > now);
        let mut told = Vec::new();
        let mut letters = Vec::new();
        if !doubts.is_empty() && !waits(&doubts, DOUBTED) {
            if let Some(owner) = &owner {
                // Only those nobody has answered in the meantime.
                let open = reader.doubts_of(owner.stored.id).await?;
                let open: Vec<i64> = open.iter().map(|it| it.work).collect();
                letters.push((Topic::Claims, reader.by_id(&open).await?, doubts[0]));
            }
            told.extend(doubts);
        }
        if !new.is_empty() && !waits(&new, GATHERED) {
            if let Some(owner) = &owner {
                letters.push((Topic::Works, self.worth_telling(owner, &new).await?, new[0]));
            }
            told.extend(new);
        }
        if told.is_empty() {
            return Ok(0);
        }
        let accounts = match &owner {
            Some(owner) => reader.accounts_of_person(owner.person.handle.as_str()).await?,
            None => Vec::new(),
        };
        let (mut written, mut tx) = (0, self.store.writer().begin().await?);
        for (topic, works, first) in letters.iter().filter(|(_, works, _)| !works.is_empty()) {
            for account in &accounts {
                written += usize::from(self.write(&mut tx, account, *topic, works, first, now).await?);
            }
        }
        tx.told(&told, now).await?;
        tx.commit().await?;
        Ok(written)
    }

    /// Of new works those that are likely the person's.
    async fn worth_telling(&self, owner: &Owner, new: &[Notice]) -> Result<Vec<Stored>> {
        let offered = self.suggestions(owner).await?.offered.into_iter();
        let is_new = |work: i64| new.iter().any(|it| it.work == work);
        Ok(offered
            .filter(|it| it.suggested.grade > Grade::Possible && is_new(it.stored.id))
            .map(|it| it.stored)
            .collect())
    }

    async fn write(
        &self,
        tx: &mut Tx,
        account: &Account,
        topic: Topic,
        works: &[Stored],
        first: &Notice,
        now: i64,
    ) -> Result<bool> {
        let words = of(&account.lang);
        let (subject, text) = match topic {
            Topic::Claims => (words.doubt_subject, words.doubt),
            Topic::Works | Topic::Monthly => (words.works_subject, words.works),
        };
        let link = self.sender.address(place::WORKS);
        let letter = letter(subject, text, &[("list", &list(works)), ("link", &link)]);
        let key =
            format!("{}:{}:{}:{}:{}", topic.word(), account.id, first.person, first.work, first.version);
        Ok(mail::inform(tx, &self.sender, (account, topic), &key, &letter, now).await?)
    }

    /// False when there is nothing to say, or it was said.
    async fn tell_month(&self, account: &Account, now: i64) -> Result<bool> {
        let Some(handle) = Handle::parse(&account.person) else { return Ok(false) };
        let owner = match self.owner(&handle).await {
            Ok(owner) => owner,
            Err(Error::Missing(_)) => return Ok(false),
            Err(error) => return Err(error),
        };
        let (from, until, month) = last_month(now);
        // Nothing of a month somebody was not here for.
        if owner.stored.since >= until * DAY {
            return Ok(false);
        }
        let reader = self.reader();
        let parts = reader.works_of(owner.stored.id).await?;
        let ids: Vec<i64> = parts.iter().map(|it| it.work).collect();
        let mut opened = reader.hits_between(&ids, What::File, from, until).await?;
        opened.sort_unstable_by_key(|&(work, count)| (std::cmp::Reverse(count), work));
        let downloads: i64 = opened.iter().map(|it| it.1).sum();
        let in_month = |at: i64| (from * DAY..until * DAY).contains(&at);
        let new = reader.claims_of(owner.stored.id).await?.iter().filter(|it| in_month(it.at)).count();
        let waiting = reader.doubts_of(owner.stored.id).await?.len();
        if downloads == 0 && new == 0 && waiting == 0 {
            return Ok(false);
        }
        opened.truncate(NAMED);
        let works = reader.by_id(&opened.iter().map(|it| it.0).collect::<Vec<_>>()).await?;
        let line = |&(work, count): &(i64, i64)| {
            let stored = works.iter().find(|it| it.id == work)?;
            Some(format!("{count:6}  {}\n", title(stored)))
        };
        let list: String = opened.iter().filter_map(line).collect();
        let words = of(&account.lang);
        let (downloads, new, waiting) = (downloads.to_string(), new.to_string(), waiting.to_string());
        let link = self.sender.address(place::WORKS);
        let with = [
            ("month", month.as_str()),
            ("downloads", &downloads),
            ("list", &list),
            ("new", &new),
            ("waiting", &waiting),
            ("link", &link),
        ];
        let letter: Letter = letter(words.monthly_subject, words.monthly, &with);
        let key = format!("monthly:{}:{month}", account.id);
        let mut tx = self.store.writer().begin().await?;
        let written =
            mail::inform(&mut tx, &self.sender, (account, Topic::Monthly), &key, &letter, now).await?;
        tx.commit().await?;
        Ok(written)
    }
}

/// The days of the month before, first and one after the last, and its name: `2026-10`.
fn last_month(now: i64) -> (i64, i64, String) {
    let today = now.div_euclid(DAY);
    let of_month = |day: i64| i64::from(Date::from_epoch(day * DAY).day.unwrap_or(1));
    let until = today - (of_month(today) - 1);
    let from = until - of_month(until - 1);
    let first = Date::from_epoch(from * DAY);
    (from, until, format!("{:04}-{:02}", first.year, first.month.unwrap_or(1)))
}

fn list(works: &[Stored]) -> String {
    let mut list: String = works.iter().take(NAMED).map(|it| format!("    {}\n", title(it))).collect();
    if works.len() > NAMED {
        list.push_str(&format!("    … +{}\n", works.len() - NAMED));
    }
    list
}

fn title(stored: &Stored) -> String {
    stored.record().map_or_else(|| stored.handle.to_string(), |it| it.title().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_whole() {
        let check = |year, month, day, expected: &str| {
            let date = Date { year, month: Some(month), day: Some(day) };
            let at = (0..40_000).find(|it| Date::from_epoch(it * DAY) == date).expect("a day");
            let (from, until, name) = last_month(at * DAY + 5);
            let day = |it: i64| Date::from_epoch(it * DAY).to_string();
            assert_eq!(format!("{name} {} {}", day(from), day(until)), expected);
        };
        check(2026, 11, 20, "2026-10 2026-10-01 2026-11-01");
        check(2026, 3, 1, "2026-02 2026-02-01 2026-03-01");
        check(2027, 1, 31, "2026-12 2026-12-01 2027-01-01");
    }
}
