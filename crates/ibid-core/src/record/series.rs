//! A series or journal, as its archive declares it.

use super::{Agent, Kind, Organization};
use crate::Handle;
use crate::jel::Code;

/// A declared series.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub handle: Handle,
    pub name: String,
    /// What the series holds; [`Kind::Paper`] when not said (the format's default).
    pub holds: Kind,
    pub description: Vec<String>,
    pub issn: Vec<String>,
    pub providers: Vec<Organization>,
    pub editors: Vec<Agent>,
    pub maintainer_name: String,
    pub maintainer_email: String,
    pub maintainer_phone: String,
    pub maintainer_fax: String,
    pub order_email: String,
    pub order_homepage: String,
    pub order_postal: String,
    pub price: String,
    pub restriction: String,
    pub notification: String,
    pub keywords: Vec<String>,
    pub jel: Vec<Code>,
    /// Series that continue this one.
    pub followups: Vec<Handle>,
    /// Series that this one continues.
    pub predecessors: Vec<Handle>,
    pub other: Vec<(String, String)>,
}

impl Series {
    /// A series of which nothing but its name is known.
    pub fn new(handle: Handle) -> Series {
        Series {
            handle,
            name: String::new(),
            holds: Kind::Paper,
            description: Vec::new(),
            issn: Vec::new(),
            providers: Vec::new(),
            editors: Vec::new(),
            maintainer_name: String::new(),
            maintainer_email: String::new(),
            maintainer_phone: String::new(),
            maintainer_fax: String::new(),
            order_email: String::new(),
            order_homepage: String::new(),
            order_postal: String::new(),
            price: String::new(),
            restriction: String::new(),
            notification: String::new(),
            keywords: Vec::new(),
            jel: Vec::new(),
            followups: Vec::new(),
            predecessors: Vec::new(),
            other: Vec::new(),
        }
    }
}

/// What a series holds by its `Type`: `ReDIF-Article`, in any case, with the version or a full stop behind
/// it. `None` for anything else; the format's default is then [`Kind::Paper`].
pub fn series_kind(text: &str) -> Option<Kind> {
    let text = text.trim().trim_end_matches('.');
    let word = text.get(..6).filter(|start| start.eq_ignore_ascii_case("redif-")).map(|_| &text[6..])?;
    let word = word.strip_suffix("1.0").map_or(word, str::trim_end);
    Kind::from_word(word).filter(|kind| kind.is_work() || matches!(kind, Kind::Person | Kind::Institution))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_series() {
        for (text, want) in [
            ("ReDIF-Paper", Some(Kind::Paper)),
            ("ReDIF-article", Some(Kind::Article)),
            ("redif-SOFTWARE", Some(Kind::Software)),
            ("ReDIF-Article 1.0", Some(Kind::Article)),
            ("ReDIF-Chapter1.0", Some(Kind::Chapter)),
            ("ReDIF-Paper.", Some(Kind::Paper)),
            (" ReDIF-Talk ", Some(Kind::Talk)),
            ("ReDIF-Institution", Some(Kind::Institution)),
            ("ReDIF-Papers", None),
            ("ReDIF- Article 1", None),
            ("ReDIF-News", None),
            ("ReDIF-Proceedings", None),
            ("ReDIF-Series", None),
            ("Paper", None),
            ("ReDIF", None),
            ("ReDI\u{fc}-x", None),
            ("", None),
        ] {
            assert_eq!(series_kind(text), want, "{text:?}");
        }
    }
}
