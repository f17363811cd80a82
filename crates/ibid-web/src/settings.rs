//! What an operator may say about the site.

/// Settings of the pages, all with defaults. Anything else about them is fixed on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The name of the site, in every title and at the top of every page.
    pub name: String,
    /// Where the site is reached from outside, without a slash at the end: `https://ibid.example`.
    /// Empty: pages name no canonical address.
    pub base_url: String,
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
            accent: None,
            resolver: String::new(),
            about: Vec::new(),
            logo: None,
            footer: String::new(),
        }
    }
}
