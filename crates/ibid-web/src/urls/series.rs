//! The address of a list of a series' works: which order, and from where on.

use ibid_core::{Handle, shelf};
use ibid_store::{After, SeriesOrder};

use super::percent;
use crate::problem::Why;

/// One page of the list. Its address is [`Listing::address`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listing {
    pub(crate) order: SeriesOrder,
    pub(crate) start: Start,
}

/// Where a page of the list begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    Beginning,
    /// After the last work of the page before.
    After(After),
    /// With the works of this year, in the order of years.
    Year(i16),
    /// With the work of this mark (see [`shelf`]), in the order of numbers.
    Mark(i64),
}

impl Listing {
    pub(crate) const NEWEST: Listing = Listing { order: SeriesOrder::NewestFirst, start: Start::Beginning };
    pub(crate) const NUMBERED: Listing = Listing { order: SeriesOrder::ByNumber, start: Start::Beginning };

    /// From the works of this year on.
    pub(crate) fn year(year: i16) -> Listing {
        Listing { start: Start::Year(year), ..Listing::NEWEST }
    }

    /// From the works of this volume, or those whose number begins with this figure.
    pub(crate) fn volume(first: i64) -> Listing {
        Listing { start: Start::Mark(shelf::from_first(first)), ..Listing::NUMBERED }
    }

    pub(crate) fn after(self, after: After) -> Listing {
        Listing { start: Start::After(after), ..self }
    }

    /// Reads `order=number`, `year=2011`, `at=gd11-190` and `after=2011.17.1234` (year, mark, id; the
    /// year empty when unknown). Other names are passed over.
    pub(crate) fn parse(query: &str) -> Result<Listing, Why> {
        let mut listing = Listing::NEWEST;
        for (name, value) in percent::decode_pairs(query).ok_or_else(|| Why::new(|t| t.problem.no_text))? {
            match (name.as_str(), value.trim()) {
                ("order", "number") => listing.order = SeriesOrder::ByNumber,
                ("after", value) => {
                    let after = cursor(value).ok_or_else(|| Why::new(|t| t.problem.bad_cursor))?;
                    listing.start = Start::After(after);
                }
                ("year", value) if !value.is_empty() => {
                    let year = value.parse().ok().filter(|year| (0..=9999).contains(year));
                    let bad = || Why::new(|t| t.problem.bad_year).with("name", "year").with("value", value);
                    listing = Listing::year(year.ok_or_else(bad)?);
                }
                ("at", value) if !value.is_empty() => {
                    listing = Listing { start: Start::Mark(shelf::of_number(value)), ..Listing::NUMBERED };
                }
                _ => {}
            }
        }
        Ok(listing)
    }

    pub(crate) fn is_whole(self) -> bool {
        self.start == Start::Beginning
    }

    /// The row after which the page begins.
    pub(crate) fn follows(self) -> Option<After> {
        match self.start {
            Start::Beginning => None,
            Start::After(after) => Some(after),
            Start::Year(year) => Some(After { year: Some(year.saturating_add(1)), shelf: -1, id: 0 }),
            Start::Mark(mark) => Some(After { year: None, shelf: mark - 1, id: i64::MAX }),
        }
    }

    pub(crate) fn address(self, series: &Handle) -> String {
        let mut pairs = Vec::new();
        if self.order == SeriesOrder::ByNumber && !matches!(self.start, Start::Mark(_)) {
            pairs.push("order=number".to_owned());
        }
        match self.start {
            Start::Beginning => {}
            Start::After(After { year, shelf, id }) => {
                let year = year.map_or(String::new(), |year| year.to_string());
                pairs.push(format!("after={year}.{shelf}.{id}"));
            }
            Start::Year(year) => pairs.push(format!("year={year}")),
            Start::Mark(mark) => pairs.push(format!("at={}", shelf::first(mark))),
        }
        let address = super::series(series);
        if pairs.is_empty() { address } else { format!("{address}?{}", pairs.join("&")) }
    }
}

fn cursor(value: &str) -> Option<After> {
    let mut parts = value.split('.');
    let (year, shelf, id) = (parts.next()?, parts.next()?, parts.next()?);
    let year = if year.is_empty() { None } else { Some(year.parse().ok()?) };
    let after = After { year, shelf: shelf.parse().ok()?, id: id.parse().ok()? };
    parts.next().is_none().then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_and_written() {
        let series = Handle::parse("RePEc:hst:ghsdps").expect("a handle");
        let check = |query: &str, expected: &str| {
            let listing = Listing::parse(query).unwrap_or_else(|why| panic!("{query}: {why:?}"));
            let address = listing.address(&series);
            assert_eq!(address.split_once('?').map_or("", |(_, query)| query), expected, "{query}");
        };
        check("", "");
        check("order=number", "order=number");
        check("order=size&x=y", "");
        check("year=2011", "year=2011");
        check("year=&at=", "");
        check("at=140", "at=140");
        check("order=number&at=vol.+140", "at=140");
        check("at=none", "at=0");
        check("after=2011.5.17", "after=2011.5.17");
        check("order=number&after=.0.17", "order=number&after=.0.17");
    }

    #[test]
    fn what_means_nothing_is_refused() {
        for bad in [
            "after=x",
            "after=2011.1",
            "after=2011.1.x",
            "after=99999.1.1",
            "after=1.1.1.1",
            "after=",
            "year=x",
            "year=99999",
            "at=%ff",
        ] {
            assert!(Listing::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_year_and_a_volume_begin_with_their_first_work() {
        let year = Listing::year(2011).follows().expect("a row");
        assert!((Some(2011), i64::MAX, i64::MAX) < (year.year, year.shelf, year.id));
        assert!((Some(2012), 0, 1) > (year.year, year.shelf, year.id));
        let volume = Listing::volume(140).follows().expect("a row");
        assert!((shelf::from_first(140), 1) > (volume.shelf, volume.id));
        assert!((shelf::from_first(140) - 1, 99) < (volume.shelf, volume.id));
    }
}
