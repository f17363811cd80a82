//! All institutions in memory, by country, city and name: some ten thousand, read as a whole because
//! every page of the directory is about how they stand to one another.

use ibid_core::record::Place;
use ibid_core::text::fold;
use ibid_core::{Handle, Kind, Record};
use ibid_store::Reader;

use crate::problem::Answer;

pub(crate) struct Directory {
    /// In order of country, city and path; those without a country last.
    entries: Vec<Entry>,
}

/// One institution.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) handle: Handle,
    pub(crate) place: Place,
    /// The names of its levels, the widest first.
    pub(crate) path: Vec<String>,
    pub(crate) closed: bool,
    /// What it is found by: all its names, folded.
    folded: String,
}

/// Institutions read at a time.
const BATCH: usize = 2_000;

impl Directory {
    pub(crate) async fn read(reader: &Reader) -> Answer<Directory> {
        let mut entries = Vec::new();
        let mut last: Option<Handle> = None;
        loop {
            let found = reader.of_kind(Kind::Institution, last.as_ref(), BATCH).await?;
            let more = found.len() == BATCH;
            last = found.last().map(|it| it.handle.clone());
            entries.extend(found.iter().filter_map(|stored| Entry::of(&stored.record()?)));
            if !more {
                break;
            }
        }
        Ok(Directory::of(entries))
    }

    fn of(mut entries: Vec<Entry>) -> Directory {
        entries.sort_by_cached_key(|it| {
            let Place { country, .. } = &it.place;
            let path: Vec<String> = it.path.iter().map(|name| fold(name)).collect();
            (country.is_empty(), fold(country), fold(&it.place.town()), path, it.handle.clone())
        });
        Directory { entries }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The countries and how many institutions are in each; "" last.
    pub(crate) fn countries(&self) -> impl Iterator<Item = (&str, usize)> {
        let groups = self.entries.chunk_by(|a, b| same(&a.place.country, &b.place.country));
        groups.map(|group| (group[0].place.country.as_str(), group.len()))
    }

    /// The institutions of a country, city by city.
    pub(crate) fn within(&self, country: &str) -> &[Entry] {
        let groups = self.entries.chunk_by(|a, b| same(&a.place.country, &b.place.country));
        groups.into_iter().find(|group| same(&group[0].place.country, country)).unwrap_or(&[])
    }

    /// Those with all these words in their names.
    pub(crate) fn named(&self, text: &str) -> Vec<&Entry> {
        let text = fold(text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let fits = |it: &&Entry| words.iter().all(|word| it.folded.contains(word));
        self.entries.iter().filter(fits).collect()
    }

    /// The institution that is what the first `levels` levels of this one name.
    pub(crate) fn above(&self, entry: &Entry, levels: usize) -> Option<&Entry> {
        let wanted = entry.path.get(..levels)?;
        let here = self.within(&entry.place.country);
        here.iter().find(|it| it.handle != entry.handle && it.path == wanted)
    }

    /// Its parts, at any level below.
    pub(crate) fn below(&self, entry: &Entry) -> Vec<&Entry> {
        let here = self.within(&entry.place.country).iter();
        here.filter(|it| it.path.len() > entry.path.len() && it.path.starts_with(&entry.path)).collect()
    }
}

impl Entry {
    pub(crate) fn of(record: &Record) -> Option<Entry> {
        let Record::Institution(it) = record else { return None };
        let names =
            it.levels.iter().flat_map(|level| [&level.organization.name, &level.organization.name_english]);
        Some(Entry {
            handle: it.handle.clone(),
            place: it.place(),
            path: it.path().into_iter().map(str::to_owned).collect(),
            closed: it.levels.last().is_some_and(|level| !level.defunct.is_empty()),
            folded: fold(&names.map(String::as_str).collect::<Vec<_>>().join(" ")),
        })
    }

    /// What it is called; its handle when it has no name.
    pub(crate) fn name(&self) -> &str {
        self.path.last().map_or(self.handle.as_str(), String::as_str)
    }
}

/// One country or city written in two ways is one.
pub(super) fn same(a: &str, b: &str) -> bool {
    a == b || fold(a) == fold(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(code: &str, location: &str, path: &[&str]) -> Entry {
        Entry {
            handle: Handle::parse(&format!("RePEc:edi:{code}")).expect("a handle"),
            place: Place::parse(location),
            path: path.iter().map(|it| (*it).to_owned()).collect(),
            closed: false,
            folded: fold(&path.join(" ")),
        }
    }

    #[test]
    fn institutions_stand_by_country_and_city() {
        let uni = "Niederau University";
        let directory = Directory::of(vec![
            entry("a", "Tokyo, Japan", &["Bank"]),
            entry("b", "", &["Nowhere"]),
            entry("c", "Niederau, Germany", &[uni, "Economics"]),
            entry("d", "Niederau, germany", &[uni]),
            entry("e", "Altstadt, Germany", &["Münze"]),
        ]);
        let countries: Vec<_> = directory.countries().collect();
        assert_eq!(countries, [("Germany", 3), ("Japan", 1), ("", 1)]);
        let within: Vec<&str> = directory.within("GERMANY").iter().map(|it| it.place.city.as_str()).collect();
        assert_eq!(within, ["Altstadt", "Niederau", "Niederau"]);
        assert_eq!(directory.named("munze").len(), 1);
        let part = entry("c", "Niederau, Germany", &[uni, "Economics"]);
        let whole = directory.above(&part, 1).expect("the university");
        assert_eq!(whole.name(), uni);
        assert_eq!(directory.below(whole).len(), 1);
    }
}
