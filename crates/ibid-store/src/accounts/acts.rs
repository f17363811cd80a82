//! The audit trail: who did what, to whom or what, on whose behalf, when and why.
//!
//! A line is written in the transaction of the deed and never changed. Deliberately not here: the words
//! for deeds, which belong to the verbs that do them.

use crate::engine::{Row, Value, statements};
use crate::error::Result;
use crate::{Reader, Tx};

macro_rules! page {
    ($which:literal) => {
        concat!(
            "SELECT id, at, by_account, behalf, what, whom, why FROM act WHERE ",
            $which,
            " id < $1 AND at >= $2 AND at < $3 AND (what = $4 OR $4 = '') ORDER BY id DESC LIMIT $5"
        )
    };
}

statements! {
    NEWEST = "SELECT COALESCE(MAX(id), 0) FROM act";
    ADD = "INSERT INTO act (id, at, by_account, behalf, what, whom, why) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    ALL = page!("");
    BY = page!("by_account = $6 AND");
    WHOM = page!("whom = $6 AND");
    BY_WHOM = page!("by_account = $6 AND whom = $7 AND");
}

/// A deed to be noted.
#[derive(Clone, Copy, Debug)]
pub struct Act<'a> {
    /// The account that did it; 0: the operator on the command line, or the program itself.
    pub by: i64,
    /// The handle of the person it was done for by a helper; else empty.
    pub behalf: &'a str,
    /// The deed's word: `claim`, `role.grant`.
    pub what: &'a str,
    /// What it was done to: a handle, or an account as [`account_name`] says it.
    pub whom: &'a str,
    /// What else there is to say. No addresses: it outlives an account that is erased.
    pub why: &'a str,
    pub at: i64,
}

/// How deeds name an account: `account:7`.
pub fn account_name(id: i64) -> String {
    format!("account:{id}")
}

/// A deed that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    pub id: i64,
    pub at: i64,
    pub by: i64,
    pub behalf: String,
    pub what: String,
    pub whom: String,
    pub why: String,
}

/// Which deeds to look at; the default is all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deeds<'a> {
    pub by: Option<i64>,
    pub whom: Option<&'a str>,
    pub what: Option<&'a str>,
    /// From this moment.
    pub from: Option<i64>,
    /// Before this moment.
    pub until: Option<i64>,
}

fn deed(row: Row) -> Result<Deed> {
    let mut row = row.of("act");
    Ok(Deed {
        id: row.int("id")?,
        at: row.int("at")?,
        by: row.int("by_account")?,
        behalf: row.text("behalf")?,
        what: row.text("what")?,
        whom: row.text("whom")?,
        why: row.text("why")?,
    })
}

impl Reader {
    /// Deeds, the latest first: up to `limit` before this one.
    pub async fn deeds(&self, which: &Deeds<'_>, before: Option<i64>, limit: usize) -> Result<Vec<Deed>> {
        let mut values: Vec<Value<'_>> = vec![
            before.unwrap_or(i64::MAX).into(),
            which.from.unwrap_or(i64::MIN).into(),
            which.until.unwrap_or(i64::MAX).into(),
            which.what.unwrap_or("").into(),
            (limit as i64).into(),
        ];
        values.extend(which.by.map(Value::Int));
        values.extend(which.whom.map(Value::from));
        let statement = match (which.by, which.whom) {
            (None, None) => ALL,
            (Some(_), None) => BY,
            (None, Some(_)) => WHOM,
            (Some(_), Some(_)) => BY_WHOM,
        };
        self.engine().run(statement, &values).await?.into_iter().map(deed).collect()
    }
}

impl Tx {
    /// Notes a deed of this transaction.
    pub async fn act(&mut self, it: &Act<'_>) -> Result<()> {
        let id = self.after(NEWEST).await?;
        let values = [
            id.into(),
            it.at.into(),
            it.by.into(),
            it.behalf.into(),
            it.what.into(),
            it.whom.into(),
            it.why.into(),
        ];
        self.link.run(ADD, &values).await.map(drop)
    }
}
