//! The judge: how well a work is what a reference means, and by what.
//!
//! Evidence is added up in powers of ten, roughly how many times likelier it is under the right work
//! than under another candidate. A missing statement says nothing; a contradicting one counts
//! against. The weights were set on references with known answers (`xtask bench lookup`).

use super::reference::{Reference, words_of, year};
use crate::name::Name;
use crate::record::Work;

/// What a work has in common with a reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Higher is better; comparable between works for one reference.
    pub score: f32,
    pub sureness: Sureness,
    pub evidence: Vec<Evidence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// Something speaks for it; a person should look.
    Perhaps,
    /// More likely than not.
    Likely,
    /// As good as certain.
    Sure,
}

/// One thing that speaks for a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    Doi,
    /// The whole title stands in the reference.
    Title,
    /// Most of it does.
    PartOfTitle,
    /// Family names found, of those the record has.
    People(u8, u8),
    Year,
    Volume,
    Pages,
    Number,
    /// The journal, series or book.
    Place,
}

const SURE: f32 = 5.0;
/// Enough when nearly everything agrees.
const AGREEING: f32 = 4.0;
const LIKELY: f32 = 3.0;

/// Judges one candidate. `place` is the name of its series or journal. `None` when nothing to speak
/// of is in common.
pub fn fits(reference: &Reference, work: &Work, place: &str) -> Option<Fit> {
    let mut sum = Sum::default();
    if let Some(doi) = reference.doi.as_deref().filter(|_| !work.doi.is_empty()) {
        match doi.eq_ignore_ascii_case(&work.doi) {
            true => sum.speaks(Evidence::Doi, 8.0),
            false => sum.score -= 4.0,
        }
    }
    let titles = titles(work);
    let title = titles.map(|it| title(reference, it)).max_by(|a, b| a.weight.total_cmp(&b.weight))?;
    title.add_to(&mut sum);
    let outside = Outside { words: &reference.words, title: title.stands.clone() };
    let people = people(&outside, work);
    if title.share < 0.6 && is_part_of_title(reference, work) {
        sum.speaks(Evidence::PartOfTitle, 1.2);
    } else {
        people.add_to(&mut sum, &outside);
    }
    let scrambled = title.share < 0.72 && title.is_scrambled(reference);
    if scrambled {
        sum.speaks(Evidence::PartOfTitle, 1.5);
    }
    let year = years(&outside, work, &mut sum);
    let numbers = numbers(&outside, work, &mut sum);
    let placed = self::place(&outside, if place.is_empty() { &work.series_text } else { place }, &mut sum);
    let known = sum.evidence.contains(&Evidence::Doi);
    let by_title = title.share >= 0.72 && title.weight >= 1.5;
    let whole = title.whole(reference);
    let joined = people.found > 0
        || (people.of == 0 && year)
        || (numbers >= 2 && placed)
        || (whole && title.weight >= 2.4);
    let by_numbers = numbers >= 2 && (year || placed) && people.found > 0;
    // Five things of six, or four and the whole title, are no accident.
    let kinds = [title.share >= 0.72 || scrambled, people.found > 0, year, placed]
        .into_iter()
        .filter(|it| *it)
        .count()
        + numbers.min(2);
    let placed_people = people.found > 0 && placed && numbers > 0 && sum.score >= SURE;
    let agree = kinds >= 5 || (kinds >= 4 && (title.share >= 0.9 && title.weight > 0.2 || placed_people));
    let sure = known
        || whole && title.weight >= 2.4 && sum.score >= 2.4
        || !title.goes_on
            && (sum.score >= SURE && (by_title && joined || by_numbers) || sum.score >= AGREEING && agree);
    let likely = sum.score >= LIKELY && (by_title || by_numbers || numbers >= 2 || whole);
    let sureness = match (sure, likely) {
        (true, _) => Sureness::Sure,
        (false, true) => Sureness::Likely,
        _ => Sureness::Perhaps,
    };
    (sum.score >= 1.0).then_some(Fit { score: sum.score, sureness, evidence: sum.evidence })
}

/// The one fit that is sure and clearly ahead of all others: which may be acted on without asking.
pub fn settled(fits: &[Fit]) -> Option<usize> {
    const AHEAD: f32 = 0.5;
    let better = |a: &Fit, b: &Fit| a.sureness.cmp(&b.sureness).then(a.score.total_cmp(&b.score));
    let (at, best) = fits.iter().enumerate().max_by(|(_, a), (_, b)| better(a, b))?;
    let rivals = fits.iter().enumerate().filter(|(it, fit)| *it != at && fit.sureness == Sureness::Sure);
    let ahead = rivals.map(|(_, fit)| best.score - fit.score).all(|by| by >= AHEAD);
    (best.sureness == Sureness::Sure && ahead).then_some(at)
}

