//! Accounts: who may sign in, and what they may do beyond what everybody may.
//!
//! Sessions, links, acts and letters stand in the files beside. Deliberately not here: what a role allows
//! (`ibid_core::policy`), and when an account is made, locked or erased (`ibid_app::accounts`).

pub(crate) mod acts;
pub(crate) mod links;
pub(crate) mod mail;
pub(crate) mod orcids;
pub(crate) mod passkeys;
pub(crate) mod sessions;

use crate::engine::{Columns, Row, Value, statements};
use crate::error::{Error, Result};
use crate::{Reader, Tx};

/// The columns of an account, in the order in which [`Account::of`] takes them.
macro_rules! account_columns {
    ($prefix:literal) => {
        concat!(
            $prefix,
            "id, ",
            $prefix,
            "email, ",
            $prefix,
            "person, ",
            $prefix,
            "lang, ",
            $prefix,
            "muted, ",
            $prefix,
            "state, ",
            $prefix,
            "bounces, ",
            $prefix,
            "secret, ",
            $prefix,
            "since, ",
            $prefix,
            "seen, ",
            $prefix,
            "leaves"
        )
    };
}
pub(crate) use account_columns;

statements! {
    BY_ID = concat!("SELECT ", account_columns!(""), " FROM account WHERE id = $1");
    BY_KEY = concat!("SELECT ", account_columns!(""), " FROM account WHERE key = $1");
    BY_PERSON = concat!("SELECT ", account_columns!(""), " FROM account WHERE person = $1 ORDER BY id");
    LEAVING = concat!("SELECT ", account_columns!(""), " FROM account WHERE leaves > 0 AND leaves <= $1 \
        ORDER BY leaves, id LIMIT $2");
    LIST = concat!("SELECT ", account_columns!(""), " FROM account WHERE id > $1 AND state <> 4 \
        ORDER BY id LIMIT $2");
    COUNT = "SELECT COUNT(*) FROM account WHERE state <> 4";
    NEWEST = "SELECT COALESCE(MAX(id), 0) FROM account";
    ADD = "INSERT INTO account (id, email, key, person, lang, muted, state, bounces, secret, since, seen, \
        leaves) VALUES ($1, $2, $3, '', $4, 0, 1, 0, $5, $6, $6, 0)";
    CHANGE = "UPDATE account SET email = $2, key = $3, person = $4, lang = $5, muted = $6, state = $7, \
        bounces = $8, secret = $9, seen = $10, leaves = $11 WHERE id = $1";
    FORGET_SESSIONS = "DELETE FROM session WHERE account = $1";
    FORGET_LINKS = "DELETE FROM link WHERE account = $1 OR key = $2";
    FORGET_ROLES = "DELETE FROM role WHERE account = $1";
    FORGET_HELP = "DELETE FROM role WHERE role = 'helper' AND target = $1";
    FORGET_PASSKEYS = "DELETE FROM passkey WHERE account = $1";
    FORGET_ORCID = "DELETE FROM orcid WHERE account = $1";
    FORGET_MAIL = "UPDATE mail SET account = 0, email = '', subject = '', body = '', leave = '', said = '', \
        state = CASE state WHEN 1 THEN 3 ELSE state END WHERE account = $1 OR (account = 0 AND email = $2)";
    GRANT = "INSERT INTO role (account, role, target, at, by_account) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (account, role, target) DO NOTHING RETURNING account";
    REVOKE = "DELETE FROM role WHERE account = $1 AND role = $2 AND target = $3 RETURNING account";
    ROLES = "SELECT account, role, target, at, by_account FROM role WHERE account = $1 ORDER BY role, target";
    HOLDERS = "SELECT account, role, target, at, by_account FROM role WHERE role = $1 AND target = $2 \
        ORDER BY at, account";
    ALL_ROLES = "SELECT account, role, target, at, by_account FROM role ORDER BY role, target, account";
}

/// Somebody who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: i64,
    /// As its owner wrote it; empty once erased.
    pub email: String,
    /// The handle of the owner's profile, empty without one.
    pub person: String,
    /// The tag of the language of letters.
    pub lang: String,
    /// A bit for each kind of letter that is not wanted.
    pub muted: i64,
    pub state: AccountState,
    /// Letters that came back in a row.
    pub bounces: i64,
    /// Random; what addresses that need no signing in are proved with.
    pub secret: Vec<u8>,
    pub since: i64,
    /// When somebody last signed in or was seen.
    pub seen: i64,
    /// When it is to be erased, 0 never.
    pub leaves: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    Open,
    /// By an administrator: nobody signs in.
    Locked,
    /// Its owner asked for it to be erased, and may come back until then.
    Leaving,
    Erased,
}

