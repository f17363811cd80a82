//! `[orcid]` in `ibid.toml`: as whom the operator is registered at ORCID.
//!
//! Without it there is no ORCID anywhere on the site.

use anyhow::{Result, bail};
use ibid_app::orcid::Registered;

use super::Config;

pub(super) const SITE: &str = "https://orcid.org";

#[derive(Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Orcid {
    /// The client's id: `APP-…`.
    pub(crate) client: Option<String>,
    /// `IBID_ORCID_SECRET` goes before it, so that it need not stand in a file.
    pub(crate) secret: Option<String>,
    /// Where people sign in. Default: ORCID itself, not its sandbox.
    pub(crate) site: Option<String>,
    /// Where programs ask. Default: the public API, of members theirs.
    pub(crate) api: Option<String>,
    /// Whether the client is a member's, and so may put works into records. Default: no.
    pub(crate) member: Option<bool>,
}

impl std::fmt::Debug for Orcid {
    /// Without the secret: settings are printed and pasted.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Orcid({:?}, {:?}, {:?}, {:?})", self.client, self.site, self.api, self.member)
    }
}

impl Orcid {
    pub(super) fn usual_api(&self) -> &'static str {
        match self.member {
            Some(true) => "https://api.orcid.org/v3.0",
            _ => "https://pub.orcid.org/v3.0",
        }
    }
}

impl Config {
    /// As whom we go to ORCID, if at all.
    pub(crate) fn registered(&self) -> Result<Option<Registered>> {
        let (set, file) = (&self.orcid, self.file());
        let (client, secret) = match (&set.client, &set.secret) {
            (None, None) => return Ok(None),
            (Some(client), Some(secret)) => (client.clone(), secret.clone()),
            (None, _) => bail!("{}: orcid.client: missing beside orcid.secret", file.display()),
            (_, None) => bail!("{}: orcid.secret: missing beside orcid.client", file.display()),
        };
        let site = set.site.clone().unwrap_or_else(|| SITE.to_owned());
        let api = set.api.clone().unwrap_or_else(|| set.usual_api().to_owned());
        for (name, url) in [("site", &site), ("api", &api)] {
            let goes = url.starts_with("https://") || url.starts_with("http://");
            if !goes || url.ends_with('/') {
                let wanted = "an address like https://orcid.org, without a slash at the end";
                bail!("{}: orcid.{name}: {url:?} is not {wanted}", file.display());
            }
        }
        Ok(Some(Registered { site, api, client, secret, member: set.member.unwrap_or(false) }))
    }
}
