//! Claims and refusals: one answer of a person about a work.
//!
//! Deliberately not here: the lines of the person's record that follow from them, which the same
//! transaction writes.

use ibid_core::people::claim::{Answer, Role};

use super::ints;
use crate::engine::{Row, Value, statements};
use crate::error::Result;
use crate::{Reader, Tx};

macro_rules! claim {
    () => {
        "SELECT person, work, state, role, place, version, evidence, at, account FROM claim"
    };
}

statements! {
    OF_PERSON = concat!(claim!(), " WHERE person = $1 ORDER BY work");
    ON_WORKS = concat!(claim!(), " WHERE work IN ({list}) ORDER BY work, person");
    PUT = "INSERT INTO claim (person, work, state, role, place, version, evidence, at, account) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (person, work) DO UPDATE SET \
        state = excluded.state, role = excluded.role, place = excluded.place, \
        version = excluded.version, evidence = excluded.evidence, at = excluded.at, \
        account = excluded.account";
    REMOVE = "DELETE FROM claim WHERE person = $1 AND work = $2";
    SETTLE = "DELETE FROM doubt WHERE person = $1 AND work = $2";
    FORGET_PERSON = "DELETE FROM claim WHERE person = $1";
    FORGET_ACCOUNT = "UPDATE claim SET account = 0 WHERE account = $1";
}

/// What a person answered about a work.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Ids of records.
    pub person: i64,
    pub work: i64,
    pub answer: Answer,
    pub role: Role,
    /// Among those of this role in the work, from 1; 0 when not known.
    pub place: u16,
    /// Of the work, when the answer was given.
    pub version: i64,
    /// Why it was thought to be theirs, as words of `ibid_core::people::suggest`.
    pub evidence: String,
    pub at: i64,
    /// Who answered; 0 when the account is gone.
    pub account: i64,
}

impl Tx {
    /// Notes answers, each instead of the one before, and settles what was in doubt about them.
    pub async fn put_claims(&mut self, claims: &[Claim]) -> Result<()> {
        let (mut rows, mut pairs) = (Vec::new(), Vec::new());
        for it in claims {
            pairs.extend([it.person, it.work]);
            rows.extend([
                Value::Int(it.person),
                Value::Int(it.work),
                Value::Int(it.answer.number()),
                Value::Int(it.role.number()),
                Value::Int(i64::from(it.place)),
                Value::Int(it.version),
                it.evidence.as_str().into(),
                Value::Int(it.at),
                Value::Int(it.account),
            ]);
        }
        self.link.each(PUT, 9, &rows).await?;
        self.link.each(SETTLE, 2, &ints(&pairs)).await
    }

    /// Forgets a person's answers about these works, as if they had not been asked.
    pub async fn remove_claims(&mut self, person: i64, works: &[i64]) -> Result<()> {
        let pairs: Vec<i64> = works.iter().flat_map(|&work| [person, work]).collect();
        self.link.each(REMOVE, 2, &ints(&pairs)).await?;
        self.link.each(SETTLE, 2, &ints(&pairs)).await
    }

    /// Forgets all a person answered.
    pub async fn forget_claims_of(&mut self, person: i64) -> Result<()> {
        self.link.run(FORGET_PERSON, &[person.into()]).await.map(drop)
    }

    /// Answers stay, but no longer say who gave them.
    pub async fn forget_account_of_claims(&mut self, account: i64) -> Result<()> {
        self.link.run(FORGET_ACCOUNT, &[account.into()]).await.map(drop)
    }
}

impl Reader {
    /// All a person answered, by the order in which the works came.
    pub async fn claims_of(&self, person: i64) -> Result<Vec<Claim>> {
        self.engine().run(OF_PERSON, &[person.into()]).await?.into_iter().map(claim).collect()
    }

    /// What anybody answered about these works.
    pub async fn claims_on(&self, works: &[i64]) -> Result<Vec<Claim>> {
        self.engine().run_list(ON_WORKS, &[], &ints(works)).await?.into_iter().map(claim).collect()
    }
}

fn claim(row: Row) -> Result<Claim> {
    let mut row = row.of("claim");
    Ok(Claim {
        person: row.int("person")?,
        work: row.int("work")?,
        answer: row.judged("state", |it| Answer::from_number(int(&it)?))?,
        role: row.judged("role", role)?,
        place: row.judged("place", place)?,
        version: row.int("version")?,
        evidence: row.text("evidence")?,
        at: row.int("at")?,
        account: row.int("account")?,
    })
}

pub(super) fn role(value: Value<'_>) -> Option<Role> {
    Role::from_number(int(&value)?)
}

pub(super) fn place(value: Value<'_>) -> Option<u16> {
    int(&value)?.try_into().ok()
}

pub(super) fn int(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        _ => None,
    }
}
