//! Addresses of feeds: `/feeds/series/hst/ghsdps.atom`, and the same with `.rss` and `.json`.

use ibid_core::Handle;
use ibid_core::jel::Code;

use super::percent::{decode, segment};
use super::{FEEDS, Order, Search};
use crate::problem::Why;

/// Under it, the same lists for pages of others.
pub(crate) const EMBED: &str = "/embed/";

/// A list that can be followed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Feed {
    New,
    Talks,
    Series(Handle),
    Archive(Handle),
    Subject(Code),
    Author(String),
    /// By short-id, or by the key of the handle.
    Person(String),
    List(String),
    Search(Box<Search>),
}

/// What a feed is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Atom,
    Rss,
    Json,
}

impl Form {
    pub(crate) const ALL: [Form; 3] = [Form::Atom, Form::Rss, Form::Json];

    pub(crate) fn ending(self) -> &'static str {
        match self {
            Form::Atom => "atom",
            Form::Rss => "rss",
            Form::Json => "json",
        }
    }

    /// What people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Form::Atom => "Atom",
            Form::Rss => "RSS",
            Form::Json => "JSON Feed",
        }
    }

    /// Media type for HTTP.
    pub(crate) fn media(self) -> &'static str {
        match self {
            Form::Atom => "application/atom+xml; charset=utf-8",
            Form::Rss => "application/rss+xml; charset=utf-8",
            Form::Json => "application/feed+json",
        }
    }

    /// The same for links.
    pub(crate) fn bare_media(self) -> &'static str {
        self.media().split(';').next().unwrap_or("")
    }
}

impl Feed {
    /// The feed of a search: always what came last first, from the beginning.
    pub(crate) fn of_search(search: &Search) -> Feed {
        Feed::Search(Box::new(Search { order: Order::default(), ..search.first_page() }))
    }

    /// Reads an undecoded path and a query; `None` when nothing like it stands there.
    pub(crate) fn parse(path: &str, query: &str) -> Result<Option<(Feed, Form)>, Why> {
        let Some(rest) = path.strip_prefix(FEEDS) else { return Ok(None) };
        let named = Form::ALL.into_iter().find_map(|form| {
            let stem = rest.strip_suffix(form.ending())?.strip_suffix('.')?;
            Some((stem, form))
        });
        let Some((stem, form)) = named else { return Ok(None) };
        if stem == "search" {
            return Ok(Some((Feed::of_search(&Search::parse(query)?), form)));
        }
        Ok(Feed::of_stem(stem).map(|feed| (feed, form)))
    }

    /// Reads `/embed/series/hst/ghsdps.html` and the like, as [`Feed::parse`] does.
    pub(crate) fn parse_embedded(path: &str, query: &str) -> Result<Option<Feed>, Why> {
        let stem = path.strip_prefix(EMBED).and_then(|rest| rest.strip_suffix(".html"));
        match stem {
            Some("search") => Ok(Some(Feed::of_search(&Search::parse(query)?))),
            Some(stem) => Ok(Feed::of_stem(stem).filter(|feed| feed.embedded().is_some())),
            None => Ok(None),
        }
    }

    /// The same list for pages of others; `None` for what is nobody's.
    pub(crate) fn embedded(&self) -> Option<String> {
        match self {
            Feed::Search(search) => Some(search.at(&format!("{EMBED}search.html"))),
            Feed::New | Feed::Talks | Feed::Archive(_) | Feed::Subject(_) => None,
            listed => Some(format!("{EMBED}{}.html", listed.stem())),
        }
    }

    fn of_stem(stem: &str) -> Option<Feed> {
        let parts: Vec<String> = stem.split('/').map(decode).collect::<Option<_>>()?;
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let plain = |part: &str| !part.is_empty() && !part.contains(':');
        Some(match parts[..] {
            ["new"] => Feed::New,
            ["talks"] => Feed::Talks,
            ["series", archive, series] if plain(archive) && plain(series) => {
                Feed::Series(Handle::parse(&format!("RePEc:{archive}:{series}"))?)
            }
            ["archives", code] if plain(code) => Feed::Archive(Handle::parse(&format!("RePEc:{code}"))?),
            ["jel", code] => Feed::Subject(Code::parse(code)?),
            ["authors", name] if !name.is_empty() => Feed::Author(name.to_owned()),
            ["people", id] if !id.is_empty() => Feed::Person(id.to_lowercase()),
            ["lists", name] if !name.is_empty() => Feed::List(name.to_owned()),
            _ => return None,
        })
    }

    pub(crate) fn address(&self, form: Form) -> String {
        match self {
            Feed::Search(search) => search.at(&format!("{FEEDS}search.{}", form.ending())),
            listed => format!("{FEEDS}{}.{}", listed.stem(), form.ending()),
        }
    }

    /// Between the folder and the ending.
    fn stem(&self) -> String {
        match self {
            Feed::New => "new".to_owned(),
            Feed::Talks => "talks".to_owned(),
            Feed::Series(it) => format!("series/{}/{}", segment(it.archive()), segment(it.series())),
            Feed::Archive(it) => format!("archives/{}", segment(it.archive())),
            Feed::Subject(code) => format!("jel/{code}"),
            Feed::Author(name) => format!("authors/{}", segment(name)),
            Feed::Person(id) => format!("people/{}", segment(id)),
            Feed::List(name) => format!("lists/{}", segment(name)),
            Feed::Search(_) => "search".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feed_comes_back() {
        let check = |address: &str| {
            let (path, query) = address.split_once('?').unwrap_or((address, ""));
            let read = Feed::parse(path, query).unwrap_or_else(|why| panic!("{address}: {why:?}"));
            let (feed, form) = read.unwrap_or_else(|| panic!("{address} is no feed's"));
            assert_eq!(feed.address(form), address);
        };
        for address in [
            "/feeds/new.atom",
            "/feeds/talks.rss",
            "/feeds/series/hst/ghsdps.json",
            "/feeds/series/xyz/a%2Fb.atom",
            "/feeds/archives/hst.atom",
            "/feeds/jel/F51.atom",
            "/feeds/authors/Mitsuhiko%20Kimura.rss",
            "/feeds/authors/J.%20Json.json.json",
            "/feeds/people/pki42.atom",
            "/feeds/lists/korea.atom",
            "/feeds/search.atom",
            "/feeds/search.rss?q=money&kind=talk&from=1950",
        ] {
            check(address);
        }
    }

    #[test]
    fn a_search_is_followed_from_its_beginning() {
        let read = Feed::parse("/feeds/search.atom", "q=money&sort=oldest&page=3").expect("a search");
        assert_eq!(
            read.map(|(feed, form)| feed.address(form)).as_deref(),
            Some("/feeds/search.atom?q=money")
        );
        assert!(Feed::parse("/feeds/search.atom", "sort=size").is_err());
        assert!(Feed::parse("/feeds/search.atom", "q=%ff").is_err());
    }

    #[test]
    fn what_is_no_feed_is_refused() {
        for path in [
            "/feeds/",
            "/feeds/new",
            "/feeds/new.html",
            "/feeds/.atom",
            "/feeds/series/hst.atom",
            "/feeds/series/h:t/x.atom",
            "/feeds/series//x.atom",
            "/feeds/jel/XX.atom",
            "/feeds/authors/.atom",
            "/feeds/authors/%00.atom",
            "/feeds/a/b/c/d.atom",
            "/new.atom",
        ] {
            assert_eq!(Feed::parse(path, "").ok().flatten(), None, "{path}");
        }
    }
}
