//! The address of a search: `/search?q=…&kind=…&from=…`. A value with its own reading and writing, so
//! that a page can offer the same search with one thing more or one thing less as a plain link.

use std::fmt::{self, Write};

use ibid_app::search::Place;
use ibid_core::jel::Code;
use ibid_core::query::Years;
use ibid_core::record::Access;
use ibid_core::{Handle, Kind};

use super::{form, json, percent, place};
use crate::problem::Why;

/// What results can be narrowed to by a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Facet {
    Kind,
    Year,
    Series,
    Jel,
    Lang,
    Access,
}

impl Facet {
    pub(crate) const ALL: [Facet; 6] =
        [Facet::Kind, Facet::Year, Facet::Series, Facet::Jel, Facet::Lang, Facet::Access];

    /// The name in the address.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Facet::Kind => "kind",
            Facet::Year => "year",
            Facet::Series => "series",
            Facet::Jel => "jel",
            Facet::Lang => "lang",
            Facet::Access => "access",
        }
    }

    /// The value in its one spelling, `None` when it is none.
    fn normal(self, value: &str) -> Option<String> {
        match self {
            Facet::Kind => Kind::from_word(value).map(|kind| kind.word().to_owned()),
            Facet::Year => year(value).map(|year| year.to_string()),
            // Works in no series count under their archive's own handle.
            Facet::Series => Handle::parse(value).map(|it| it.series_handle().to_string()),
            Facet::Jel => Code::parse(value).map(|code| code.to_string()),
            Facet::Lang => (value.len() == 2 && value.bytes().all(|b| b.is_ascii_alphabetic()))
                .then(|| value.to_ascii_lowercase()),
            Facet::Access => {
                let known =
                    Access::ALL.into_iter().find(|access| access.word().eq_ignore_ascii_case(value))?;
                Some(known.word().to_owned())
            }
        }
    }
}

/// In which order results come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    #[default]
    Relevance,
    Newest,
    Oldest,
    Cited,
    /// By the years works are about.
    About,
    /// By when they came into the catalogue, the latest first.
    Added,
}

impl Order {
    pub(crate) const ALL: [Order; 6] =
        [Order::Relevance, Order::Newest, Order::Oldest, Order::Cited, Order::About, Order::Added];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Order::Relevance => "relevance",
            Order::Newest => "newest",
            Order::Oldest => "oldest",
            Order::Cited => "cited",
            Order::About => "about",
            Order::Added => "added",
        }
    }
}

/// Two ends of a range of years, each open when `None`.
pub(crate) type Range = (Option<i16>, Option<i16>);

/// A search as its address has it. `page` counts from 1; where there is a place to go on from, it is
/// only said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) text: String,
    pub(crate) facets: Vec<(Facet, String)>,
    pub(crate) published: Range,
    pub(crate) about: Range,
    pub(crate) order: Order,
    pub(crate) page: usize,
    pub(crate) place: Option<Place>,
}

impl Default for Search {
    fn default() -> Search {
        Search {
            text: String::new(),
            facets: Vec::new(),
            published: (None, None),
            about: (None, None),
            order: Order::Relevance,
            page: 1,
            place: None,
        }
    }
}

/// Longer ones are no searches but accidents or attacks.
pub(crate) const LONGEST_TEXT: usize = 1_000;
const MOST_FACETS: usize = 32;
/// As far as pages are counted off. Further on, a page says where the one before it ended.
pub(crate) const LAST_PAGE: usize = 1_000 / PER_PAGE;
/// A number beyond this is no page of any search.
const NO_PAGE: usize = 1_000_000;
/// Hits on a page.
pub(crate) const PER_PAGE: usize = 20;

impl Search {
    pub(crate) fn text(text: &str) -> Search {
        Search { text: text.to_owned(), ..Search::default() }
    }

    /// Everything with this value, `jel=F51`.
    pub(crate) fn of(facet: Facet, value: &str) -> Search {
        Search { facets: vec![(facet, value.to_owned())], ..Search::default() }
    }