#[derive(Default)]
struct Sum {
    score: f32,
    evidence: Vec<Evidence>,
}

impl Sum {
    fn speaks(&mut self, evidence: Evidence, weight: f32) {
        self.score += weight;
        self.evidence.push(evidence);
    }
}

/// A title, laid along the reference.
struct Title {
    /// Of its words by weight, how much stands there in order.
    share: f32,
    /// What that is worth.
    weight: f32,
    /// How much of it stands there in any order; 0 for short ones.
    scattered: f32,
    /// Where it stands, in words of the reference.
    stands: std::ops::Range<usize>,
    /// What follows makes it the title of something else: "A comment", "Part II".
    goes_on: bool,
}

/// Titles of a work that are compared.
const TITLES: usize = 3;

fn titles(work: &Work) -> impl Iterator<Item = &String> {
    std::iter::once(&work.title).chain(&work.other_titles).take(TITLES)
}

/// Words of a title that are compared; a longer one is an abstract.
const LONGEST_TITLE: usize = 60;

fn title(reference: &Reference, text: &str) -> Title {
    let whole = words_of(text, LONGEST_TITLE);
    let best = laid(reference, &whole);
    if best.share >= 0.9 {
        return best;
    }
    // Subtitles and what follows a comma are left out freely.
    let cuts = text
        .match_indices([':', '?', '.', ',', '—', '–'])
        .take(6)
        .map(|(at, _)| words_of(&text[..at], LONGEST_TITLE));
    let shorter = cuts.filter(|main| main.len() >= 4 && main.len() < whole.len()).map(|main| {
        let mut short = laid(reference, &main);
        short.share = (short.share - 0.1).max(0.0);
        short
    });
    shorter.fold(best, |best, short| if short.weight > best.weight { short } else { best })
}

fn laid(reference: &Reference, title: &[String]) -> Title {
    let title = &joined(title, &reference.words);
    let total: f32 = title.iter().map(|word| worth(word)).sum();
    let (found, stands) = align(title, &reference.words);
    let anywhere: f32 = title.iter().filter(|it| reference.words.contains(it)).map(|it| worth(it)).sum();
    let scattered = if total >= 3.0 { anywhere / total } else { 0.0 };
    let share = if total > 0.0 { found / total } else { 0.0 };
    let weight = (total * 0.42).min(5.0) * share.powi(3);
    let after = reference.words.get(stands.end).map_or("", String::as_str);
    let own = title.iter().any(|word| word == after);
    let goes_on = share > 0.6 && CONTINUED.contains(&after) && !own;
    Title { share, scattered, weight: if share < 0.35 { 0.0 } else { weight }, stands, goes_on }
}

/// Somebody typed a few words of a longer title and nothing else.
fn is_part_of_title(reference: &Reference, work: &Work) -> bool {
    let typed = &reference.words;
    let total: f32 = typed.iter().map(|word| worth(word)).sum();
    let titles = titles(work);
    let found = titles.map(|it| align(typed, &words_of(it, LONGEST_TITLE)).0).fold(0.0, f32::max);
    typed.len() <= 12 && total >= 1.0 && found / total >= 0.8
}

/// Draws words together that the reference writes as one: hyphens are lost at the ends of lines.
fn joined(title: &[String], text: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(title.len());
    let mut words = title.iter().peekable();
    while let Some(word) = words.next() {
        let both = words.peek().map(|next| [word.as_str(), next].concat());
        match both.filter(|both| !text.contains(word) && text.contains(both)) {
            Some(both) => {
                words.next();
                out.push(both);
            }
            None => out.push(word.clone()),
        }
    }
    out
}

const CONTINUED: [&str; 10] =
    ["comment", "reply", "rejoinder", "erratum", "corrigendum", "part", "ii", "iii", "addendum", "revisited"];

impl Title {
    fn add_to(&self, sum: &mut Sum) {
        if self.share >= 0.95 {
            sum.speaks(Evidence::Title, self.weight);
        } else if self.share >= 0.6 {
            sum.speaks(Evidence::PartOfTitle, self.weight);
        } else {
            sum.score += self.weight;
        }
    }

    /// All words are there, but not in order.
    fn is_scrambled(&self, reference: &Reference) -> bool {
        self.scattered >= 0.9 && reference.words.len() < 80
    }

    /// The reference is this title and nothing else.
    fn whole(&self, reference: &Reference) -> bool {
        let rest = reference.words.len() - self.stands.len();
        self.share >= 0.9 && rest == 0
    }
}

