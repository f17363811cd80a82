//! Passkeys: signing in with what a device or browser keeps, unlocked by its owner.
//!
//! Opening asks for nothing: the device says which passkey it is, so nobody learns here who has an
//! account. Each ceremony is a row of the ledger, good once and for five minutes, so that it may begin at
//! one process and end at another. Deliberately not here: how devices are spoken to (`webauthn-rs`).

use std::sync::Arc;

use ibid_core::policy::{Action, Denied};
use ibid_store::{Act, Deeds, NewLink, NewPasskey, Passkey, Tx, account_name};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use webauthn_rs::prelude::{
    AuthenticationResult, CredentialID, DiscoverableAuthentication, Passkey as Key, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::accounts::{self, Accounts, SignedIn, Who};
use crate::{letters, mail};

/// Seconds from the beginning of a ceremony to its end.
const LASTS: i64 = 300;
/// An account has no more.
const MOST: usize = 20;
const LONGEST_NAME: usize = 60;
/// After so many proofs that failed within so many seconds the passkeys of an account rest; links still
/// open it.
const MOST_FAILED: usize = 5;
const FAILED_WITHIN: i64 = 15 * 60;

const ADD: &str = "passkey.add";
const OPEN: &str = "passkey.open";
const FAILED: &str = "passkey.failed";

/// Why something about a passkey was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Too late, used already, or none of ours.
    #[error("the ceremony is over")]
    Over,
    #[error("the passkey is not known here")]
    Unknown,
    #[error("the passkey could not be proved: {0}")]
    NotProved(String),
    #[error("too many proofs failed")]
    Resting,
    #[error("the passkey is kept already")]
    Taken,
    #[error("an account has at most {MOST} passkeys")]
    Full,
    #[error(transparent)]
    Accounts(#[from] accounts::Error),
}

impl From<ibid_store::Error> for Error {
    fn from(error: ibid_store::Error) -> Error {
        Error::Accounts(error.into())
    }
}

impl From<WebauthnError> for Error {
    fn from(error: WebauthnError) -> Error {
        Error::NotProved(error.to_string())
    }
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A ceremony under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// What it is finished with.
    pub token: String,
    /// What the browser is to be asked, as JSON: `{"publicKey": …}`.
    pub options: Value,
}

/// The passkeys of a site. Cheap to clone.
#[derive(Clone)]
pub struct Passkeys {
    accounts: Accounts,
    webauthn: Arc<Webauthn>,
}

impl Passkeys {
    /// `None` where browsers would not have it: at a site without a name, or one that anybody on the way
    /// can change (this machine excepted).
    pub fn new(accounts: Accounts) -> Option<Passkeys> {
        let sender = accounts.sender();
        let url = Url::parse(&sender.url).ok()?;
        let host = url.domain()?;
        let safe = url.scheme() == "https" || host == "localhost" || host.ends_with(".localhost");
        let builder = WebauthnBuilder::new(host, &url).ok().filter(|_| safe)?.rp_name(&sender.name);
        let webauthn = Arc::new(builder.build().ok()?);
        Some(Passkeys { accounts, webauthn })
    }

    /// The passkeys of who asks, the oldest first.
    pub async fn list(&self, who: &Who) -> Result<Vec<Passkey>> {
        Ok(self.accounts.reader().passkeys(who.account.id).await?)
    }

    /// Begins to add one.
    pub async fn begin_adding(&self, who: &Who, now: i64) -> Result<Begun> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        let kept = self.list(who).await?;
        if kept.len() >= MOST {
            return Err(Error::Full);
        }
        let known = kept.iter().map(|it| CredentialID::from(it.credential.as_slice())).collect();
        let name = who.account.email.as_str();
        let (asked, state) =
            self.webauthn.start_passkey_registration(user_handle(own), name, name, Some(known))?;
        let mut options = json!(asked);
        // Only a passkey that its device finds by itself opens an account without saying whose it is.
        let wanted = &mut options["publicKey"]["authenticatorSelection"];
        wanted["residentKey"] = json!("required");
        wanted["requireResidentKey"] = json!(true);
        let token = self.begin(ADD, own, &json!(state), now).await?;
        Ok(Begun { token, options })
    }

    /// Adds one under a name of its owner's choosing, and tells the owner by mail.
    pub async fn add(&self, who: &Who, token: &str, name: &str, credential: &str, now: i64) -> Result<()> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        let state: PasskeyRegistration = self.end(ADD, own, token, now).await?;
        let credential: RegisterPublicKeyCredential = read(credential)?;
        let key = self.webauthn.finish_passkey_registration(&credential, &state)?;
        let body = json!(key).to_string();
        let name = tidy(name);
        let new = NewPasskey { account: own, credential: key.cred_id(), name: &name, body: &body, at: now };
        let mut tx = self.accounts.store().writer().begin().await?;
        let id = tx.add_passkey(&new).await?.ok_or(Error::Taken)?;
        act(&mut tx, own, ADD, own, &name, now).await?;
        let sender = self.accounts.sender();
        let words = letters::of(&who.account.lang);
        let account = sender.address(mail::place::ACCOUNT);
        let with = [("site", sender.name.as_str()), ("name", &name), ("link", &account)];
        let letter = letters::letter(words.passkey_subject, words.passkey, &with);
        let key = format!("{ADD}:{own}:{id}:{now}");
        mail::answer(&mut tx, (own, &who.account.email), &key, &letter, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Begins to open an account, whosever it may be.
    pub async fn begin_opening(&self, now: i64) -> Result<Begun> {
        let (asked, state) = self.webauthn.start_discoverable_authentication()?;
        let mut options = json!(asked);
        // The button asks, not the box for addresses.
        options.as_object_mut().map(|it| it.remove("mediation"));
        let token = self.begin(OPEN, 0, &json!(state), now).await?;
        Ok(Begun { token, options })
    }

    /// Opens the account whose passkey it is.
    pub async fn open(&self, token: &str, credential: &str, agent: &str, now: i64) -> Result<SignedIn> {
        let state: DiscoverableAuthentication = self.end(OPEN, 0, token, now).await?;
        let credential: PublicKeyCredential = read(credential)?;
        let kept = self.accounts.reader().passkey(credential.get_credential_id()).await?;
        let kept = kept.ok_or(Error::Unknown)?;
        if self.failed(kept.account, now).await? >= MOST_FAILED {
            return Err(Error::Resting);
        }
        let key: Key = read(&kept.body)?;
        match self.prove(&credential, state, &key, kept.account) {
            Ok(proof) => {
                let mut key = key;
                key.update_credential(&proof);
                let mut tx = self.accounts.store().writer().begin().await?;
                tx.passkey_used(kept.id, &json!(key).to_string(), now).await?;
                tx.commit().await?;
                Ok(self.accounts.sign_in(kept.account, "passkey", agent, now).await?)
            }
            Err(error) => {
                let mut tx = self.accounts.store().writer().begin().await?;
                act(&mut tx, 0, FAILED, kept.account, &kept.name, now).await?;
                tx.commit().await?;
                Err(error)
            }
        }
    }

    fn prove(
        &self,
        credential: &PublicKeyCredential,
        state: DiscoverableAuthentication,
        key: &Key,
        account: i64,
    ) -> Result<AuthenticationResult> {
        let (user, _) = self.webauthn.identify_discoverable_authentication(credential)?;
        if user != user_handle(account) {
            return Err(Error::NotProved("the passkey is of another account".to_owned()));
        }
        Ok(self.webauthn.finish_discoverable_authentication_v2(credential, state, key)?)
    }

    /// How many proofs of an account failed lately, up to the most there may.
    async fn failed(&self, account: i64, now: i64) -> Result<usize> {
        let whom = account_name(account);
        let from = Some(now - FAILED_WITHIN);
        let which = Deeds { whom: Some(&whom), what: Some(FAILED), from, ..Deeds::default() };
        Ok(self.accounts.reader().deeds(&which, None, MOST_FAILED).await?.len())
    }

    /// Names one of the passkeys of who asks.
    pub async fn name(&self, who: &Who, id: i64, name: &str) -> Result<()> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        let mut tx = self.accounts.store().writer().begin().await?;
        let named = tx.name_passkey(own, id, &tidy(name)).await?;
        tx.commit().await?;
        if named { Ok(()) } else { Err(Error::Unknown) }
    }

    /// Removes one of the passkeys of who asks. The link by mail always stays.
    pub async fn remove(&self, who: &Who, id: i64, now: i64) -> Result<()> {
        let own = who.account.id;
        who.may(&Action::KeepAccount(own))?;
        let name = self.list(who).await?.into_iter().find(|it| it.id == id).map(|it| it.name);
        let mut tx = self.accounts.store().writer().begin().await?;
        if !tx.remove_passkey(own, id).await? {
            return Err(Error::Unknown);
        }
        act(&mut tx, own, "passkey.remove", own, &name.unwrap_or_default(), now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Keeps what a ceremony has to know at its end.
    async fn begin(&self, what: &str, account: i64, state: &Value, now: i64) -> Result<String> {
        let token = accounts::token()?;
        let new = NewLink {
            digest: &accounts::digest(&token),
            what,
            account,
            email: "",
            detail: &state.to_string(),
            at: now,
            ends: now + LASTS,
        };
        let mut tx = self.accounts.store().writer().begin().await?;
        tx.add_link(&new).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Takes what was kept, once, whatever becomes of the ceremony.
    async fn end<T: serde::de::DeserializeOwned>(
        &self,
        what: &str,
        account: i64,
        token: &str,
        now: i64,
    ) -> Result<T> {
        let mut tx = self.accounts.store().writer().begin().await?;
        let begun = tx.spend_link(&accounts::digest(token), now).await?;
        let begun = begun.filter(|it| it.what == what && it.account == account).ok_or(Error::Over)?;
        tx.commit().await?;
        serde_json::from_str(&begun.detail).map_err(|_| Error::Over)
    }
}

/// What devices know an account by. It says nothing of who it is, and stays.
fn user_handle(account: i64) -> Uuid {
    let digest = Sha256::digest(format!("ibid account {account}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(bytes)
}

fn tidy(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    plain.trim().to_owned()
}

fn read<T: serde::de::DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|_| Error::NotProved("it cannot be read".to_owned()))
}

async fn act(tx: &mut Tx, by: i64, what: &str, whom: i64, why: &str, at: i64) -> ibid_store::Result<()> {
    tx.act(&Act { by, behalf: "", what, whom: &account_name(whom), why, at }).await
}
