//! Accounts: signing in by a link that comes by mail, sessions, and who somebody is.
//!
//! There are no passwords. A link is good once and for a time; what it carries and what a browser holds is
//! random, and the ledger knows only digests of both, by which they are found: nothing is compared byte by
//! byte. What is answered to who asks for a link is the same whether there is an account or not.
//! Deliberately not here: what a role allows (`ibid_core::policy`).

mod export;
mod help;
mod keep;
mod maintain;
mod orcids;
mod roles;
mod watch;

use std::sync::Arc;

use ibid_core::policy::{Action, Denied, Powers, Role, may};
use ibid_store::{
    Account, AccountState, Act, NewAccount, NewLink, NewSession, Reader, Session, Store, Tx, account_name,
};
use lettre::Address;
use sha2::{Digest, Sha256};

use crate::letters;
use crate::mail::{self, Sender, Topic, place};
use crate::people::profiles::reached;

pub use help::{Accepted, HELP, Helping};
pub use keep::{ADDRESS, ADDRESS_BACK, DAYS_TO_COME_BACK};
pub use maintain::{Asked, MAINTAIN};
pub use watch::Seen;

/// How long a link for signing in is good, in seconds.
pub const LINK_LASTS: i64 = 30 * 60;
/// Links for signing in that an address is sent while one of them is good: whoever asks in another's name
/// keeps nobody out, who has as many links then.
const MOST_ASKED: i64 = 5;
/// Links of other kinds that one address is sent in a day, and that one account has sent.
const MOST_A_DAY: i64 = 5;
const MOST_SENT: i64 = 20;
const DAY: i64 = 86_400;
/// A session ends when nobody used it for so long, and in any case after [`SESSION_AT_MOST`].
const SESSION_LASTS: i64 = 60 * 86_400;
const SESSION_AT_MOST: i64 = 366 * 86_400;
/// That a session is used is noted no oftener than that.
const SEEN_EVERY: i64 = 3_600;
/// The longest address there may be (RFC 5321, 4.5.3.1.3).
const LONGEST_ADDRESS: usize = 254;
const LONGEST_AGENT: usize = 300;

/// The word of a link for signing in; where it leads after is its detail.
pub const SIGN_IN: &str = "sign-in";

/// Why something about an account was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("{0:?} is not an e-mail address")]
    NotAnAddress(String),
    #[error("the link was used, is too old, or is none of ours")]
    Spent,
    #[error("the account is locked")]
    Locked,
    #[error("the address has an account already")]
    Taken,
    #[error("the iD is another account's, or the account has one")]
    OrcidTaken,
    #[error("what was typed is not the account's address")]
    Mistyped,
    #[error("that is too many for now")]
    TooMany,
    #[error("there is no such {0}")]
    Missing(&'static str),
    #[error("the system gives no random numbers: {0}")]
    Chance(String),
    #[error(transparent)]
    Store(#[from] ibid_store::Error),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything about accounts. Cheap to clone.
#[derive(Clone)]
pub struct Accounts(Arc<Inner>);

struct Inner {
    store: Store,
    sender: Sender,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    pub account: Account,
    pub session: Session,
    pub powers: Powers,
}

impl Who {
    /// Whether they may; what they may not do is said by an error.
    pub fn may(&self, action: &Action<'_>) -> std::result::Result<(), Denied> {
        may(&self.powers, action)
    }
}

/// A browser that was let in: what it holds from now on, and where it wanted to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub token: String,
    pub account: i64,
    /// A path of the site, as it was asked for; may be empty.
    pub next: String,
    /// Whether the account was made by this.
    pub new: bool,
}

/// What a link is for, before it is spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The deed's word: `sign-in`.
    pub what: String,
    pub email: String,
    /// What it is about: a profile's handle, an archive.
    pub detail: String,
    /// Whether signing in will make an account.
    pub new: bool,
}

impl Accounts {
    pub fn new(store: Store, sender: Sender) -> Accounts {
        Accounts(Arc::new(Inner { store, sender }))
    }

