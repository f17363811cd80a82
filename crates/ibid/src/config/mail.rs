//! `[mail]` in `ibid.toml`: how letters leave.
//!
//! Not here: what letters say and who gets them.

use anyhow::{Result, anyhow, bail};
use ibid_app::mail::Sender;
use ibid_app::mail::post::{From, Post};

use super::Config;

/// How letters leave. Without a server they become files in the data folder's `mail/`.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Mail {
    /// The server that takes letters: `smtp://user:password@host:587?tls=required`, `smtps://…`.
    /// `IBID_SMTP` goes before it, so that the password need not stand in a file.
    pub(crate) smtp: Option<String>,
    /// From which address. Default: where the operator answers letters.
    pub(crate) from: Option<String>,
}

impl Config {
    /// The site's address as people outside know it; `fallback` where the operator has not said.
    pub(crate) fn sender(&self, fallback: &str) -> Sender {
        let name = self.site.name.clone().unwrap_or_else(|| ibid_web::Settings::default().name);
        Sender { name, url: self.site.url.clone().unwrap_or_else(|| fallback.to_owned()) }
    }

    /// The same, where nothing is served: at the address that is set.
    pub(crate) fn sender_here(&self) -> Sender {
        self.sender(&format!("http://{}", self.listen))
    }

    /// Where letters go, and from whom they come.
    pub(crate) fn post(&self) -> Result<(Post, From)> {
        let wrong = |name: &str, why: &str| anyhow!("{}: mail.{name}: {why}", self.file().display());
        let post = match &self.mail.smtp {
            None => Post::Folder(self.data.join("mail")),
            Some(url) if !url.starts_with("smtp://") && !url.starts_with("smtps://") => {
                bail!(wrong("smtp", "not an address like smtps://user:password@mail.example.org"))
            }
            Some(url) => Post::server(url).map_err(|error| wrong("smtp", &error))?,
        };
        let host = self.site.url.as_deref().and_then(|it| it.split_once("://")).map_or("", |it| it.1);
        let host = host.split(['/', ':']).next().filter(|it| ibid_web::is_domain(it)).unwrap_or("localhost");
        let from = self.mail.from.clone().or_else(|| self.site.email.clone());
        let from = from.unwrap_or_else(|| format!("ibid@{host}"));
        let named = From::new(&self.sender("").name, &from);
        Ok((
            post,
            named
                .ok_or_else(|| wrong("from", &format!("{from:?} is not an address like ibid@example.org")))?,
        ))
    }
}
