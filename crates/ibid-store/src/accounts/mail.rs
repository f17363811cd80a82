//! Letters on their way out: written in the transaction of the deed they tell of, sent by the worker.
//!
//! Deliberately not here: what letters say, how they are sent, and when to give up.

use crate::engine::{Row, Value, statements};
use crate::error::Result;
use crate::{Reader, Tx};

statements! {
    NEWEST = "SELECT COALESCE(MAX(id), 0) FROM mail";
    ADD = "INSERT INTO mail (id, key, account, email, subject, body, leave, made, due, tries, state, said) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0, 1, '') ON CONFLICT (key) DO NOTHING RETURNING id";
    DUE = "SELECT id, due FROM mail WHERE state = 1 AND due <= $1 ORDER BY due, id LIMIT $2";
    TAKE = "UPDATE mail SET due = $3, tries = tries + 1 WHERE id = $1 AND due = $2 AND state = 1 \
        RETURNING id, account, email, subject, body, leave, made, due, tries, state, said";
    SENT = "UPDATE mail SET state = 2, due = $2, body = '', leave = '', said = '', \
        email = CASE account WHEN 0 THEN '' ELSE email END WHERE id = $1";
    FAILED = "UPDATE mail SET due = $2, said = $3 WHERE id = $1";
    GIVEN_UP = "UPDATE mail SET state = $4, due = $2, said = $3, body = '', leave = '' WHERE id = $1";
    AGAIN = "UPDATE mail SET due = $2, tries = 0 WHERE id = $1 AND state = 1 RETURNING id";
    LIST = "SELECT id, account, email, subject, body, leave, made, due, tries, state, said FROM mail \
        WHERE id < $1 ORDER BY id DESC LIMIT $2";
    LIST_OF = "SELECT id, account, email, subject, body, leave, made, due, tries, state, said FROM mail \
        WHERE id < $1 AND state = $3 ORDER BY id DESC LIMIT $2";
    COUNTS = "SELECT state, COUNT(*) FROM mail GROUP BY state ORDER BY state";
    SWEEP = "UPDATE mail SET email = '', subject = '', said = '' \
        WHERE state <> 1 AND due < $1 AND email <> ''";
}

/// A letter to be sent.
#[derive(Clone, Copy, Debug)]
pub struct NewMail<'a> {
    /// What it is about; a second letter of the same key is not written.
    pub key: &'a str,
    /// To whose account it belongs, 0 to none.
    pub account: i64,
    pub email: &'a str,
    pub subject: &'a str,
    pub body: &'a str,
    /// The address by which its reader leaves this kind of letter; empty where it answers a deed.
    pub leave: &'a str,
    pub at: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    Waiting,
    Sent,
    /// It could not be sent.
    GivenUp,
    /// It was refused for good where it was to go, or came back.
    Returned,
}

impl MailState {
    pub const ALL: [MailState; 4] =
        [MailState::Waiting, MailState::Sent, MailState::GivenUp, MailState::Returned];

    /// Stored; never renumber.
    fn number(self) -> i64 {
        match self {
            MailState::Waiting => 1,
            MailState::Sent => 2,
            MailState::GivenUp => 3,
            MailState::Returned => 4,
        }
    }

    fn from_value(value: Value<'static>) -> Option<MailState> {
        MailState::ALL.into_iter().find(|it| value == Value::Int(it.number()))
    }
}

/// A letter, waiting or done with. What one that was sent said is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub id: i64,
    pub account: i64,
    /// Empty once it is long done with.
    pub email: String,
    pub subject: String,
    pub body: String,
    pub leave: String,
    pub made: i64,
    /// When it is tried next, or was done with.
    pub due: i64,
    pub tries: i64,
    pub state: MailState,
    /// What was said when it could not be sent.
    pub said: String,
}

