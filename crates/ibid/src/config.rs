//! Settings: flags, then environment, then `ibid.toml`, then defaults; checked once.
//!
//! Here: every setting, where each value came from, and what is wrong with it. Nobody else reads the
//! environment. Not here: what the settings are for; each crate documents its own.

mod mail;
mod orcid;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ibid_app::bulk::nightly::Plan;

use crate::cli::{Listen, Place};

/// A picture that is fetched with every first page should not weigh more than the page.
const LARGEST_LOGO: usize = 64 << 10;

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Flag,
    Environment,
    File,
    Default,
}

impl Origin {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Origin::Flag => "flag",
            Origin::Environment => "environment",
            Origin::File => "ibid.toml",
            Origin::Default => "default",
        }
    }
}

/// What the installation is set to, with origins.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) data: PathBuf,
    pub(crate) store: String,
    pub(crate) index: String,
    pub(crate) listen: String,
    pub(crate) site: Site,
    pub(crate) limits: Limits,
    /// `proxies`: servers in front, which may say whom they speak for. Default: this machine.
    pub(crate) proxies: Option<Vec<String>>,
    pub(crate) nightly: Nightly,
    pub(crate) doi: Doi,
    pub(crate) mail: mail::Mail,
    pub(crate) orcid: orcid::Orcid,
    origins: Vec<(&'static str, Origin)>,
}

/// `[site]` in `ibid.toml`: what readers see of the operator.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Site {
    /// The catalogue's name. Default: ibid.
    pub(crate) name: Option<String>,
    /// The address the public knows, without a slash at the end.
    pub(crate) url: Option<String>,
    /// Where the operator answers letters.
    pub(crate) email: Option<String>,
    /// The domain in the identifiers by which harvesters know works. Default: the host of the address.
    pub(crate) repository: Option<String>,
    /// The colour of what can be clicked, as `#rrggbb`.
    pub(crate) accent: Option<String>,
    /// Where the library of most readers answers OpenURL requests.
    pub(crate) resolver: Option<String>,
    /// A line at the foot of every page.
    pub(crate) footer: Option<String>,
    /// What the page about the site begins with: plain text, paragraphs parted by empty lines.
    pub(crate) about: Option<String>,
    /// A picture in the data folder, shown in place of the name.
    pub(crate) logo: Option<String>,
}

/// `[limits]` in `ibid.toml`: requests of each class that one client may make in a minute; 0: any number.
#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Limits {
    pub(crate) api: Option<u32>,
    pub(crate) search: Option<u32>,
    pub(crate) bulk: Option<u32>,
    pub(crate) harvest: Option<u32>,
    pub(crate) entry: Option<u32>,
}

/// `[nightly]` in `ibid.toml`: what is made each night.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Nightly {
    /// A time of day, UTC. Default: 03:00.
    pub(crate) at: Option<String>,
    /// Whether there are dumps. Default: yes.
    pub(crate) dump: Option<bool>,
    /// Whether the catalogue is published again. Default: yes.
    pub(crate) publish: Option<bool>,
}

/// `[doi]` in `ibid.toml`: as whom the operator registers DOIs.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Doi {
    /// What the operator's own DOIs begin with: `10.5555`.
    pub(crate) prefix: Option<String>,
    /// Who sends the deposits. Default: the catalogue's name.
    pub(crate) depositor: Option<String>,
    /// Where the registry answers. Default: where the operator answers letters.
    pub(crate) email: Option<String>,
    /// The organisation whose works these are. Default: the depositor.
    pub(crate) registrant: Option<String>,
}

