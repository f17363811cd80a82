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
    /// One plain sentence at the foot of every page.
    pub footer: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            name: "ibid".to_owned(),
            base_url: String::new(),
            accent: None,
            resolver: String::new(),
            footer: "Bibliographic data are supplied by the respective publishers.".to_owned(),
        }
    }
}