fn mail(row: Row) -> Result<Mail> {
    let mut row = row.of("mail");
    Ok(Mail {
        id: row.int("id")?,
        account: row.int("account")?,
        email: row.text("email")?,
        subject: row.text("subject")?,
        body: row.text("body")?,
        leave: row.text("leave")?,
        made: row.int("made")?,
        due: row.int("due")?,
        tries: row.int("tries")?,
        state: row.judged("state", MailState::from_value)?,
        said: row.text("said")?,
    })
}

impl Reader {
    /// Letters whose time has come: number, and the moment they were due at.
    pub async fn mail_due(&self, now: i64, limit: usize) -> Result<Vec<(i64, i64)>> {
        let rows = self.engine().run(DUE, &[now.into(), (limit as i64).into()]).await?;
        let pair = |row: Row| {
            let mut row = row.of("mail");
            Ok((row.int("id")?, row.int("due")?))
        };
        rows.into_iter().map(pair).collect()
    }

    /// Letters, the latest first: up to `limit` before this one, of one state or of all.
    pub async fn mails(
        &self,
        state: Option<MailState>,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Mail>> {
        let mut values = vec![before.unwrap_or(i64::MAX).into(), (limit as i64).into()];
        values.extend(state.map(|it| Value::Int(it.number())));
        let statement = if state.is_some() { LIST_OF } else { LIST };
        self.engine().run(statement, &values).await?.into_iter().map(mail).collect()
    }

    /// How many letters there are of each state.
    pub async fn mail_counts(&self) -> Result<Vec<(MailState, i64)>> {
        let pair = |row: Row| {
            let mut row = row.of("mail");
            Ok((row.judged("state", MailState::from_value)?, row.int("count")?))
        };
        self.engine().run(COUNTS, &[]).await?.into_iter().map(pair).collect()
    }
}

impl Tx {
    /// Writes a letter; false when there is one of its key.
    pub async fn put_mail(&mut self, new: &NewMail<'_>) -> Result<bool> {
        let id = self.after(NEWEST).await?;
        let values = [
            id.into(),
            new.key.into(),
            new.account.into(),
            new.email.into(),
            new.subject.into(),
            new.body.into(),
            new.leave.into(),
            new.at.into(),
        ];
        Ok(!self.link.run(ADD, &values).await?.is_empty())
    }

    /// Takes a letter that was due at `due` for sending, so that nobody else does until `until`. `None`
    /// when somebody else has.
    pub async fn take_mail(&mut self, id: i64, due: i64, until: i64) -> Result<Option<Mail>> {
        self.link.run(TAKE, &[id.into(), due.into(), until.into()]).await?.pop().map(mail).transpose()
    }

    /// Notes that a letter was sent, and forgets what it said; of one to no account, to whom it went as well.
    pub async fn mail_sent(&mut self, id: i64, at: i64) -> Result<()> {
        self.link.run(SENT, &[id.into(), at.into()]).await.map(drop)
    }

    /// Notes why a letter could not be sent and when it is tried next.
    pub async fn mail_failed(&mut self, id: i64, due: i64, said: &str) -> Result<()> {
        self.link.run(FAILED, &[id.into(), due.into(), said.into()]).await.map(drop)
    }

    /// Notes that a letter is not tried again.
    pub async fn mail_given_up(&mut self, id: i64, at: i64, said: &str, returned: bool) -> Result<()> {
        let state = if returned { MailState::Returned } else { MailState::GivenUp };
        let values = [id.into(), at.into(), said.into(), state.number().into()];
        self.link.run(GIVEN_UP, &values).await.map(drop)
    }

    /// Has a waiting letter tried at once, as if for the first time; false when it does not wait.
    pub async fn mail_again(&mut self, id: i64, now: i64) -> Result<bool> {
        Ok(!self.link.run(AGAIN, &[id.into(), now.into()]).await?.is_empty())
    }

    /// Forgets to whom letters went that were done with before then. That they were written stays known.
    pub async fn sweep_mail(&mut self, before: i64) -> Result<()> {
        self.link.run(SWEEP, &[before.into()]).await.map(drop)
    }
}