    pub fn reader(&self) -> Reader {
        self.0.store.reader()
    }

    pub fn store(&self) -> &Store {
        &self.0.store
    }

    pub fn sender(&self) -> &Sender {
        &self.0.sender
    }

    /// Sends a link by which whoever reads mail at `email` can sign in; where there is no account, one is
    /// made when the link is used. `next` is a path of the site. An address that is sent too many gets no
    /// further one; the answer is the same.
    pub async fn ask_link(&self, email: &str, lang: &str, next: &str, now: i64) -> Result<()> {
        let email = address(email)?;
        let mut tx = self.0.store.writer().begin().await?;
        if tx.links_asked(&email, SIGN_IN, now - LINK_LASTS).await? >= MOST_ASKED {
            return Ok(());
        }
        let token = token()?;
        let link = self.0.sender.address(&format!("{}{token}", place::LINK));
        let minutes = (LINK_LASTS / 60).to_string();
        // An account knows better than a stranger's browser in which language its owner reads.
        let account = tx.account_of(&email).await?;
        let words = letters::of(account.as_ref().map_or(lang, |it| &it.lang));
        let site = self.0.sender.name.as_str();
        let with = [("site", site), ("link", &link), ("minutes", &minutes)];
        let letter = letters::letter(words.sign_in_subject, words.sign_in, &with);
        let new = NewLink {
            digest: &digest(&token),
            what: SIGN_IN,
            account: 0,
            email: &email,
            detail: next,
            at: now,
            ends: now + LINK_LASTS,
        };
        let id = tx.add_link(&new).await?;
        let key = format!("{SIGN_IN}:{id}:{now}");
        // To the address as its owner wrote it: what was typed now may only look the same.
        let to = account.map_or((0, email), |it| (it.id, it.email));
        mail::answer(&mut tx, (to.0, &to.1), &key, &letter, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What a link is for. Looking spends nothing, so programs that follow links in letters do no harm.
    pub async fn offer(&self, token: &str, now: i64) -> Result<Offer> {
        let link = self.reader().link(&digest(token), now).await?.ok_or(Error::Spent)?;
        let new = link.what == SIGN_IN && self.reader().account_of(&link.email).await?.is_none();
        Ok(Offer { what: link.what, email: link.email, detail: link.detail, new })
    }

    /// Spends a link for signing in, makes the account if there is none, and opens a session. `lang` is of
    /// the browser, `agent` what it calls itself.
    pub async fn confirm(&self, token: &str, lang: &str, agent: &str, now: i64) -> Result<SignedIn> {
        let mut tx = self.0.store.writer().begin().await?;
        let link = tx.spend_link(&digest(token), now).await?.filter(|it| it.what == SIGN_IN);
        let link = link.ok_or(Error::Spent)?;
        let (account, new) = match tx.account_of(&link.email).await? {
            Some(account) => (account, false),
            None => (register(&mut tx, &link.email, lang, now).await?, true),
        };
        let token = open_session(&mut tx, account, ("link", agent), now).await;
        // Spent, even where it opened nothing.
        tx.commit().await?;
        let (token, account) = token?;
        Ok(SignedIn { token, account, next: link.detail, new })
    }

    /// Opens a session for an account that proved itself in another way, named by `means`.
    pub async fn sign_in(&self, account: i64, means: &str, agent: &str, now: i64) -> Result<SignedIn> {
        let mut tx = self.0.store.writer().begin().await?;
        let account = tx.account(account).await?.ok_or(Error::Missing("account"))?;
        let (token, account) = open_session(&mut tx, account, (means, agent), now).await?;
        tx.commit().await?;
        Ok(SignedIn { token, account, next: String::new(), new: false })
    }

    /// Who holds this, if anybody does and may.
    pub async fn who(&self, token: &str, now: i64) -> Result<Option<Who>> {
        let found = self.reader().session(&digest(token), now).await?;
        let Some((session, account)) = found else { return Ok(None) };
        if !is_let_in(account.state) {
            return Ok(None);
        }
        if now - session.seen >= SEEN_EVERY {
            self.touch(session.clone(), account.id, now);
        }
        let powers = powers(&self.reader(), &account).await?;
        Ok(Some(Who { account, session, powers }))
    }

    /// Notes that a session is in use. Nobody waits for it.
    fn touch(&self, session: Session, account: i64, now: i64) {
        let store = self.0.store.clone();
        let ends = (now + SESSION_LASTS).min(session.made + SESSION_AT_MOST);
        let noted = async move {
            let mut tx = store.writer().begin().await?;
            tx.touch_session(session.id, now, ends).await?;
            if let Some(mut account) = tx.account(account).await? {
                account.seen = now;
                tx.change_account(&account).await?;
            }
            tx.commit().await
        };
        tokio::spawn(async move {
            if let Err(error) = noted.await {
                tracing::warn!("a session's use was not noted: {error}");
            }
        });
    }

    /// All that an account may do, apart from any session.
    pub async fn powers(&self, account: i64) -> Result<Powers> {
        let found = self.reader().account(account).await?.filter(|it| is_let_in(it.state));
        match found {
            Some(account) => Ok(powers(&self.reader(), &account).await?),
            None => Ok(Powers::default()),
        }
    }

    /// The sessions of who asks, the last seen first.
    pub async fn sessions(&self, who: &Who, now: i64) -> Result<Vec<Session>> {
        Ok(self.reader().sessions(who.account.id, now).await?)
    }

    /// Ends the session of who asks.
    pub async fn sign_out(&self, who: &Who) -> Result<()> {
        self.end_session(who, who.session.id).await
    }

    /// Ends one of the sessions of who asks.
    pub async fn end_session(&self, who: &Who, session: i64) -> Result<()> {
        who.may(&Action::KeepAccount(who.account.id))?;
        let mut tx = self.0.store.writer().begin().await?;
        let ended = tx.end_session(who.account.id, session).await?;
        tx.commit().await?;
        if ended { Ok(()) } else { Err(Error::Missing("session")) }
    }

    /// Ends all sessions of who asks but the one they ask in, and says how many.
    pub async fn end_other_sessions(&self, who: &Who, now: i64) -> Result<usize> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        let mut tx = self.0.store.writer().begin().await?;
        let ended = tx.end_other_sessions(own, who.session.id).await?;
        act(&mut tx, own, "sessions.end", own, "", now).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Which kind of letter a token for leaving leaves; looking changes nothing.
    pub async fn left(&self, token: &str) -> Result<Topic> {
        let (account, topic) = mail::read_leave_token(token).ok_or(Error::Spent)?;
        let account = self.reader().account(account).await?;
        account.filter(|it| proves(token, it, topic)).map(|_| topic).ok_or(Error::Spent)
    }

    /// Leaves a kind of letter, by what [`mail::leave_token`] put into the letter. Doing it again does no
    /// harm.
    pub async fn leave(&self, token: &str, now: i64) -> Result<Topic> {
        let (account, topic) = mail::read_leave_token(token).ok_or(Error::Spent)?;
        let mut tx = self.0.store.writer().begin().await?;
        let account = tx.account(account).await?.filter(|it| proves(token, it, topic));
        let mut account = account.ok_or(Error::Spent)?;
        if !topic.is_muted(&account) {
            topic.set_muted(&mut account, true);
            tx.change_account(&account).await?;
            act(&mut tx, account.id, "letters.leave", account.id, topic.word(), now).await?;
            tx.commit().await?;
        }
        Ok(topic)
    }
}

/// Whether a token for leaving is what the account's secret makes. Compared by digests, so that how long it
/// takes says nothing.
fn proves(token: &str, account: &Account, topic: Topic) -> bool {
    account.state != AccountState::Erased && digest(token) == digest(&mail::leave_token(account, topic))
}

/// An address as it is kept: what is no address is refused.
pub fn address(text: &str) -> Result<String> {
    let text = text.trim();
    let sound = text.len() <= LONGEST_ADDRESS && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    match text.parse::<Address>() {
        Ok(_) if sound => Ok(text.to_owned()),
        _ => Err(Error::NotAnAddress(text.chars().take(LONGEST_ADDRESS).collect())),
    }
}

/// Enough of an address for who knows it: `u…@example.org`.
pub fn masked(email: &str) -> String {
    let (name, host) = email.rsplit_once('@').unwrap_or((email, ""));
    let first = name.chars().next().map_or(String::new(), String::from);
    format!("{first}…@{host}")
}

fn is_let_in(state: AccountState) -> bool {
    matches!(state, AccountState::Open | AccountState::Leaving)
}

async fn powers(reader: &Reader, account: &Account) -> ibid_store::Result<Powers> {
    let mut roles: Vec<Role> = Vec::new();
    for held in reader.roles(account.id).await? {
        if maintain::still_counts(reader, &held).await? {
            roles.extend(Role::of(&held.role, &held.target));
        }
    }
    roles.extend(Role::of("author", &account.person));
    Ok(Powers::of(account.id, roles))
}

async fn register(tx: &mut Tx, email: &str, lang: &str, now: i64) -> Result<Account> {
    let secret = random()?;
    let id = tx.add_account(&NewAccount { email, lang, secret: &secret, at: now }).await?;
    act(tx, id, "account.register", id, "", now).await?;
    tx.account(id).await?.ok_or(Error::Missing("account"))
}

/// A session and its token, made anew each time: none that a browser brought is ever taken over.
async fn open_session(
    tx: &mut Tx,
    mut account: Account,
    (means, agent): (&str, &str),
    now: i64,
) -> Result<(String, i64)> {
    if !is_let_in(account.state) {
        return Err(Error::Locked);
    }
    let token = token()?;
    let agent: String = agent.chars().filter(|c| !c.is_control()).take(LONGEST_AGENT).collect();
    let ends = now + SESSION_LASTS;
    let digest = digest(&token);
    tx.add_session(&NewSession { digest: &digest, account: account.id, means, agent: &agent, at: now, ends })
        .await?;
    tx.sweep_sessions(now).await?;
    tx.sweep_links(now - 30 * 86_400).await?;
    // Mail reaches them, or they would not be here.
    if account.bounces >= mail::LOST_AFTER {
        reached(tx, &account, true, now).await?;
    }
    (account.seen, account.bounces) = (now, 0);
    tx.change_account(&account).await?;
    act(tx, account.id, "session.open", account.id, means, now).await?;
    Ok((token, account.id))
}

/// Whether one more link of this kind may go to an address, by this account's doing.
async fn may_send(tx: &mut Tx, account: i64, email: &str, what: &str, now: i64) -> Result<bool> {
    Ok(tx.links_asked(email, what, now - DAY).await? < MOST_A_DAY
        && tx.links_sent(account, what, now - DAY).await? < MOST_SENT)
}

/// Notes what an account did to an account.
async fn act(tx: &mut Tx, by: i64, what: &str, whom: i64, why: &str, at: i64) -> ibid_store::Result<()> {
    tx.act(&Act { by, behalf: "", what, whom: &account_name(whom), why, at }).await
}

/// Notes that a letter came back from an address for good.
pub(crate) async fn bounced(tx: &mut Tx, email: &str, now: i64) -> ibid_store::Result<()> {
    let Some(mut account) = tx.account_of(email).await? else { return Ok(()) };
    account.bounces += 1;
    tx.change_account(&account).await?;
    if account.bounces == mail::LOST_AFTER {
        act(tx, 0, "account.unreached", account.id, "letters come back", now).await?;
        reached(tx, &account, false, now).await?;
    }
    Ok(())
}

fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Chance(error.to_string()))?;
    Ok(bytes)
}

/// 256 random bits, as they stand in a link or a cookie.
pub fn token() -> Result<String> {
    Ok(mail::hex(&random()?))
}

/// By what the ledger knows a token.
pub fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests;