    /// Reads a query string. Names that are not ours are passed over, empty values too: forms send
    /// the boxes nobody filled in.
    pub(crate) fn parse(query: &str) -> Result<Search, Why> {
        let unreadable = || Why::new(|t| t.problem.no_text);
        let mut search = Search::default();
        let mut token = None;
        let mut parts = Vec::new();
        for (name, value) in percent::decode_pairs(query).ok_or_else(unreadable)? {
            let value = value.trim();
            match name.as_str() {
                _ if value.is_empty() => {}
                "after" | "before" => token = Some((name == "before", value.to_owned())),
                "query" => parts.push(json::read(value)?.to_text()),
                name => match form::part(name, value) {
                    Some(part) => parts.push(part),
                    None => search.take(name, value)?,
                },
            }
        }
        if !parts.is_empty() {
            parts.insert(0, std::mem::take(&mut search.text));
            parts.retain(|part| !part.is_empty());
            search.take("q", &parts.join(" "))?;
        }
        search.straighten();
        if let Some((before, token)) = token {
            let place = place::read(&token, before, &search.asked());
            search.place = Some(place.ok_or_else(|| Why::new(|t| t.problem.bad_cursor))?);
        }
        search.checked()
    }

    /// The page has to be one that can be counted off, or one whose place is known.
    fn checked(self) -> Result<Search, Why> {
        if self.page > LAST_PAGE && self.place.is_none() {
            let bad = Why::new(|t| t.problem.bad_page).with("most", LAST_PAGE);
            return Err(bad.with("value", self.page));
        }
        Ok(self)
    }

    /// What a place belongs to: the search without where in it one is.
    fn asked(&self) -> String {
        self.first_page().to_string()
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), Why> {
        match name {
            "q" if value.chars().count() > LONGEST_TEXT => {
                return Err(Why::new(|t| t.problem.long_search).with("most", LONGEST_TEXT));
            }
            "q" => self.text = value.to_owned(),
            "from" => self.published.0 = Some(read_year(name, value)?),
            "to" => self.published.1 = Some(read_year(name, value)?),
            "about_from" => self.about.0 = Some(read_year(name, value)?),
            "about_to" => self.about.1 = Some(read_year(name, value)?),
            "sort" => {
                let known = Order::ALL.into_iter().find(|order| order.word() == value);
                self.order = known.ok_or_else(|| Why::new(|t| t.problem.bad_sort).with("value", value))?;
            }
            "page" => {
                let page = value.parse().ok().filter(|page| (1..NO_PAGE).contains(page));
                self.page = page.ok_or_else(|| {
                    Why::new(|t| t.problem.bad_page).with("most", LAST_PAGE).with("value", value)
                })?;
            }
            _ => self.take_facet(name, value)?,
        }
        Ok(())
    }

    fn take_facet(&mut self, name: &str, value: &str) -> Result<(), Why> {
        let Some(facet) = Facet::ALL.into_iter().find(|facet| facet.word() == name) else {
            return Ok(());
        };
        let value = facet
            .normal(value)
            .ok_or_else(|| Why::new(|t| t.problem.no_such_value).with("name", name).with("value", value))?;
        if self.facets.len() >= MOST_FACETS {
            return Err(Why::new(|t| t.problem.many_facets).with("most", MOST_FACETS));
        }
        if !self.has(facet, &value) {
            self.facets.push((facet, value));
        }
        Ok(())
    }

    fn straighten(&mut self) {
        for range in [&mut self.published, &mut self.about] {
            if let (Some(from), Some(to)) = *range
                && from > to
            {
                *range = (Some(to), Some(from));
            }
        }
    }

    pub(crate) fn has(&self, facet: Facet, value: &str) -> bool {
        self.facets.iter().any(|(f, v)| *f == facet && v == value)
    }

