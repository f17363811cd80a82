//! Whether a single number of four digits is a year the text speaks of, told by what stands around
//! it, and whether a range of numbers is one of years.

use super::reader::Reader;
use super::word_table::{COUNTED, COUNTING, EVENTS, MADE, MONTHS, PRICES, REFUSED, STRONG, WEAK};

impl Reader<'_> {
    /// True when the year at `at`, whose text ends before `next`, is spoken of.
    pub(super) fn is_spoken_of(&self, at: usize, next: usize) -> bool {
        if self.is_measured(next) || self.is_priced(next) {
            return false;
        }
        if self.is_dated(at) || self.is_list(at) {
            return true;
        }
        if self.is_strong(at) {
            return !self.is_counted(at, next);
        }
        let before = self.word_before(at);
        if REFUSED.contains(&before) || self.is_cited(at) || COUNTED.contains(&self.lex.word(next)) {
            return false;
        }
        if WEAK.contains(&before) {
            return self.is_weakly_led(at, before) && !self.counts_soon(next);
        }
        if matches!(before, "the" | "this" | "its" | "their" | "s") {
            return self.names_a_thing(at, next);
        }
        self.is_event(next) || before == "census" || self.is_set_apart(at, next)
    }

    /// A word before it after which only years stand: "in", "since", "circa".
    pub(super) fn is_strong(&self, at: usize) -> bool {
        let before = at.wrapping_sub(1);
        let abbreviated =
            self.lex.is_mark(before, '.') && matches!(self.lex.word(before.wrapping_sub(1)), "c" | "ca");
        let word = if self.word_before(at) == "to"
            && matches!(self.lex.word(at.wrapping_sub(2)), "up" | "prior" | "back")
        {
            "until"
        } else {
            self.word_before(at)
        };
        abbreviated || STRONG.contains(&word) || self.lex.dense(before).ends_with(['在', '自', '約'])
    }

    /// "May 1950", "July 26, 1963", "26.7.1963".
    fn is_dated(&self, at: usize) -> bool {
        let lex = self.lex;
        let before = at.wrapping_sub(1);
        let day = |at: usize| matches!(lex.number(at), Some((1..=31, 1 | 2)));
        let month = |at: usize| MONTHS.contains(&lex.word(at));
        if month(before) {
            return lex.word(before) != "may" || lex.capital(before);
        }
        if lex.is_mark(before, '.') && month(before.wrapping_sub(1)) {
            return true;
        }
        if lex.is_mark(before, ',') {
            let day_at = before.wrapping_sub(1);
            return month(day_at) || (day(day_at) && month(day_at.wrapping_sub(1)));
        }
        self.is_numeric_date(at)
    }

    fn is_numeric_date(&self, at: usize) -> bool {
        let day = |at: usize| matches!(self.lex.number(at), Some((1..=31, 1 | 2)));
        let mark = self.lex.mark(at.wrapping_sub(1));
        matches!(mark, Some('.' | '/' | '-'))
            && day(at.wrapping_sub(2))
            && self.lex.mark(at.wrapping_sub(3)) == mark
            && day(at.wrapping_sub(4))
    }

    /// "in 1950, 1953 and 1955": it follows a year that counted.
    fn is_list(&self, at: usize) -> bool {
        let between = |at: usize| {
            matches!(self.lex.mark(at), Some(',' | '&')) || matches!(self.lex.word(at), "and" | "or")
        };
        self.listed < at && at - self.listed <= 2 && (self.listed..at).all(between)
    }

    /// "in 1500 villages": a round number of things, even after "in".
    fn is_counted(&self, at: usize, next: usize) -> bool {
        let round =
            self.lex.number(at).is_some_and(|(value, _)| value % 100 == 0 && !matches!(value, 1900 | 2000));
        let word = self.lex.word(next);
        round && (COUNTED.contains(&word) || self.counts_soon(next))
    }

    /// A count within three words: "1200 small U.S. firms".
    fn counts_soon(&self, next: usize) -> bool {
        (next..next + 3)
            .take_while(|at| !self.lex.word(*at).is_empty())
            .any(|at| COUNTED.contains(&self.lex.word(at)))
    }

    fn is_weakly_led(&self, at: usize, before: &str) -> bool {
        let (value, _) = self.lex.number(at).unwrap_or_default();
        match before {
            "of" => !COUNTING.contains(&self.lex.word(at.wrapping_sub(2))) && !self.is_cited(at),
            "and" | "than" => false,
            "as" => {
                matches!(self.lex.word(at.wrapping_sub(2)), "back" | "early" | "late" | "far" | "recently")
            }
            _ => (1200..2050).contains(&value),
        }
    }

    /// "the 1929 crash", "the 1997 Asian financial crisis"; not "the 1500 firms", "the 1990 model".
    fn names_a_thing(&self, at: usize, next: usize) -> bool {
        let word = self.lex.word(next);
        let (value, _) = self.lex.number(at).unwrap_or_default();
        let plural = word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("is");
        let counted = (plural && value % 100 == 0) || self.counts_soon(next);
        !(word.is_empty() || counted || MADE.contains(&word))
    }

    /// "1929 crisis", "2008 global financial crisis".
    fn is_event(&self, next: usize) -> bool {
        (next..next + 4)
            .take_while(|at| !self.lex.word(*at).is_empty())
            .any(|at| EVENTS.contains(&self.lex.word(at)))
    }

    /// The last word of a title after a comma ("…, 1956"), its first ("1956: …"), or alone in
    /// brackets after a common word ("the uprising (1956)").
    fn is_set_apart(&self, at: usize, next: usize) -> bool {
        let lex = self.lex;
        let last = next == lex.len() || (next + 1 == lex.len() && matches!(lex.mark(next), Some('.' | '?')));
        if at == 0 {
            return last || lex.is_mark(next, ':');
        }
        let before = lex.mark(at - 1);
        let short = lex.len() < 60;
        (short && last && matches!(before, Some(',' | ':')) && at > 2 && !lex.word(at - 2).is_empty())
            || (before == Some('(') && lex.is_mark(next, ')') && !lex.word(at.wrapping_sub(2)).is_empty())
    }

    /// Names a publication: "Smith (1999)", "(Smith, 2003)", "Smith et al., 2003", "Press, 2003".
    fn is_cited(&self, at: usize) -> bool {
        let lex = self.lex;
        let Some(open) = self.bracket_before(at) else {
            return matches!(
                self.past_years(at),
                "al" | "press" | "university" | "review" | "publishing" | "forthcoming"
            );
        };
        if open + 1 == at {
            let name = open.wrapping_sub(1);
            return lex.capital(name)
                || matches!(lex.word(name), "al" | "s" | "paper" | "article" | "book" | "study")
                || lex.is_mark(name, '.');
        }
        let leader = self.past_years_at(at);
        lex.capital(leader) || matches!(lex.word(leader), "al" | "forthcoming" | "press")
    }

    /// The bracket that is open at `at`.
    fn bracket_before(&self, at: usize) -> Option<usize> {
        for before in (at.saturating_sub(40)..at).rev() {
            match self.lex.mark(before) {
                Some('(') => return Some(before),
                Some(')') => return None,
                _ => {}
            }
        }
        None
    }

    fn past_years(&self, at: usize) -> &str {
        self.lex.word(self.past_years_at(at))
    }

    /// The place of what stands before this year and the years, commas and full stops before it.
    fn past_years_at(&self, at: usize) -> usize {
        let mut before = at.wrapping_sub(1);
        while matches!(self.lex.mark(before), Some(',' | '.' | '&'))
            || matches!(self.lex.number(before), Some((_, 4)))
        {
            before = before.wrapping_sub(1);
        }
        before
    }

    /// "1950 km", "1200 percent", "1500%".
    pub(super) fn is_measured(&self, next: usize) -> bool {
        matches!(
            self.lex.word(next),
            "percent"
                | "per"
                | "km"
                | "kg"
                | "m"
                | "mm"
                | "cm"
                | "miles"
                | "meters"
                | "metres"
                | "hectares"
                | "ha"
                | "tons"
                | "tonnes"
                | "calories"
                | "kcal"
                | "hz"
                | "ghz"
                | "mhz"
                | "mw"
                | "gw"
                | "kwh"
                | "million"
                | "billion"
                | "thousand"
                | "times"
                | "words"
                | "pages"
                | "euros"
                | "yen"
                | "won"
                | "bp"
        )
    }

    /// "2005 prices", "1990 US dollars", "2010 constant dollars".
    fn is_priced(&self, next: usize) -> bool {
        let money = |at: usize| {
            matches!(self.lex.word(at), "dollars" | "prices" | "usd" | "euros" | "ppp" | "pounds")
        };
        money(next) || (PRICES.contains(&self.lex.word(next)) && money(next + 1))
    }

    /// A number that is part of something longer: `w1950`, `3.1950`, `$1950`, `978-1950`, `12:1950`.
    pub(super) fn is_stuck(&self, at: usize) -> bool {
        let lex = self.lex;
        if !lex.glued(at) || self.is_numeric_date(at) {
            return false;
        }
        let before = at - 1;
        if !lex.word(before).is_empty() {
            return true;
        }
        let number = before > 0 && lex.glued(before) && lex.number(before - 1).is_some();
        let word = before > 0 && lex.glued(before) && !lex.word(before - 1).is_empty();
        match lex.mark(before) {
            Some('#' | '?' | '&') => true,
            Some('.' | ',' | ':') => number,
            Some('/') => number || word,
            Some('-') => number || (word && !self.is_strong(at) && !self.is_decade_like(at)),
            _ => false,
        }
    }

    fn is_decade_like(&self, at: usize) -> bool {
        self.lex.glued(at + 1) && self.lex.word(at + 1) == "s"
    }

    /// The same for what comes after: `1950a`, `1950.5`, `1,950`, `1950%`, `1950:4`.
    pub(super) fn is_stuck_after(&self, at: usize) -> bool {
        let lex = self.lex;
        let next = at + 1;
        if !lex.glued(next) {
            return false;
        }
        if !lex.word(next).is_empty() {
            return self.subdivision(next).is_none();
        }
        let number =
            lex.glued(next + 1) && self.subdivision(next).is_none() && lex.number(next + 1).is_some();
        match lex.mark(next) {
            Some('#' | '&') => true,
            Some('.' | ',' | ':') => number,
            Some('-') => {
                lex.glued(next + 1)
                    && !lex.word(next + 1).is_empty()
                    && !matches!(lex.word(next + 1), "present" | "mid" | "early" | "late")
            }
            _ => false,
        }
    }

    /// Where a quarter or month ends that begins at `next`: 1990q1, 1990:Q1, 1990M12, and in ranges
    /// 1990:01.
    pub(super) fn subdivision(&self, next: usize) -> Option<usize> {
        let lex = self.lex;
        let colon = usize::from(lex.is_mark(next, ':'));
        let letter = usize::from(matches!(lex.word(next + colon), "q" | "m"));
        let end = next + colon + letter;
        let short = matches!(lex.number(end), Some((1..=12, 1 | 2)));
        let ties = |at: usize| matches!(lex.mark(at), Some('-' | ')')) || lex.word(at) == "to";
        let framed = letter == 1 || ties(end + 1) || ties(next.wrapping_sub(2));
        (colon + letter > 0 && short && framed && (next..=end).all(|at| lex.glued(at))).then_some(end + 1)
    }

    /// A range of pages or volumes: "pp. 1201-1210", "12(3), 1201-1210".
    pub(super) fn is_numbering(&self, at: usize) -> bool {
        let lex = self.lex;
        let before = at.wrapping_sub(1);
        if self.is_dated(at) {
            return false;
        }
        if matches!(lex.mark(before), Some('.' | ',' | ':')) {
            let earlier = before.wrapping_sub(1);
            let short = matches!(lex.number(earlier), Some((_, 1..=3)));
            let issue = lex.is_mark(earlier, ')') && lex.number(earlier.wrapping_sub(1)).is_some();
            return short || issue || self.is_page_word(earlier);
        }
        self.is_page_word(before)
    }

    fn is_page_word(&self, at: usize) -> bool {
        matches!(
            self.lex.word(at),
            "p" | "pp"
                | "page"
                | "pages"
                | "no"
                | "nos"
                | "vol"
                | "volume"
                | "isbn"
                | "issn"
                | "id"
                | "ids"
                | "grant"
        )
    }
}
