//! Walks over a text and collects the years it names: periods, decades, ranges, single years.

use super::lexemes::Lexemes;
use super::period_table::{DENSE_PERIODS, PERIODS};
use super::scan::is_opening;
use super::word_table::{COUNTED, MONTHS};

/// Reads every year range `lex` tells into `found`, in order of appearance.
pub(super) fn read(lex: &Lexemes, published: Option<i16>, found: &mut Vec<(i16, i16)>) {
    let mut reader = Reader { lex, published, found, listed: usize::MAX };
    let mut at = 0;
    while at < lex.len() {
        at = reader.step(at).unwrap_or(0).max(at + 1);
    }
}

pub(super) struct Reader<'a> {
    pub(super) lex: &'a Lexemes,
    published: Option<i16>,
    found: &'a mut Vec<(i16, i16)>,
    /// Where the last single year that counted ended: "in 1950, 1953 and 1955".
    pub(super) listed: usize,
}

/// Some of a decade or a century, in sixths of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    from: usize,
    to: usize,
}

impl Part {
    const WHOLE: Part = Part { from: 0, to: 6 };

    /// Early is the years 0–3, mid 4–6, late 7–9; halves are what they are.
    fn of_decade(self, first: i16) -> (i16, i16) {
        const STEPS: [i16; 7] = [0, 0, 4, 5, 7, 7, 10];
        (first + STEPS[self.from], first + STEPS[self.to] - 1)
    }

    /// The same for a hundred years, by thirds.
    pub(super) fn of_hundred(self, first: i16) -> (i16, i16) {
        const STEPS: [i16; 7] = [0, 0, 33, 50, 66, 66, 100];
        (first + STEPS[self.from], first + STEPS[self.to] - 1)
    }
}

/// One end of a range, or all there is.
#[derive(Clone, Copy)]
struct Point {
    from: i16,
    to: i16,
    next: usize,
    /// Nothing but years looks like this.
    sure: bool,
    decade: bool,
}

/// What follows the first point.
enum Second {
    Nothing,
    Until(Point),
    Open(usize),
    /// Not years at all: pages, counts.
    Refused(usize),
}

/// "Post-Cold War", "fourth industrial revolution": not the period itself.
fn is_another(word: &str) -> bool {
    matches!(word, "post" | "pre" | "third" | "fourth" | "fifth" | "new" | "next" | "another")
}