impl AccountState {
    /// Stored; never renumber.
    fn number(self) -> i64 {
        match self {
            AccountState::Open => 1,
            AccountState::Locked => 2,
            AccountState::Leaving => 3,
            AccountState::Erased => 4,
        }
    }

    fn from_number(number: i64) -> Option<AccountState> {
        use AccountState::*;
        [Open, Locked, Leaving, Erased].into_iter().find(|it| it.number() == number)
    }
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    pub email: &'a str,
    pub lang: &'a str,
    pub secret: &'a [u8],
    pub at: i64,
}

/// A role that an account has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    pub account: i64,
    /// The role's word, as `ibid_core::policy` has it.
    pub role: String,
    /// An archive's code, a report's, a person's handle; empty where the role is for all.
    pub target: String,
    pub at: i64,
    pub by: i64,
}

/// An address as it is compared: people write theirs in either case. Of ASCII only: elsewhere two letters
/// that servers tell apart may have one lower case (U+212A and k), and one would open the other's account.
pub(crate) fn email_key(email: &str) -> String {
    email.trim().to_ascii_lowercase()
}

impl Account {
    fn from_row(row: Row) -> Result<Account> {
        Account::of(&mut row.of("account"))
    }

    pub(crate) fn of(row: &mut Columns) -> Result<Account> {
        Ok(Account {
            id: row.int("id")?,
            email: row.text("email")?,
            person: row.text("person")?,
            lang: row.text("lang")?,
            muted: row.int("muted")?,
            state: row.judged("state", |it| match it {
                Value::Int(number) => AccountState::from_number(number),
                _ => None,
            })?,
            bounces: row.int("bounces")?,
            secret: row.bytes("secret")?,
            since: row.int("since")?,
            seen: row.int("seen")?,
            leaves: row.int("leaves")?,
        })
    }
}

fn granted(row: Row) -> Result<Granted> {
    let mut row = row.of("role");
    Ok(Granted {
        account: row.int("account")?,
        role: row.text("role")?,
        target: row.text("target")?,
        at: row.int("at")?,
        by: row.int("by_account")?,
    })
}

impl Reader {
    pub async fn account(&self, id: i64) -> Result<Option<Account>> {
        self.engine().run(BY_ID, &[id.into()]).await?.pop().map(Account::from_row).transpose()
    }

    /// The account that signs in by an address.
    pub async fn account_of(&self, email: &str) -> Result<Option<Account>> {
        let key = email_key(email);
        if key.is_empty() {
            return Ok(None);
        }
        self.engine().run(BY_KEY, &[key.into()]).await?.pop().map(Account::from_row).transpose()
    }

    /// The accounts whose profile a person is: one, but for a moment while profiles are merged.
    pub async fn accounts_of_person(&self, person: &str) -> Result<Vec<Account>> {
        let rows = self.engine().run(BY_PERSON, &[person.into()]).await?;
        rows.into_iter().map(Account::from_row).collect()
    }

    /// Accounts by number, up to `limit` after this one.
    pub async fn accounts(&self, after: i64, limit: usize) -> Result<Vec<Account>> {
        let rows = self.engine().run(LIST, &[after.into(), (limit as i64).into()]).await?;
        rows.into_iter().map(Account::from_row).collect()
    }

    /// How many accounts there are.
    pub async fn account_count(&self) -> Result<i64> {
        self.engine().run(COUNT, &[]).await?.pop().map_or(Ok(0), |row| row.of("account").int("count"))
    }

    /// Accounts whose time has come to be erased.
    pub async fn accounts_leaving(&self, by: i64, limit: usize) -> Result<Vec<Account>> {
        let rows = self.engine().run(LEAVING, &[by.into(), (limit as i64).into()]).await?;
        rows.into_iter().map(Account::from_row).collect()
    }

    /// The roles of an account.
    pub async fn roles(&self, account: i64) -> Result<Vec<Granted>> {
        self.engine().run(ROLES, &[account.into()]).await?.into_iter().map(granted).collect()
    }

