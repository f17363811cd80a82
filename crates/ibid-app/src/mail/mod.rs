//! Letters: written in the transaction of the deed they tell of, sent by the worker (`post.rs`).
//!
//! Here: to whom a letter may go, and how its reader leaves. What letters say stands in `letters/`.

pub mod post;

use std::fmt::Write as _;

use ibid_store::{Account, AccountState, NewMail, Result, Tx};
use sha2::{Digest, Sha256};

use crate::letters::{self, Letter};

/// Letters that came back in a row after which no more go to an address.
pub const LOST_AFTER: i64 = 3;

/// The addresses that letters name. The pages serve them by these very words.
pub mod place {
    /// And a token: a page whose button does the deed.
    pub const LINK: &str = "/account/link/";
    /// And what [`super::leave_token`] says: leaving a kind of letter with one click.
    pub const LEAVE: &str = "/account/leave/";
    pub const ACCOUNT: &str = "/account/";
    pub const WORKS: &str = "/account/works/";
    pub const ORCID: &str = "/account/orcid/";
    pub const INBOX: &str = "/inbox/";
}

/// As whom letters go out, and where their links lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The site's name.
    pub name: String,
    /// Where the site is reached from outside, without a slash at the end.
    pub url: String,
}

impl Sender {
    /// An address of the site as letters name it; `path` begins with a slash.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

/// A kind of letter that nobody asked for one by one, and that its reader can leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// New works that may be theirs.
    Works,
    /// Claims in doubt or disputed.
    Claims,
    /// The monthly letter: new works, downloads.
    Monthly,
}

impl Topic {
    pub const ALL: [Topic; 3] = [Topic::Works, Topic::Claims, Topic::Monthly];

    /// As it stands in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Topic::Works => "works",
            Topic::Claims => "claims",
            Topic::Monthly => "monthly",
        }
    }

    pub fn from_word(word: &str) -> Option<Topic> {
        Topic::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Its bit among those an account has muted. Stored; never renumber.
    fn bit(self) -> i64 {
        match self {
            Topic::Works => 1,
            Topic::Claims => 2,
            Topic::Monthly => 4,
        }
    }

    pub fn is_muted(self, account: &Account) -> bool {
        account.muted & self.bit() != 0
    }

    pub fn set_muted(self, account: &mut Account, muted: bool) {
        account.muted = if muted { account.muted | self.bit() } else { account.muted & !self.bit() };
    }
}

/// Answers a deed: goes out whatever its reader has switched off. `account` is 0 where there is none.
/// False when there is a letter of this key already.
pub async fn answer(
    tx: &mut Tx,
    (account, email): (i64, &str),
    key: &str,
    letter: &Letter,
    at: i64,
) -> Result<bool> {
    let Letter { subject, text } = letter;
    tx.put_mail(&NewMail { key, account, email, subject, body: text, leave: "", at }).await
}

/// A letter of a kind that its reader can leave, with the way to do so. False when it is not written:
/// left, to an account that is locked or leaving, to an address from which letters came back, or there
/// already by its key.
pub async fn inform(
    tx: &mut Tx,
    sender: &Sender,
    (account, topic): (&Account, Topic),
    key: &str,
    letter: &Letter,
    at: i64,
) -> Result<bool> {
    let reached = account.state == AccountState::Open && account.bounces < LOST_AFTER;
    if !reached || topic.is_muted(account) {
        return Ok(false);
    }
    let leave = sender.address(&format!("{}{}", place::LEAVE, leave_token(account, topic)));
    let words = letters::of(&account.lang);
    let mut text = letter.text.clone();
    let _ = write!(text, "\n-- \n{}\n", letters::fill(words.leave, &[("link", &leave)]));
    let new = NewMail {
        key,
        account: account.id,
        email: &account.email,
        subject: &letter.subject,
        body: &text,
        leave: &leave,
        at,
    };
    tx.put_mail(&new).await
}

/// What proves, without signing in, that somebody was sent a letter of this kind: `7-works-` and a digest
/// made with the account's secret.
pub fn leave_token(account: &Account, topic: Topic) -> String {
    let mut digest = Sha256::new();
    digest.update(&account.secret);
    digest.update(b"leave ");
    digest.update(topic.word());
    format!("{}-{}-{}", account.id, topic.word(), hex(&digest.finalize()[..16]))
}

/// What a token for leaving names, before it is proved.
pub(crate) fn read_leave_token(token: &str) -> Option<(i64, Topic)> {
    let mut parts = token.splitn(3, '-');
    let account = parts.next()?.parse().ok()?;
    Some((account, Topic::from_word(parts.next()?)?))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}