    /// True when nothing is asked and nothing narrowed.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty() && !self.is_narrowed()
    }

    /// True when one thing at most is asked: what search engines may list. Combined searches and later
    /// pages show the same works again, without end.
    pub(crate) fn is_simple(&self) -> bool {
        self.pairs().len() <= 1 && self.page == 1
    }

    pub(crate) fn is_narrowed(&self) -> bool {
        !self.facets.is_empty() || self.published != (None, None) || self.about != (None, None)
    }

    /// How many things it is narrowed by.
    pub(crate) fn conditions(&self) -> usize {
        let ranges = [self.published, self.about].into_iter().filter(|range| *range != (None, None));
        self.facets.len() + ranges.count()
    }

    pub(crate) fn with(&self, facet: Facet, value: &str) -> Search {
        let mut next = self.first_page();
        if !next.has(facet, value) {
            next.facets.push((facet, value.to_owned()));
        }
        next
    }

    pub(crate) fn without(&self, facet: Facet, value: &str) -> Search {
        let mut next = self.first_page();
        next.facets.retain(|(f, v)| !(*f == facet && v == value));
        next
    }

    pub(crate) fn with_years(&self, which: Years, range: Range) -> Search {
        let mut next = self.first_page();
        match which {
            Years::Published => next.published = range,
            Years::About => next.about = range,
        }
        next
    }

    pub(crate) fn with_order(&self, order: Order) -> Search {
        Search { order, ..self.first_page() }
    }

    pub(crate) fn with_text(&self, text: &str) -> Search {
        Search { text: text.to_owned(), ..self.first_page() }
    }

    pub(crate) fn at_page(&self, page: usize) -> Search {
        Search { page, place: None, ..self.clone() }
    }

    /// The page that goes on from a place.
    pub(crate) fn going_on(&self, page: usize, place: Place) -> Search {
        Search { page, place: Some(place), ..self.clone() }
    }

    /// The same text, narrowed by nothing.
    pub(crate) fn widened(&self) -> Search {
        Search { order: self.order, ..Search::text(&self.text) }
    }

    pub(crate) fn first_page(&self) -> Search {
        self.at_page(1)
    }

    /// Name and value of all that a form around one of the parts has to carry along, hidden.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("q", self.text.clone()));
        }
        pairs.extend(self.facets.iter().map(|(facet, value)| (facet.word(), value.clone())));
        let ends = [
            ("from", self.published.0),
            ("to", self.published.1),
            ("about_from", self.about.0),
            ("about_to", self.about.1),
        ];
        pairs.extend(ends.into_iter().filter_map(|(name, end)| Some((name, end?.to_string()))));
        if self.order != Order::default() {
            pairs.push(("sort", self.order.word().to_owned()));
        }
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        if let Some(place) = &self.place {
            let name = if place.before { "before" } else { "after" };
            pairs.push((name, place::token(place, &self.asked())));
        }
        pairs
    }

    /// The same search, asked of another page: `/timeline?q=…`.
    pub(crate) fn at(&self, path: &str) -> String {
        let whole = self.to_string();
        format!("{path}{}", &whole[super::SEARCH.len()..])
    }

    /// `/search.bib?q=…`: the whole result in a format.
    pub(crate) fn export(&self, extension: &str) -> String {
        self.first_page().at(&super::search_export(extension))
    }

    /// `/search/why?q=…&handle=…`.
    pub(crate) fn why(&self, handle: &Handle) -> String {
        let whole = self.first_page().at(super::SEARCH_WHY);
        let mark = if whole.contains('?') { '&' } else { '?' };
        format!("{whole}{mark}handle={}", percent::query(handle.as_str()))
    }
}

fn read_year(name: &str, value: &str) -> Result<i16, Why> {
    year(value).ok_or_else(|| Why::new(|t| t.problem.bad_year).with("name", name).with("value", value))
}

fn year(value: &str) -> Option<i16> {
    value.parse().ok().filter(|year| (0..=9999).contains(year))
}

