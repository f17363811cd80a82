//! The years a text is about, read out of its words: "circa 1950 to 1961", "the late 1950s",
//! "since 1996", "19th century", "1950年代".
//!
//! A rule, not a guess: a range of years, a decade, a century or a well-known period always counts;
//! a single year counts when the words around it make it one ("in 1956", "the 1929 crash"), and not
//! when they make it a citation, a page, a price, a code or a count. When in doubt it is left out.
//!
//! Decided once: early in a decade is its years 0–3, mid 4–6, late 7–9; early, mid and late in a
//! century are its thirds; the 19th century is 1801–1900; "the 1800s" are 1800–1899 but "the 2000s"
//! 2000–2009; "since 1996" ends in the year of publication. Years before 1000 are read only as
//! centuries, years after 2100 not at all. Not here: places, dates of publication.

mod century;
mod evidence;
mod lexemes;
mod period_table;
mod reader;
mod scan;
mod word_table;

/// More ranges than this in one text are a chronicle; the first ones stay.
const MAX_RANGES: usize = 16;

/// [`years_at`] for a text whose year of publication is not known: "since 1996" is 1996 alone.
pub fn years(text: &str) -> Vec<(i16, i16)> {
    years_at(text, None)
}

/// The years `text` is about as closed ranges, in order, apart from one another, 16 at most.
/// `published` closes what is still going on: "since 1996".
pub fn years_at(text: &str, published: Option<i16>) -> Vec<(i16, i16)> {
    years_of([text], published)
}

/// The same for several texts of one work, the most telling first: title, then abstract.
pub fn years_of<'a>(texts: impl IntoIterator<Item = &'a str>, published: Option<i16>) -> Vec<(i16, i16)> {
    let mut found = Vec::new();
    for text in texts.into_iter().filter(|text| scan::may_tell(text)) {
        reader::read(&lexemes::Lexemes::of(text), published, &mut found);
    }
    found.truncate(MAX_RANGES);
    merged(found)
}

fn merged(mut ranges: Vec<(i16, i16)>) -> Vec<(i16, i16)> {
    ranges.sort_unstable();
    let mut out: Vec<(i16, i16)> = Vec::new();
    for (from, to) in ranges {
        match out.last_mut() {
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}
