//! Talking to ORCID: proving whose an iD is, reading what its record says, and putting works there.
//!
//! Deliberately not here: what follows from an iD that is proved (`accounts`), who among authors somebody
//! is, and the check digit (`ibid_core::orcid`). No token is kept: each errand begins at ORCID's door.

mod read;
mod write;

use std::sync::Arc;
use std::time::Duration;

use ibid_core::Orcid;
use serde_json::Value;

pub use read::{Claimed, Employer, Profile};
pub use write::{Put, Sent};

/// What the operator registered at ORCID.
#[derive(Clone, PartialEq, Eq)]
pub struct Registered {
    /// Where people sign in: `https://orcid.org`, or the sandbox.
    pub site: String,
    /// Where programs ask: `https://pub.orcid.org/v3.0`; of members `https://api.orcid.org/v3.0`.
    pub api: String,
    pub client: String,
    pub secret: String,
    /// Members may write works into records.
    pub member: bool,
}

impl std::fmt::Debug for Registered {
    /// Without the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Registered({} at {})", self.client, self.site)
    }
}

/// The longest an answer of ORCID is waited for, and the largest that is read.
const WITHIN: Duration = Duration::from_secs(10);
const LARGEST: usize = 16 << 20;

/// Why ORCID was no help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It could not be reached, or broke off.
    #[error("ORCID does not answer: {0}")]
    Away(String),
    /// It knows the code not, or no longer.
    #[error("ORCID does not confirm it: {0}")]
    Refused(String),
    /// It answered something that means nothing.
    #[error("ORCID answers oddly: {0}")]
    Odd(String),
}

/// What somebody proved at ORCID's door, good for this errand.
#[derive(Clone)]
pub struct Proof {
    pub orcid: Orcid,
    /// As ORCID shows it; may be empty.
    pub name: String,
    token: String,
}

impl std::fmt::Debug for Proof {
    /// Without the token: nothing that opens doors belongs in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Proof({})", self.orcid)
    }
}

/// What somebody is sent to ORCID for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Saying who they are, which also lets us read what is public.
    Prove,
    /// Letting us add works; of members only.
    Write,
}

/// ORCID as this installation knows it. Cheap to clone.
#[derive(Clone)]
pub struct Door {
    at: Arc<Registered>,
    http: reqwest::Client,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Door({})", self.at.site)
    }
}

impl Door {
    pub fn new(at: Registered) -> Result<Door, Error> {
        let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|cause| Error::Odd(cause.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .timeout(WITHIN)
            // An answer that sends us elsewhere would take the secret or the token along.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|cause| Error::Odd(cause.to_string()))?;
        Ok(Door { at: Arc::new(at), http })
    }

    pub fn may_write(&self) -> bool {
        self.at.member
    }

    /// The address somebody is sent to. `state` comes back with them to `back`.
    pub fn address(&self, errand: Errand, state: &str, back: &str) -> String {
        let scope = match errand {
            Errand::Prove => "/authenticate",
            Errand::Write => "/authenticate /activities/update",
        };
        let query = [
            ("client_id", self.at.client.as_str()),
            ("response_type", "code"),
            ("scope", scope),
            ("redirect_uri", back),
            ("state", state),
        ];
        let pairs: Vec<String> =
            query.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        format!("{}/oauth/authorize?{}", self.at.site, pairs.join("&"))
    }

    /// Takes the code somebody came back with to `back`, once, for the proof of who they are.
    pub async fn proof(&self, code: &str, back: &str) -> Result<Proof, Error> {
        let form = [
            ("client_id", self.at.client.as_str()),
            ("client_secret", self.at.secret.as_str()),
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
        ];
        let asked = self.http.post(format!("{}/oauth/token", self.at.site)).form(&form);
        let answer = answered(asked.header("accept", "application/json")).await?;
        let text = |name: &str| answer[name].as_str().unwrap_or("").to_owned();
        let orcid =
            Orcid::parse(&text("orcid")).ok_or_else(|| Error::Odd("no iD in the proof".to_owned()))?;
        let token = text("access_token");
        if token.is_empty() {
            return Err(Error::Odd("no token in the proof".to_owned()));
        }
        Ok(Proof { orcid, name: text("name"), token })
    }

    /// What the public record of whoever gave the proof says.
    pub async fn profile(&self, proof: &Proof) -> Result<Profile, Error> {
        let address = format!("{}/{}/record", self.at.api, proof.orcid);
        let asked = self.http.get(address).bearer_auth(&proof.token).header("accept", "application/json");
        Ok(read::profile(&answered(asked).await?))
    }

    /// Puts works into the record of whoever gave the proof. Those that are there already stay as they are.
    pub async fn put(&self, proof: &Proof, works: &[Put]) -> Result<Sent, Error> {
        let mut sent = Sent::default();
        for some in works.chunks(write::AT_A_TIME) {
            let address = format!("{}/{}/works", self.at.api, proof.orcid);
            let asked = self
                .http
                .post(address)
                .bearer_auth(&proof.token)
                .header("accept", "application/json")
                .header("content-type", "application/vnd.orcid+json")
                .body(write::body(some).to_string());
            sent.add(&answered(asked).await?);
        }
        Ok(sent)
    }
}

/// An answer of ORCID, read whole unless it is too large.
async fn answered(asked: reqwest::RequestBuilder) -> Result<Value, Error> {
    let away = |cause: reqwest::Error| Error::Away(cause.without_url().to_string());
    let mut answer = asked.send().await.map_err(away)?;
    let status = answer.status();
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(away)? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > LARGEST {
            return Err(Error::Odd("more than anybody wrote".to_owned()));
        }
    }
    let value: Option<Value> = serde_json::from_slice(&bytes).ok();
    if status.is_success() {
        return value.ok_or_else(|| Error::Odd("no JSON".to_owned()));
    }
    if status.is_client_error() {
        let said = value.as_ref().and_then(|it| it["error"].as_str().or(it["user-message"].as_str()));
        return Err(Error::Refused(said.unwrap_or(status.as_str()).chars().take(200).collect()));
    }
    Err(Error::Away(status.to_string()))
}

/// For a query (RFC 3986: all but the unreserved).
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let one = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests;