impl fmt::Display for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(super::SEARCH)?;
        for (at, (name, value)) in self.pairs().into_iter().enumerate() {
            f.write_char(if at == 0 { '?' } else { '&' })?;
            write!(f, "{name}={}", percent::query(&value))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Search {
        Search::parse(query).unwrap_or_else(|why| panic!("{query}: {why:?}"))
    }

    #[test]
    fn addresses_come_back() {
        for query in [
            "q=monetary+policy",
            "q=%22circa+1950%22&kind=paper&kind=talk&from=1990&to=2011",
            "jel=F51&about_from=1955&about_to=1960&sort=newest&page=3",
            "series=RePEc:hst:ghsdps&lang=ko&access=free&year=2011",
        ] {
            assert_eq!(read(query).to_string(), format!("/search?{query}"));
        }
        assert_eq!(Search::default().to_string(), "/search");
    }

    #[test]
    fn values_have_one_spelling() {
        let check = |query: &str, expected: &str| assert_eq!(read(query).to_string(), expected, "{query}");
        check("kind=PAPER&jel=f51&lang=KO", "/search?kind=paper&jel=F51&lang=ko");
        check("series=repec:HST:ghsdps:x", "/search?series=RePEc:hst:ghsdps");
        check("series=RePEc:xyz", "/search?series=RePEc:xyz");
        check("from=2011&to=1990", "/search?from=1990&to=2011");
        check("kind=paper&kind=paper&page=1&sort=relevance", "/search?kind=paper");
        check("q=&from=&utm_source=x&kind=", "/search");
    }

    #[test]
    fn one_thing_asked_is_simple() {
        for (query, simple) in [
            ("", true),
            ("q=korea", true),
            ("kind=talk", true),
            ("q=korea&kind=talk", false),
            ("page=2", false),
        ] {
            assert_eq!(read(query).is_simple(), simple, "{query}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused_in_words() {
        let check = |query: &str, part: &str| {
            let why = Search::parse(query).expect_err(query);
            let said = format!("{why:?}");
            assert!(said.contains(part), "{query}: {said}");
        };
        check("page=0", "“page”");
        check("page=-1", "“page”");
        check("page=99999999999999999999", "“page”");
        check("page=51", "“page”");
        check("from=abc", "“from”");
        check("about_to=1e9", "“about_to”");
        check("sort=best", "“sort”");
        check("kind=poem", "no kind “poem”");
        check("q=%ff", "no text");
        check(&format!("q={}", "x".repeat(1_001)), "1000 characters");
        let many: String = (1900..1990).map(|year| format!("year={year}&")).collect();
        check(&many, "at most");
    }

    #[test]
    fn a_place_belongs_to_its_search() {
        let handle = Handle::parse("RePEc:hst:ghsdps:gd11-190").expect("a handle");
        for before in [false, true] {
            let place = Place { rank: 0x0123_4567_89ab_cdef, handle: handle.clone(), before };
            let there = read("q=korea&kind=paper&sort=newest").going_on(51, place.clone()).to_string();
            let query = there.strip_prefix("/search?").expect("a search");
            assert_eq!(read(query).place, Some(place));
            assert_eq!((read(query).page, read(query).to_string()), (51, there.clone()));
            let refused = |query: &str| {
                let why = Search::parse(query).expect_err(query);
                assert!(format!("{why:?}").contains("after"), "{query}");
            };
            refused(&query.replace("korea", "japan"));
            refused(&query.replace("newest", "oldest"));
            refused(&query[..query.len() - 1]);
            refused(&format!("{query}A"));
            for token in ["x", "AAAA", "....", "ÿ", &"A".repeat(5_000)] {
                refused(&format!("q=korea&after={token}"));
            }
        }
        assert_eq!(read("q=x&page=3").with(Facet::Jel, "F51").place, None);
    }

    #[test]
    fn forms_and_json_become_the_language() {
        let check = |query: &str, text: &str| assert_eq!(read(query).text, text, "{query}");
        check(
            "words=money+bank&phrase=interest+rates&any=war+peace&none=gold+silver",
            "money bank \"interest rates\" (war OR peace) -gold -silver",
        );
        check("q=a&title=b+c&author=d&abstract=&keyword=e", "a title:(b c) author:(d) keyword:(e)");
        check("none=-gold+%2B-silver+x-y", "-gold -silver -x-y");
        check("phrase=%22odd%22&none=%22", "\"odd\"");
        check("query={\"and\":[{\"word\":\"a\"},{\"not\":{\"phrase\":\"b c\"}}]}", "a -\"b c\"");
    }

    #[test]
    fn one_thing_more_or_less() {
        let search = read("q=x&kind=paper&page=7");
        assert_eq!(search.with(Facet::Jel, "F51").to_string(), "/search?q=x&kind=paper&jel=F51");
        assert_eq!(search.without(Facet::Kind, "paper").to_string(), "/search?q=x");
        assert_eq!(
            search.with_years(Years::About, (Some(1955), Some(1960))).to_string(),
            "/search?q=x&kind=paper&about_from=1955&about_to=1960"
        );
        assert_eq!(search.at_page(8).to_string(), "/search?q=x&kind=paper&page=8");
        assert_eq!(search.widened().to_string(), "/search?q=x");
    }
}