/// What a word says: short ones stand in every title.
fn worth(word: &str) -> f32 {
    match word.chars().count() {
        _ if !word.is_ascii() => 0.7,
        0..=2 => 0.15,
        3 => 0.35,
        4..=5 => 0.8,
        _ => 1.0,
    }
}

/// Lays the words of a title along a text, in order, leaving words out on both sides: the worth of
/// what was found, less for each word of the text passed over, and where it stands.
fn align(title: &[String], text: &[String]) -> (f32, std::ops::Range<usize>) {
    const PASSED_OVER: f32 = 0.3;
    let mut before = vec![(0.0f32, 0usize); text.len() + 1];
    let mut best = (0.0f32, 0..0);
    for (at, it) in before.iter_mut().enumerate() {
        it.1 = at;
    }
    for word in title {
        let mut row = vec![(0.0f32, 0usize); text.len() + 1];
        for (at, other) in text.iter().enumerate() {
            let skipped_here = (row[at].0 - PASSED_OVER, row[at].1);
            let mut cell = if skipped_here.0 > before[at + 1].0 { skipped_here } else { before[at + 1] };
            let same = likeness(word, other);
            if same > 0.0 {
                let met = (before[at].0 + worth(word) * same, before[at].1);
                if met.0 > cell.0 {
                    cell = met;
                }
            }
            if cell.0 <= 0.0 {
                cell = (0.0, at + 1);
            }
            if cell.0 > best.0 {
                best = (cell.0, cell.1..at + 1);
            }
            row[at + 1] = cell;
        }
        before = row;
    }
    best
}

/// 1 for the same word, less for one a misprint away, 0 else.
fn likeness(a: &str, b: &str) -> f32 {
    if a == b {
        return 1.0;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let allowed = match short.len() {
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    };
    if long.len() - short.len() > allowed || !a.is_ascii() || !b.is_ascii() || year(a).is_some() {
        return 0.0;
    }
    if distance(a.as_bytes(), b.as_bytes(), allowed) <= allowed { 0.85 } else { 0.0 }
}

/// Letters to change, add or leave out; anything above `most` once it cannot be less.
fn distance(a: &[u8], b: &[u8], most: usize) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        let mut least = row[0];
        for (j, y) in b.iter().enumerate() {
            let next = (corner + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = std::mem::replace(&mut row[j + 1], next);
            least = least.min(next);
        }
        if least > most {
            return least;
        }
    }
    row[b.len()]
}

/// The words of a reference around its title.
struct Outside<'a> {
    words: &'a [String],
    title: std::ops::Range<usize>,
}

impl Outside<'_> {
    fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let inside = |at: &usize| self.title.contains(at);
        self.words.iter().map(String::as_str).enumerate().filter(move |(at, _)| !inside(at))
    }

    fn has(&self, word: &str) -> bool {
        self.words().any(|(_, it)| it == word)
    }

    /// Where these words stand one after another, misprints allowed.
    fn find(&self, wanted: &[String]) -> Option<usize> {
        let starts = (0..=self.words.len().checked_sub(wanted.len())?)
            .filter(|start| wanted.len() + start <= self.title.start || *start >= self.title.end);
        starts
            .into_iter()
            .find(|&start| wanted.iter().zip(&self.words[start..]).all(|(a, b)| likeness(a, b) > 0.0))
    }
}

struct People {
    found: usize,
    of: usize,
    first: bool,
}

/// Names compared of one work; a reference seldom gives more.
const PEOPLE: usize = 12;

fn people(outside: &Outside<'_>, work: &Work) -> People {
    let agents = if work.authors.is_empty() { &work.editors } else { &work.authors };
    let mut people = People { found: 0, of: agents.len().min(PEOPLE), first: false };
    for (at, agent) in agents.iter().take(PEOPLE).enumerate() {
        let name = Name::of(agent);
        let family = words_of(&name.family, 8);
        let whole = !family.is_empty() && outside.find(&family).is_some();
        // "Kim Il-sung" may be filed under either part.
        let given = || {
            name.whole
                .then(|| words_of(&agent.name, 8))
                .is_some_and(|it| !it.is_empty() && outside.find(&it).is_some())
        };
        let found = whole || given();
        people.found += usize::from(found);
        people.first |= found && at == 0;
    }
    people
}

impl People {
    fn add_to(&self, sum: &mut Sum, outside: &Outside<'_>) {
        if self.found > 0 {
            let rest = (self.found - usize::from(self.first)) as f32;
            let weight = if self.first { 1.4 } else { 0.4 } + (rest * 0.6).min(1.6);
            sum.speaks(Evidence::People(self.found as u8, self.of as u8), weight);
        } else if self.of > 0 && outside.words().count() > 4 {
            sum.score -= 2.5;
        }
    }
}