    /// Who has a role for a target.
    pub async fn holders(&self, role: &str, target: &str) -> Result<Vec<Granted>> {
        let rows = self.engine().run(HOLDERS, &[role.into(), target.into()]).await?;
        rows.into_iter().map(granted).collect()
    }

    /// Every role of everybody.
    pub async fn all_roles(&self) -> Result<Vec<Granted>> {
        self.engine().run(ALL_ROLES, &[]).await?.into_iter().map(granted).collect()
    }
}

impl Tx {
    /// Makes an account and answers its number. An address that has one is a [`Error::Conflict`].
    pub async fn add_account(&mut self, new: &NewAccount<'_>) -> Result<i64> {
        let key = email_key(new.email);
        if !self.link.run(BY_KEY, &[key.as_str().into()]).await?.is_empty() {
            return Err(Error::Conflict("the address has an account".to_owned()));
        }
        let id = self.after(NEWEST).await?;
        let values = [
            id.into(),
            new.email.trim().into(),
            key.into(),
            new.lang.into(),
            new.secret.into(),
            new.at.into(),
        ];
        self.link.run(ADD, &values).await?;
        Ok(id)
    }

    /// The account as this transaction sees it.
    pub async fn account(&mut self, id: i64) -> Result<Option<Account>> {
        self.link.run(BY_ID, &[id.into()]).await?.pop().map(Account::from_row).transpose()
    }

    /// The account that signs in by an address, as this transaction sees it.
    pub async fn account_of(&mut self, email: &str) -> Result<Option<Account>> {
        let key = email_key(email);
        self.link.run(BY_KEY, &[key.into()]).await?.pop().map(Account::from_row).transpose()
    }

    /// Writes an account as it now is; when it was made stays.
    pub async fn change_account(&mut self, it: &Account) -> Result<()> {
        let key = if it.state == AccountState::Erased { String::new() } else { email_key(&it.email) };
        let values = [
            it.id.into(),
            it.email.as_str().into(),
            key.into(),
            it.person.as_str().into(),
            it.lang.as_str().into(),
            it.muted.into(),
            it.state.number().into(),
            it.bounces.into(),
            it.secret.as_slice().into(),
            it.seen.into(),
            it.leaves.into(),
        ];
        self.link.run(CHANGE, &values).await.map(drop)
    }

    /// Takes everything off an account but its number: who helped its person, sessions, links, roles, passkeys, iD, what
    /// its letters said and what it said of its owner. What it did stays, without a name.
    pub async fn erase_account(&mut self, it: &Account) -> Result<()> {
        self.link.run(FORGET_LINKS, &[it.id.into(), email_key(&it.email).into()]).await?;
        if !it.person.is_empty() {
            self.link.run(FORGET_HELP, &[it.person.as_str().into()]).await?;
        }
        for statement in [FORGET_SESSIONS, FORGET_ROLES, FORGET_PASSKEYS, FORGET_ORCID] {
            self.link.run(statement, &[it.id.into()]).await?;
        }
        self.link.run(FORGET_MAIL, &[it.id.into(), it.email.as_str().into()]).await?;
        let bare = Account {
            id: it.id,
            email: String::new(),
            person: String::new(),
            lang: String::new(),
            muted: 0,
            state: AccountState::Erased,
            bounces: 0,
            secret: Vec::new(),
            since: it.since,
            seen: 0,
            leaves: 0,
        };
        self.change_account(&bare).await
    }

    /// Takes all passkeys off an account.
    pub async fn forget_passkeys(&mut self, account: i64) -> Result<()> {
        self.link.run(FORGET_PASSKEYS, &[account.into()]).await.map(drop)
    }

    /// Gives a role; false when the account has it.
    pub async fn grant(&mut self, it: &Granted) -> Result<bool> {
        let values = [
            it.account.into(),
            it.role.as_str().into(),
            it.target.as_str().into(),
            it.at.into(),
            it.by.into(),
        ];
        Ok(!self.link.run(GRANT, &values).await?.is_empty())
    }

    /// Takes a role away; false when the account had it not.
    pub async fn revoke(&mut self, account: i64, role: &str, target: &str) -> Result<bool> {
        Ok(!self.link.run(REVOKE, &[account.into(), role.into(), target.into()]).await?.is_empty())
    }

    /// The roles of an account, as this transaction sees them.
    pub async fn roles(&mut self, account: i64) -> Result<Vec<Granted>> {
        self.link.run(ROLES, &[account.into()]).await?.into_iter().map(granted).collect()
    }
}
