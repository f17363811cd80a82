//! What people ask curators for: a harvested profile that is theirs, an institution the directory lacks.
//!
//! Deliberately not here: what follows when it is granted (`ibid_app::people`).

use crate::engine::{Row, Value, statements};
use crate::error::Result;
use crate::{Reader, Tx};

macro_rules! petition {
    () => {
        "SELECT id, what, about, account, text, at, state, answer, decided_at, decided_by FROM petition"
    };
}

statements! {
    NEWEST = "SELECT COALESCE(MAX(id), 0) FROM petition";
    ADD = "INSERT INTO petition (id, what, about, account, text, at, state, answer, decided_at, \
        decided_by) VALUES ($1, $2, $3, $4, $5, $6, 1, '', 0, 0)";
    ONE = concat!(petition!(), " WHERE id = $1");
    OPEN = concat!(petition!(), " WHERE state = 1 ORDER BY id LIMIT $1");
    OF_ACCOUNT = concat!(petition!(), " WHERE account = $1 ORDER BY id DESC LIMIT $2");
    DECIDE = "UPDATE petition SET state = $2, answer = $3, decided_at = $4, decided_by = $5 \
        WHERE id = $1 AND state = 1 RETURNING id";
    FORGET_ACCOUNT = "DELETE FROM petition WHERE account = $1";
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A harvested profile that is theirs.
    Profile,
    /// An institution the directory lacks.
    Institution,
}

impl Wish {
    /// Stored; never renumber.
    fn number(self) -> i64 {
        match self {
            Wish::Profile => 1,
            Wish::Institution => 2,
        }
    }

    fn from_number(number: i64) -> Option<Wish> {
        [Wish::Profile, Wish::Institution].into_iter().find(|it| it.number() == number)
    }
}

/// What somebody asked for, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Petition {
    pub id: i64,
    pub what: Wish,
    /// The handle of the profile asked for, or of the person whose institution it is.
    pub about: String,
    pub account: i64,
    pub text: String,
    pub at: i64,
    /// `None` while it is open.
    pub granted: Option<bool>,
    pub answer: String,
    pub decided_at: i64,
    pub decided_by: i64,
}

impl Tx {
    /// Notes a petition and answers its number.
    pub async fn petition(
        &mut self,
        what: Wish,
        about: &str,
        account: i64,
        text: &str,
        at: i64,
    ) -> Result<i64> {
        let id = self.after(NEWEST).await?;
        let values = [id.into(), what.number().into(), about.into(), account.into(), text.into(), at.into()];
        self.link.run(ADD, &values).await?;
        Ok(id)
    }

    /// Decides a petition that is open; `false` when it is not.
    pub async fn decide_petition(
        &mut self,
        id: i64,
        (granted, answer): (bool, &str),
        by: i64,
        at: i64,
    ) -> Result<bool> {
        let state = if granted { 2 } else { 3 };
        let values = [id.into(), Value::Int(state), answer.into(), at.into(), by.into()];
        Ok(!self.link.run(DECIDE, &values).await?.is_empty())
    }

    /// Forgets what an account asked for.
    pub async fn forget_petitions_of(&mut self, account: i64) -> Result<()> {
        self.link.run(FORGET_ACCOUNT, &[account.into()]).await.map(drop)
    }
}

impl Reader {
    pub async fn petition(&self, id: i64) -> Result<Option<Petition>> {
        self.engine().run(ONE, &[id.into()]).await?.pop().map(petition).transpose()
    }

    /// Those that wait for a decision, the oldest first.
    pub async fn open_petitions(&self, limit: usize) -> Result<Vec<Petition>> {
        let rows = self.engine().run(OPEN, &[(limit as i64).into()]).await?;
        rows.into_iter().map(petition).collect()
    }

    /// What an account asked for, the latest first.
    pub async fn petitions_of(&self, account: i64, limit: usize) -> Result<Vec<Petition>> {
        let rows = self.engine().run(OF_ACCOUNT, &[account.into(), (limit as i64).into()]).await?;
        rows.into_iter().map(petition).collect()
    }
}

fn petition(row: Row) -> Result<Petition> {
    let mut row = row.of("petition");
    Ok(Petition {
        id: row.int("id")?,
        what: row.judged("what", |it| match it {
            Value::Int(number) => Wish::from_number(number),
            _ => None,
        })?,
        about: row.text("about")?,
        account: row.int("account")?,
        text: row.text("text")?,
        at: row.int("at")?,
        granted: row.judged("state", |it| match it {
            Value::Int(1) => Some(None),
            Value::Int(2) => Some(Some(true)),
            Value::Int(3) => Some(Some(false)),
            _ => None,
        })?,
        answer: row.text("answer")?,
        decided_at: row.int("decided_at")?,
        decided_by: row.int("decided_by")?,
    })
}