impl Doi {
    /// `10.` and four to nine digits, as registries give them out.
    pub(crate) fn is_prefix(text: &str) -> bool {
        let digits = text.strip_prefix("10.").unwrap_or("");
        (4..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// When what is made each night is made.
const NIGHT: &str = "03:00";

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    store: Option<String>,
    index: Option<String>,
    listen: Option<String>,
    site: Site,
    limits: Limits,
    proxies: Option<Vec<String>>,
    nightly: Nightly,
    doi: Doi,
    mail: mail::Mail,
    orcid: orcid::Orcid,
}

impl Config {
    /// Where reading lists stand.
    pub(crate) fn lists(&self) -> PathBuf {
        self.data.join("lists")
    }

    /// Where dumps stand.
    pub(crate) fn dumps(&self) -> PathBuf {
        self.data.join("dumps")
    }

    /// Where the catalogue is published again as archives.
    pub(crate) fn published(&self) -> PathBuf {
        self.data.join("RePEc")
    }

    /// What is made each night.
    pub(crate) fn plan(&self) -> Result<Plan> {
        let at = self.nightly.at.as_deref().unwrap_or(NIGHT);
        let unread =
            || format!("{}: nightly.at: {at:?} is not a time of day like {NIGHT}", self.file().display());
        Ok(Plan {
            at: seconds_of_day(at).with_context(unread)?,
            dumps: self.nightly.dump.unwrap_or(true).then(|| self.dumps()),
            published: self.nightly.publish.unwrap_or(true).then(|| self.published()),
        })
    }

    /// Merges everything. `environment` looks a variable up.
    pub(crate) fn load(
        place: &Place,
        listen: &Listen,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Config> {
        let mut origins = Vec::new();
        let mut pick = |name, flag: Option<String>, variable: &str, file: Option<String>, default: String| {
            let (value, origin) = match (flag, environment(variable), file) {
                (Some(value), _, _) => (value, Origin::Flag),
                (_, Some(value), _) => (value, Origin::Environment),
                (_, _, Some(value)) => (value, Origin::File),
                _ => (default, Origin::Default),
            };
            origins.push((name, origin));
            value
        };
        let flag = place.data.as_ref().map(|path| path.display().to_string());
        let data = PathBuf::from(pick("data", flag, "IBID_DATA", None, "./ibid-data".to_owned()));
        let mut file = read(&data.join("ibid.toml"))?;
        let server = pick("mail.smtp", None, "IBID_SMTP", file.mail.smtp.take(), String::new());
        file.mail.smtp = (!server.is_empty()).then_some(server);
        let secret = pick("orcid.secret", None, "IBID_ORCID_SECRET", file.orcid.secret.take(), String::new());
        file.orcid.secret = (!secret.is_empty()).then_some(secret);
        let store = pick("store", place.store.clone(), "IBID_STORE", file.store, ledger(&data));
        let index = pick("index", place.index.clone(), "IBID_INDEX", file.index, views(&data));
        let address = "127.0.0.1:8080".to_owned();
        let listen = pick("listen", listen.listen.clone(), "IBID_LISTEN", file.listen, address);
        let File { site, limits, proxies, nightly, doi, mail, orcid, .. } = file;
        let config =
            Config { data, store, index, listen, site, limits, proxies, nightly, doi, mail, orcid, origins };
        config.check()?;
        Ok(config)
    }

    /// Everything in this folder, whatever was said elsewhere: the demo must not touch real data, nor
    /// write to anybody.
    pub(crate) fn move_to(&mut self, data: &Path) {
        self.store = ledger(data);
        self.index = views(data);
        self.mail.smtp = None;
        self.orcid = orcid::Orcid::default();
        data.clone_into(&mut self.data);
    }

    fn check(&self) -> Result<()> {
        if let Some(accent) = &self.site.accent {
            let hex = accent.strip_prefix('#').unwrap_or("");
            if hex.len() != 6 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                bail!("{}: site.accent: {accent:?} is not a colour like #0b5c66", self.file().display());
            }
        }
        self.logo()?;
        self.networks()?;
        self.plan()?;
        self.post()?;
        self.registered()?;
        let address =
            |url: &String| (url.starts_with("http://") || url.starts_with("https://")) && !url.ends_with('/');
        if let Some(url) = self.site.url.as_ref().filter(|url| !address(url)) {
            let wanted = "an address like https://example.org, without a slash at the end";
            bail!("{}: site.url: {url:?} is not {wanted}", self.file().display());
        }
        let domain = |it: &str| ibid_web::is_domain(it);
        let reaches = |email: &str| {
            let plain =
                |name: &str| !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '@');
            email.split_once('@').is_some_and(|(name, host)| plain(name) && domain(host))
        };
        let file = self.file();
        for (name, email) in [("site.email", &self.site.email), ("doi.email", &self.doi.email)] {
            if let Some(email) = email.as_deref().filter(|it| !reaches(it)) {
                bail!("{}: {name}: {email:?} is not an address like keeper@example.org", file.display());
            }
        }
        if let Some(prefix) = self.doi.prefix.as_deref().filter(|it| !Doi::is_prefix(it)) {
            bail!("{}: doi.prefix: {prefix:?} is not a prefix like 10.5555", file.display());
        }
        if let Some(name) = self.site.repository.as_deref().filter(|it| !domain(it)) {
            bail!("{}: site.repository: {name:?} is not a domain like example.org", file.display());
        }
        let resolves = |url: &String| url.starts_with("https://") || url.starts_with("http://");
        if let Some(url) = self.site.resolver.as_ref().filter(|url| !url.is_empty() && !resolves(url)) {
            let wanted = "an address like https://resolver.example.org/openurl";
            bail!("{}: site.resolver: {url:?} is not {wanted}", self.file().display());
        }
        Ok(())
    }

    /// How much one client may ask for.
    pub(crate) fn limits(&self) -> ibid_web::Limits {
        let (set, unset) = (self.limits, ibid_web::Limits::default());
        ibid_web::Limits {
            api: set.api.unwrap_or(unset.api),
            search: set.search.unwrap_or(unset.search),
            bulk: set.bulk.unwrap_or(unset.bulk),
            harvest: set.harvest.unwrap_or(unset.harvest),
            entry: set.entry.unwrap_or(unset.entry),
        }
    }

    /// The servers in front, read.
    pub(crate) fn networks(&self) -> Result<Vec<ibid_web::Network>> {
        let Some(proxies) = &self.proxies else { return Ok(ibid_web::Network::LOOPBACK.to_vec()) };
        let read = |text: &String| {
            text.parse().map_err(|wrong| anyhow::anyhow!("{}: proxies: {wrong}", self.file().display()))
        };
        proxies.iter().map(read).collect()
    }

    /// The operator's picture, read. It lies in the data folder and is one that browsers show.
    pub(crate) fn logo(&self) -> Result<Option<ibid_web::Logo>> {
        let Some(name) = &self.site.logo else { return Ok(None) };
        let place = || format!("{}: site.logo", self.file().display());
        let inside = Path::new(name).components().all(|it| matches!(it, std::path::Component::Normal(_)));
        if !inside {
            bail!("{}: {name:?} is not a file in the data folder", place());
        }
        let Some(media) = ibid_web::Logo::media_of(name) else {
            bail!("{}: {name:?} is no picture: svg, png, webp, jpg or gif", place());
        };
        let bytes = std::fs::read(self.data.join(name)).with_context(|| format!("{}: {name}", place()))?;
        if bytes.len() > LARGEST_LOGO {
            bail!("{}: {name:?} is larger than {} KB", place(), LARGEST_LOGO >> 10);
        }
        Ok(Some(ibid_web::Logo { media, bytes }))
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.data.join("ibid.toml")
    }

    /// Every setting as name, value and origin.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String, Origin)> {
        let values = |name: &str| match name {
            "data" => self.data.display().to_string(),
            "store" => hide_password(&self.store),
            "index" => self.index.clone(),
            "mail.smtp" => self.mail.smtp.as_deref().map_or_else(String::new, hide_password),
            "orcid.secret" => self.orcid.secret.as_ref().map_or_else(String::new, |_| "…".to_owned()),
            _ => self.listen.clone(),
        };
        let mut rows: Vec<_> =
            self.origins.iter().map(|&(name, origin)| (name, values(name), origin)).collect();
        let unset = ibid_web::Settings::default();
        let site = [
            ("site.name", &self.site.name, unset.name.as_str()),
            ("site.url", &self.site.url, ""),
            ("site.email", &self.site.email, ""),
            ("site.repository", &self.site.repository, ""),
            ("site.accent", &self.site.accent, ""),
            ("site.resolver", &self.site.resolver, ""),
            ("site.footer", &self.site.footer, ""),
            ("site.about", &self.site.about, ""),
            ("site.logo", &self.site.logo, ""),
            ("mail.from", &self.mail.from, ""),
            ("orcid.client", &self.orcid.client, ""),
            ("orcid.site", &self.orcid.site, orcid::SITE),
            ("orcid.api", &self.orcid.api, self.orcid.usual_api()),
            ("doi.prefix", &self.doi.prefix, ""),
            ("doi.depositor", &self.doi.depositor, ""),
            ("doi.email", &self.doi.email, ""),
            ("doi.registrant", &self.doi.registrant, ""),
        ];
        rows.extend(site.map(|(name, value, default)| match value {
            Some(value) => (name, value.clone(), Origin::File),
            None => (name, default.to_owned(), Origin::Default),
        }));
        let origin = |is_set| if is_set { Origin::File } else { Origin::Default };
        let (limits, set) = (self.limits(), self.limits);
        let classes = [
            ("limits.api", limits.api, set.api),
            ("limits.search", limits.search, set.search),
            ("limits.bulk", limits.bulk, set.bulk),
            ("limits.harvest", limits.harvest, set.harvest),
            ("limits.entry", limits.entry, set.entry),
        ];
        rows.extend(classes.map(|(name, value, set)| (name, value.to_string(), origin(set.is_some()))));
        let proxies = self.proxies.as_ref().map_or_else(|| "127.0.0.0/8 ::1".to_owned(), |it| it.join(" "));
        rows.push(("proxies", proxies, origin(self.proxies.is_some())));
        let (night, set) = (&self.nightly, |it: Option<bool>| it.unwrap_or(true).to_string());
        let at = night.at.clone().unwrap_or_else(|| NIGHT.to_owned());
        let member = self.orcid.member;
        rows.push(("orcid.member", member.unwrap_or(false).to_string(), origin(member.is_some())));
        rows.push(("nightly.at", at, origin(night.at.is_some())));
        rows.push(("nightly.dump", set(night.dump), origin(night.dump.is_some())));
        rows.push(("nightly.publish", set(night.publish), origin(night.publish.is_some())));
        rows
    }
}

