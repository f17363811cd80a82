//! An institution of the directory: up to four levels, the widest first.

use super::Organization;
use crate::Handle;

/// An institution with all it is part of.
#[derive(Clone, Debug, PartialEq)]
pub struct Institution {
    pub handle: Handle,
    /// Primary, secondary, tertiary, quaternary, in this order; at least one when the source was sane.
    pub levels: Vec<Level>,
    pub other: Vec<(String, String)>,
}

/// One level: a university, its faculty, its department.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Level {
    pub organization: Organization,
    pub defunct: String,
}

/// Where an institution is, as far as its location says. Empty parts are not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    pub country: String,
    /// A state or province.
    pub region: String,
    pub city: String,
}

impl Place {
    /// Reads "Tokyo, Japan", "Jackson, Mississippi (United States)", "Japan".
    pub fn parse(location: &str) -> Place {
        let location = location.trim().trim_end_matches(['.', ',']);
        let bracket = location.strip_suffix(')').and_then(|text| text.rsplit_once('('));
        let (rest, country) = match bracket {
            Some((rest, country)) => (rest, country),
            None => location.rsplit_once(',').unwrap_or(("", location)),
        };
        let parts: Vec<&str> = rest.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        let text = |part: Option<&&str>| part.map_or(String::new(), |it| (*it).to_owned());
        let region = text(parts.get(1..).and_then(|rest| rest.last()));
        Place { country: country.trim().to_owned(), region, city: text(parts.first()) }
    }

    /// The city with what tells it from its namesakes: "Albany, New York", "Tokyo".
    pub fn town(&self) -> String {
        if self.region.is_empty() { self.city.clone() } else { format!("{}, {}", self.city, self.region) }
    }
}

impl Institution {
    /// Where its narrowest level is that says so.
    pub fn place(&self) -> Place {
        let locations = self.levels.iter().rev().map(|level| level.organization.location.as_str());
        locations.into_iter().find(|it| !it.trim().is_empty()).map_or_else(Place::default, Place::parse)
    }

    /// The names of its levels, the widest first, empty ones left out.
    pub fn path(&self) -> Vec<&str> {
        self.levels.iter().map(Level::name).filter(|name| !name.is_empty()).collect()
    }

    /// The name of the narrowest level: what the institution itself is called.
    pub fn name(&self) -> &str {
        self.levels.last().map_or("", Level::name)
    }
}

impl Level {
    /// Its own name, or the English one where that is all it has.
    fn name(&self) -> &str {
        let Organization { name, name_english, .. } = &self.organization;
        if name.is_empty() { name_english } else { name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_english_name_is_a_name() {
        let level = |name: &str, name_english: &str| Level {
            organization: Organization {
                name: name.to_owned(),
                name_english: name_english.to_owned(),
                ..Organization::default()
            },
            ..Level::default()
        };
        let handle = Handle::parse("RePEc:edi:abcdejp").expect("a handle");
        let levels = vec![level("大学", "University"), level("", "Department")];
        let institution = Institution { handle, levels, other: Vec::new() };
        assert_eq!(institution.name(), "Department");
        assert_eq!(institution.path(), ["大学", "Department"]);
    }

    #[test]
    fn places_are_taken_apart() {
        assert_eq!(Place::parse("Albany, New York (United States)").town(), "Albany, New York");
        let check = |text: &str, country: &str, region: &str, city: &str| {
            let place = Place::parse(text);
            let found = (place.country.as_str(), place.region.as_str(), place.city.as_str());
            assert_eq!(found, (country, region, city), "{text:?}");
        };
        check("Tokyo, Japan", "Japan", "", "Tokyo");
        check("Jackson, Mississippi (United States)", "United States", "Mississippi", "Jackson");
        check(
            "Washington, District of Columbia, United States",
            "United States",
            "District of Columbia",
            "Washington",
        );
        check("Japan", "Japan", "", "");
        check(" Seoul , Korea. ", "Korea", "", "Seoul");
        check("Roma (Italy)", "Italy", "", "Roma");
        check("", "", "", "");
        check("()", "", "", "");
    }
}