/// True when a year agrees.
fn years(outside: &Outside<'_>, work: &Work, sum: &mut Sum) -> bool {
    let dates = work.published.iter().chain(&work.created).chain(&work.revised).map(|date| date.year);
    let own: Vec<i16> = work.year().into_iter().chain(dates).collect();
    // Years within the title are what the work is about.
    let given: Vec<i16> = outside.words().filter_map(|(_, word)| year(word)).collect();
    if own.is_empty() || given.is_empty() {
        return false;
    }
    let nearest = own.iter().flat_map(|a| given.iter().map(move |b| a.abs_diff(*b))).min().unwrap_or(99);
    match nearest {
        0 => sum.speaks(Evidence::Year, 0.9),
        1 => sum.score += 0.2,
        2..=3 => sum.score -= 0.8,
        _ => sum.score -= 2.0,
    }
    nearest == 0
}

/// How many of volume, first page and number stand outside the title.
fn numbers(outside: &Outside<'_>, work: &Work, sum: &mut Sum) -> usize {
    let first_page = words_of(&work.pages, 4).into_iter().next().unwrap_or_default();
    let mut count = 0;
    let mut look = |text: &str, evidence: Evidence, weight: f32, sum: &mut Sum| {
        let wanted = words_of(text, 6);
        if !wanted.is_empty() && wanted.iter().any(|it| it.len() < 12) && outside.find_exact(&wanted) {
            count += 1;
            sum.speaks(evidence, weight);
        }
    };
    let page_says = match first_page.len() {
        0 | 1 => 0.4,
        2 => 0.9,
        _ => 1.6,
    };
    look(&first_page, Evidence::Pages, page_says, sum);
    look(&work.volume, Evidence::Volume, 0.8, sum);
    let number = if work.number.is_empty() { &work.issue } else { &work.number };
    look(number, Evidence::Number, if number.len() > 3 { 1.2 } else { 0.3 }, sum);
    let numbers = outside.words().filter(|(_, it)| it.bytes().all(|b| b.is_ascii_digit())).count();
    if count == 0 && numbers > 2 && !work.volume.is_empty() && !work.pages.is_empty() {
        sum.score -= 1.0;
    }
    count
}

impl Outside<'_> {
    fn find_exact(&self, wanted: &[String]) -> bool {
        match wanted {
            [one] => self.has(one),
            many => self.words.windows(many.len()).any(|it| it == many),
        }
    }
}

/// Whether the journal, series or book is named, be it by abbreviations.
fn place(outside: &Outside<'_>, name: &str, sum: &mut Sum) -> bool {
    let words: Vec<String> =
        words_of(name, 12).into_iter().filter(|word| !LINKS.contains(&word.as_str())).collect();
    if words.is_empty() {
        return false;
    }
    let text: Vec<&str> =
        outside.words().map(|(_, word)| word).filter(|word| !LINKS.contains(word)).collect();
    let full = (0..text.len()).map(|start| abbreviated(&words, &text[start..])).fold(0.0, f32::max);
    if full >= 0.75 {
        sum.speaks(Evidence::Place, 1.2);
    }
    full >= 0.75
}

/// Left out of abbreviations, and what every series is called.
const LINKS: [&str; 18] = [
    "the",
    "of",
    "and",
    "for",
    "in",
    "on",
    "de",
    "der",
    "und",
    "a",
    "discussion",
    "working",
    "paper",
    "papers",
    "series",
    "research",
    "occasional",
    "technical",
];

/// How much of a name these words are an abbreviation of, word by word from the first.
fn abbreviated(name: &[String], text: &[&str]) -> f32 {
    let mut at = 0;
    let mut met = 0;
    for word in text.iter().take(name.len() + 1) {
        let Some(next) = (at..name.len()).take(2).find(|&it| stands_for(word, &name[it])) else { break };
        met += 1;
        at = next + 1;
    }
    met as f32 / name.len() as f32
}

fn stands_for(short: &str, word: &str) -> bool {
    let enough = short.len() >= 2 || word.len() <= 2;
    enough && word.starts_with(short)
        || short.len() >= 4
            && word.starts_with(&short[..short.floor_char_boundary(2)])
            && is_within(short, word)
        || likeness(short, word) > 0.0
}

/// The letters of `short` stand in `word` in order: "natl" in "national".
fn is_within(short: &str, word: &str) -> bool {
    let mut letters = word.chars();
    short.chars().all(|c| letters.any(|it| it == c))
}

#[cfg(test)]
mod tests;