/// `03:00` in seconds.
fn seconds_of_day(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let number = |text: &str, below: i64| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|&number| digits && number < below)
    };
    Some(number(hour, 24)? * 3_600 + number(minute, 60)? * 60)
}

/// Where the ledger lies unless somebody says otherwise.
fn ledger(data: &Path) -> String {
    format!("sqlite:{}", data.join("ibid.db").display())
}

fn views(data: &Path) -> String {
    format!("tantivy:{}", data.join("index").display())
}

fn read(path: &Path) -> Result<File> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).with_context(|| path.display().to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(File::default()),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}

/// `postgres://user:secret@host/db?password=secret` without the secrets: settings are printed and
/// pasted.
pub(crate) fn hide_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (rest, asked) = rest.split_once('?').map_or((rest, ""), |(rest, _)| (rest, "?…"));
    match rest.rsplit_once('@').map(|(user, host)| (user.split(':').next().unwrap_or(""), host)) {
        Some((user, host)) => format!("{scheme}://{user}:…@{host}{asked}"),
        None => format!("{scheme}://{rest}{asked}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(file: &str, flag: Option<&str>, environment: &[(&str, &str)]) -> Result<Config> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ibid.toml"), file).unwrap();
        let place = Place { data: Some(folder.path().to_owned()), ..Place::default() };
        let listen = Listen { listen: flag.map(str::to_owned) };
        Config::load(&place, &listen, |name| {
            environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    fn listen(file: &str, flag: Option<&str>, environment: &[(&str, &str)]) -> (String, Origin) {
        let config = load(file, flag, environment).unwrap();
        let (_, value, origin) = config.settings().into_iter().find(|(name, ..)| *name == "listen").unwrap();
        (value, origin)
    }

    #[test]
    fn a_flag_beats_the_environment_beats_the_file_beats_the_default() {
        let (file, variable) = ("listen = 'c:3'", [("IBID_LISTEN", "b:2")]);
        assert_eq!(listen(file, Some("a:1"), &variable), ("a:1".into(), Origin::Flag));
        assert_eq!(listen(file, None, &variable), ("b:2".into(), Origin::Environment));
        assert_eq!(listen(file, None, &[]), ("c:3".into(), Origin::File));
        assert_eq!(listen("", None, &[]), ("127.0.0.1:8080".into(), Origin::Default));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_file() {
        for bad in [
            "lisen = 'x'",
            "[site]\naccent = 'blue'",
            "[site]\nurl = 'ftp.example.org'",
            "[site]\nresolver = 'x'",
            "[site]\nemail = 'keeper'",
            "[site]\nemail = 'the keeper@example.org'",
            "[site]\nrepository = 'localhost'",
            "listen = ",
            "[nightly]\nat = '25:00'",
            "[nightly]\nat = 'noon'",
            "[nightly]\nat = '3:00'",
            "[nightly]\ndump = 'yes'",
            "limits = 7",
            "[limits]\napi = -1",
            "[limits]\npages = 1",
            "proxies = ['10.0.0.0/33']",
            "[site]\nlogo = '../secret.png'",
            "[site]\nlogo = '/etc/logo.png'",
            "[site]\nlogo = 'ibid.toml'",
            "[site]\nlogo = 'not-there.svg'",
            "[mail]\nsmtp = 'mail.example.org'",
            "[mail]\nfrom = 'ibid'",
            "[mail]\nserver = 'x'",
            "[orcid]\nclient = 'APP-1'",
            "[orcid]\nsecret = 'x'",
            "[orcid]\nclient = 'APP-1'\nsecret = 'x'\nsite = 'https://orcid.org/'",
            "[orcid]\nclient = 'APP-1'\nsecret = 'x'\napi = 'pub.orcid.org'",
            "[doi]\nprefix = '10.5555/'",
            "[doi]\nprefix = '10.55'",
            "[doi]\nemail = 'keeper'",
            "[doi]\nowner = 'x'",
        ] {
            let error = format!("{:#}", load(bad, None, &[]).unwrap_err());
            assert!(error.contains("ibid.toml"), "{bad}: {error}");
        }
    }

    #[test]
    fn a_site_without_a_name_has_the_one_its_pages_show() {
        let name = |file: &str| {
            let settings = load(file, None, &[]).unwrap().settings();
            settings.into_iter().find(|(name, ..)| *name == "site.name").map(|(_, value, _)| value).unwrap()
        };
        assert_eq!(name("[site]\nname = 'The Society'"), "The Society");
        assert_eq!(name(""), "ibid");
        assert_eq!(name(""), ibid_web::Settings::default().name);
    }

    #[test]
    fn limits_and_servers_in_front_are_read() {
        let file = "proxies = ['10.0.0.0/8', '::1']\n[limits]\nbulk = 0";
        let config = load(file, None, &[]).unwrap();
        assert_eq!(config.limits(), ibid_web::Limits { bulk: 0, ..ibid_web::Limits::default() });
        assert_eq!(config.networks().unwrap().len(), 2);
        let rows = config.settings();
        assert!(rows.contains(&("limits.bulk", "0".to_owned(), Origin::File)));
        assert!(rows.contains(&("limits.api", "1200".to_owned(), Origin::Default)));
        assert!(rows.contains(&("proxies", "10.0.0.0/8 ::1".to_owned(), Origin::File)));
        assert_eq!(load("", None, &[]).unwrap().networks().unwrap(), ibid_web::Network::LOOPBACK);
    }

    #[test]
    fn a_logo_is_read_from_the_data_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("mark.SVG"), "<svg/>").unwrap();
        std::fs::write(folder.path().join("ibid.toml"), "[site]\nlogo = 'mark.SVG'").unwrap();
        let place = Place { data: Some(folder.path().to_owned()), ..Place::default() };
        let config = Config::load(&place, &Listen { listen: None }, |_| None).unwrap();
        let logo = config.logo().unwrap().unwrap();
        assert_eq!((logo.media, logo.bytes.as_slice()), ("image/svg+xml", b"<svg/>".as_slice()));
    }

    #[test]
    fn orcid_is_there_when_it_is_set() {
        assert_eq!(load("", None, &[]).unwrap().registered().unwrap(), None);
        let file = "[orcid]\nclient = 'APP-1'\nmember = true";
        let config = load(file, None, &[("IBID_ORCID_SECRET", "s3cret")]).unwrap();
        let at = config.registered().unwrap().unwrap();
        assert_eq!((at.client.as_str(), at.secret.as_str(), at.member), ("APP-1", "s3cret", true));
        assert_eq!((at.site.as_str(), at.api.as_str()), ("https://orcid.org", "https://api.orcid.org/v3.0"));
        let rows = config.settings();
        assert!(rows.contains(&("orcid.secret", "…".to_owned(), Origin::Environment)));
        assert!(!format!("{rows:?}").contains("s3cret") && !format!("{config:?}").contains("s3cret"));
    }

    #[test]
    fn passwords_are_not_printed() {
        assert_eq!(hide_password("postgres://ann:s3cret@db/ibid"), "postgres://ann:…@db/ibid");
        assert_eq!(hide_password("postgres://db/ibid?password=s3cret"), "postgres://db/ibid?…");
        assert_eq!(hide_password("sqlite:ibid.db"), "sqlite:ibid.db");
    }
}
