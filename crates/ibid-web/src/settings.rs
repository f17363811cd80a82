//! What an operator may say about the site.

use crate::client::Network;

/// Settings of the pages, all with defaults. Anything else about them is fixed on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The name of the site, in every title and at the top of every page.
    pub name: String,
    /// Where the site is reached from outside, without a slash at the end: `https://ibid.example`.
    /// Empty: pages name no canonical address.
    pub base_url: String,
    /// Where the operator answers letters of harvesters' keepers. Empty: the postmaster of the host.
    pub email: String,
    /// The domain in the identifiers harvesters know works by. Empty: the host of the site. Once they
    /// know them it should stay, whatever becomes of the host.
    pub repository: String,
    /// The colour of what can be clicked, `#rrggbb`; anything else is passed over.
    pub accent: Option<String>,
    /// Where a library answers OpenURL requests; item pages then say where a reader's library has the
    /// work. Empty: they do not.
    pub resolver: String,
    /// One plain sentence at the foot of every page; empty: where the data come from.
    pub footer: String,
    /// What the operator says of the site, in plain paragraphs, on the page about it.
    pub about: Vec<String>,
    /// A picture in place of the name at the top of every page.
    pub logo: Option<Logo>,
    /// How much one client may ask for.
    pub limits: Limits,
    /// Servers in front of us, which say whom they speak for.
    pub proxies: Vec<Network>,
}

/// How many requests of a class one client may make in a minute, all at once if it likes; 0: any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Single records and short lists of the API.
    pub api: u32,
    /// Searches, suggestions and feeds.
    pub search: u32,
    /// Whole results and dumps.
    pub bulk: u32,
    /// Pages of OAI-PMH lists.
    pub harvest: u32,
    /// Tries to get into an account, and forms that send letters.
    pub entry: u32,
}

impl Default for Limits {
    /// More than anybody needs who reads what comes, and less than one machine can make.
    fn default() -> Limits {
        Limits { api: 1_200, search: 300, bulk: 60, harvest: 1_200, entry: 30 }
    }
}

/// A picture, as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// `image/svg+xml`, `image/png` and the like.
    pub media: &'static str,
    pub bytes: Vec<u8>,
}

impl Logo {
    /// The media type of a picture by the ending of its file; `None` for what browsers do not show.
    pub fn media_of(file: &str) -> Option<&'static str> {
        let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
        Some(match ending.as_str() {
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "webp" => "image/webp",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            _ => return None,
        })
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            name: "ibid".to_owned(),
            base_url: String::new(),
            email: String::new(),
            repository: String::new(),
            accent: None,
            resolver: String::new(),
            about: Vec::new(),
            logo: None,
            footer: String::new(),
            limits: Limits::default(),
            proxies: Network::LOOPBACK.to_vec(),
        }
    }
}