impl Reader<'_> {
    fn step(&mut self, at: usize) -> Option<usize> {
        self.century(at).or_else(|| self.period(at)).or_else(|| self.year(at))
    }

    pub(super) fn push(&mut self, range: (i16, i16)) {
        if range.0 <= range.1 {
            self.found.push(range);
        }
    }

    /// The end of what goes on to this day: the year of publication.
    fn open_end(&self, from: i16) -> i16 {
        self.published.unwrap_or(from).max(from)
    }

    /// A period called by name.
    fn period(&mut self, at: usize) -> Option<usize> {
        let dense = self.lex.dense(at);
        if !dense.is_empty() {
            for (_, from, to) in DENSE_PERIODS.iter().filter(|(name, ..)| dense.contains(name)) {
                self.push((*from, *to));
            }
            return None;
        }
        let word = self.lex.word(at);
        if !is_opening(word) || is_another(self.word_before(at)) {
            return None;
        }
        let first = word.bytes().next();
        let named = |(name, from, to): &(&str, i16, i16)| {
            let fits = name.bytes().next() == first;
            fits.then(|| self.named(at, name)).flatten().map(|next| (next, *from, *to))
        };
        let (next, from, to) = PERIODS.iter().find_map(named)?;
        self.push((from, to));
        Some(next)
    }

    /// Where `name` ends when its words stand at `at`, with blanks or hyphens between them.
    fn named(&self, at: usize, name: &str) -> Option<usize> {
        let mut next = at;
        for (index, word) in name.split(' ').enumerate() {
            if index > 0 && self.lex.is_mark(next, '-') {
                next += 1;
            }
            if self.lex.word(next) != word {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// A year, a decade, or a range that begins with one.
    fn year(&mut self, at: usize) -> Option<usize> {
        if self.is_stuck(at) {
            return None;
        }
        let first = self.point(at)?;
        match self.second(at, first) {
            Second::Refused(next) => return Some(next),
            Second::Until(second) => {
                self.push((first.from, second.to));
                self.listed = second.next;
                return Some(second.next);
            }
            Second::Open(next) => {
                self.push((first.from, self.open_end(first.from)));
                return Some(next);
            }
            Second::Nothing => {}
        }
        if !first.sure && !self.is_spoken_of(at, first.next) {
            return Some(first.next);
        }
        let since = matches!(self.cue(at), "since" | "depuis" | "seit" | "desde");
        let to = if since { self.open_end(first.to) } else { first.to };
        self.push((first.from, to));
        self.listed = first.next;
        Some(if first.decade { self.more_decades(first) } else { first.next })
    }

    /// "1950s and 60s": the decades that follow by two digits.
    fn more_decades(&mut self, first: Point) -> usize {
        let mut next = first.next;
        loop {
            let joined = self.lex.is_mark(next, ',') || matches!(self.lex.word(next), "and" | "or");
            let number = next + usize::from(joined) + usize::from(self.lex.is_mark(next + 1, '\''));
            let Some((value, 2)) = self.lex.number(number).filter(|_| joined) else { return next };
            let Some(end) = self.decade_end(number, value) else { return next };
            self.push(Part::WHOLE.of_decade(first.from / 100 * 100 + value));
            next = end;
        }
    }

    /// A decade or a year of four digits.
    fn point(&self, at: usize) -> Option<Point> {
        let (value, digits) = self.lex.number(at)?;
        if digits != 4 || !(1000..=2100).contains(&value) {
            return None;
        }
        if let Some(next) = self.decade_end(at, value) {
            let part = self.part_before(at);
            let hundred = value % 100 == 0 && value < 2000;
            let (from, to) = if hundred { part.of_hundred(value) } else { part.of_decade(value) };
            return Some(Point { from, to, next, sure: true, decade: true });
        }
        let (next, sure) = self.year_end(at);
        let point = Point { from: value, to: value, next, sure, decade: false };
        (sure || !self.is_stuck_after(at)).then_some(point)
    }

    /// Where a decade ends that begins with the number at `at`: 1950s, 1950's, 1950er, 1950-е,
    /// 1950年代, années 1950.
    fn decade_end(&self, at: usize, value: i16) -> Option<usize> {
        let lex = self.lex;
        let next = at + 1;
        if value % 10 != 0 {
            return None;
        }
        let ending = lex.word(next + 1);
        match lex.word(next) {
            "s" if lex.glued(next) => return Some(next + 1),
            "er" if lex.glued(next) => return Some(next + 1 + usize::from(ending.starts_with("jahre"))),
            _ => {}
        }
        let plural = match lex.mark(next) {
            Some('\'') => lex.glued(next) && ending == "s",
            Some('-') => matches!(ending, "е" | "х" | "ые" | "ых" | "ті" | "тих"),
            _ => false,
        };
        if plural {
            Some(next + 2)
        } else if ["年代", "년대"].iter().any(|word| lex.dense(next).starts_with(word)) {
            // "…年代から" goes on to a second decade.
            Some(if self.leads_on(next) { next } else { next + 1 })
        } else {
            matches!(lex.word(at.wrapping_sub(1)), "annees" | "anni" | "anos").then_some(next)
        }
    }

    /// Where a year ends, and whether a word for "year" stands after it.
    fn year_end(&self, at: usize) -> (usize, bool) {
        let next = at + 1;
        let dense = self.lex.dense(next);
        if self.lex.glued(next) && (dense.starts_with('年') || dense.starts_with('년')) {
            return (if self.leads_on(next) { next } else { next + 1 }, true);
        }
        match self.lex.word(next) {
            "г" | "гг" => (next + 1 + usize::from(self.lex.is_mark(next + 1, '.')), true),
            word if word.starts_with("год") => (next + 1, true),
            _ => match self.subdivision(next) {
                Some(end) => (end, !self.lex.is_mark(next, ':')),
                None => (next, false),
            },
        }
    }

    /// A run such as 年から or 년부터 that leads from one year to another.
    fn leads_on(&self, at: usize) -> bool {
        let run = self.lex.dense(at);
        ["から", "부터", "에서", "至", "到"].iter().any(|end| run.ends_with(end))
    }

    fn second(&self, at: usize, first: Point) -> Second {
        let Some(start) = self.separator(at, first.next) else {
            return if self.goes_on(first.next) { Second::Open(first.next + 1) } else { Second::Nothing };
        };
        if let Some(next) = self.present(start) {
            return Second::Open(next);
        }
        let Some(second) = self.end_point(at, start, first) else { return Second::Nothing };
        if second.to < first.from
            || (!first.decade && self.is_numbering(at))
            || self.counts_range(at, first, second)
        {
            return Second::Refused(second.next);
        }
        Second::Until(second)
    }

    /// Where the second end of a range may begin: after a dash, "to", "and" after "between" …
    fn separator(&self, at: usize, next: usize) -> Option<usize> {
        let lex = self.lex;
        if self.leads_on(next) || (lex.is_mark(next, '/') && lex.glued(next) && lex.glued(next + 1)) {
            return Some(next + 1);
        }
        if lex.is_mark(next, '-') {
            return Some(next + 1 + usize::from(lex.is_mark(next + 1, '-')));
        }
        let leads = match lex.word(next) {
            "to" | "through" | "thru" | "till" | "until" | "bis" | "hasta" | "по" | "tot" => true,
            "a" | "al" | "au" => matches!(self.cue(at), "de" | "da" | "dal" | "du" | "des" | "del" | "desde"),
            "and" | "und" | "et" | "y" | "и" | "e" => {
                matches!(self.cue(at), "between" | "entre" | "zwischen" | "между" | "tra" | "fra")
            }
            _ => false,
        };
        leads.then_some(next + 1)
    }

    /// The second end of a range whose first begins at `at`: four digits, or two after a dash.
    fn end_point(&self, at: usize, start: usize, first: Point) -> Option<Point> {
        let number = self.number_ahead(start)?;
        let (value, digits) = self.lex.number(number)?;
        if digits == 4 {
            return self.point(number);
        }
        let glued = number == start && self.lex.glued(number);
        let base = first.from / 100 * 100;
        if digits == 2
            && (glued || first.decade)
            && let Some(next) = self.decade_end(number, value)
        {
            let (_, to) = Part::WHOLE.of_decade(base + value);
            return Some(Point { from: base + value, to, next, sure: true, decade: true });
        }
        if !glued || first.decade || self.is_stuck_after(number) || self.lex.is_mark(number + 1, '-') {
            return None;
        }
        let to = match digits {
            2 if value > first.from % 100 => base + value,
            2 if value == 0 || self.lex.is_mark(start - 1, '/') => base + 100 + value,
            1 if value > first.from % 10 && self.is_strong(at) => first.from / 10 * 10 + value,
            _ => return None,
        };
        let near = to - first.from < 100;
        near.then_some(Point { from: to, to, next: number + 1, sure: false, decade: false })
    }

    /// The next number, past "the", parts of a decade, months and days.
    fn number_ahead(&self, start: usize) -> Option<usize> {
        let lex = self.lex;
        for at in start..start + 7 {
            let word = lex.word(at);
            let day = matches!(lex.number(at), Some((1..=31, 1 | 2)))
                && (MONTHS.contains(&lex.word(at + 1)) || (at > start && MONTHS.contains(&lex.word(at - 1))));
            if lex.number(at).is_some() && !day {
                return Some(at);
            }
            let skipped = day
                || MONTHS.contains(&word)
                || matches!(
                    word,
                    "the" | "early" | "mid" | "middle" | "late" | "end" | "beginning" | "of" | "about"
                )
                || matches!(
                    word,
                    "around" | "circa" | "approximately" | "year" | "half" | "first" | "second"
                )
                || (at > start && matches!(lex.mark(at), Some('-' | ',' | '.')));
            if !skipped {
                return None;
            }
        }
        None
    }

    /// "to the present", "to date": where it ends.
    fn present(&self, start: usize) -> Option<usize> {
        let at = start + usize::from(self.lex.word(start) == "the");
        let open = matches!(
            self.lex.word(at),
            "present" | "today" | "date" | "now" | "nowadays" | "heute" | "presente"
        );
        open.then_some(at + 1)
    }

    fn goes_on(&self, at: usize) -> bool {
        matches!(self.lex.word(at), "onward" | "onwards")
    }

    /// Pages, counts and measures look like ranges of years, too: "1000-1500 firms".
    fn counts_range(&self, at: usize, first: Point, second: Point) -> bool {
        let round = first.from % 50 == 0 && second.to % 50 == 0;
        let counted = COUNTED.contains(&self.lex.word(second.next))
            || matches!(
                self.lex.word(at.wrapping_sub(2)),
                "ranging" | "range" | "ranges" | "ranged" | "varying"
            );
        !first.decade && (self.is_measured(second.next) || (round && counted))
    }

    /// How much of the decade or century at `at` is meant, by the words before it.
    pub(super) fn part_before(&self, at: usize) -> Part {
        let mut at = self.back_over(at, &["the", "of", "der", "des", "du", "de", "el", "los"]);
        let Some(part) = self.part(at) else { return Part::WHOLE };
        if self.lex.word(at) == "half" {
            return part;
        }
        at = self.back_over(at, &["to", "and"]);
        let from = self.part(at).filter(|earlier| earlier.from < part.from);
        Part { from: from.unwrap_or(part).from, to: part.to }
    }

    /// The place of the nearest word before `at` that is none of `words` and no hyphen.
    fn back_over(&self, mut at: usize, words: &[&str]) -> usize {
        for _ in 0..4 {
            at = at.wrapping_sub(1);
            if !self.lex.is_mark(at, '-') && !words.contains(&self.lex.word(at)) {
                break;
            }
        }
        at
    }

    fn part(&self, at: usize) -> Option<Part> {
        let (from, to) = match self.lex.word(at) {
            "early" | "beginning" | "start" | "debut" | "anfang" | "fruhen" | "начале" | "inicios" => {
                (0, 2)
            }
            "mid" | "middle" | "milieu" | "mitte" | "середине" => (2, 4),
            "late" | "end" | "fin" | "ende" | "spaten" | "конце" | "finales" => (4, 6),
            "half" => match self.lex.word(at.wrapping_sub(1)) {
                "first" | "former" => (0, 3),
                "second" | "latter" => (3, 6),
                _ => return None,
            },
            _ => return None,
        };
        Some(Part { from, to })
    }

    /// The word before `at`, past a hyphen; empty when something else stands there.
    pub(super) fn word_before(&self, at: usize) -> &str {
        let before = at.wrapping_sub(1);
        let hyphen = self.lex.is_mark(before, '-');
        self.lex.word(before.wrapping_sub(usize::from(hyphen)))
    }

    /// The word that leads to `at`, past articles, parts and months: "since" in "since the late 1950s".
    pub(super) fn cue(&self, at: usize) -> &str {
        let mut at = at.wrapping_sub(1);
        for _ in 0..4 {
            let word = self.lex.word(at);
            let passed = self.lex.is_mark(at, '-')
                || MONTHS.contains(&word)
                || matches!(
                    word,
                    "the" | "early" | "mid" | "middle" | "late" | "der" | "den" | "les" | "about" | "around"
                );
            if !passed {
                return word;
            }
            at = at.wrapping_sub(1);
        }
        self.lex.word(at)
    }
}
