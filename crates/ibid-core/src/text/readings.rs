//! What to look for when somebody typed these words: the tokens a query needs, as alternatives.

use super::{Mode, Token, TokenKind, Tokenizer};

/// One way the words may stand in a text: terms with their distance in positions from the first.
/// A single term is a plain word; several are a phrase.
pub type Reading = Vec<(u32, String)>;

/// All ways, any of which is a match; the one closest to what was typed first. Empty when the text
/// holds no word. `Müller` reads as `muller` or `mueller`; `non-linear` as the phrase `non linear`
/// or as `nonlinear`; `北朝鮮` as the phrase of its pairs.
pub type Readings = Vec<Reading>;

/// More alternatives than this are not told apart; the first ones stay.
const MAX_READINGS: usize = 8;

impl Tokenizer {
    /// The readings of typed words, in the mode the searched text was read in.
    pub fn readings(&mut self, mode: Mode, text: &str) -> Readings {
        let mut slots = Slots::default();
        self.tokenize(mode, text, &mut |token| slots.take(token));
        let mut readings = Vec::from([(Reading::new(), 0)]);
        for slot in slots.finished() {
            readings = combine(&readings, &slot);
        }
        readings.into_iter().map(|(reading, _)| reading).filter(|reading| !reading.is_empty()).collect()
    }
}

fn combine(readings: &[(Reading, u32)], slot: &[Way]) -> Vec<(Reading, u32)> {
    let mut all = Vec::new();
    for way in slot {
        for (reading, width) in readings {
            let mut longer = reading.clone();
            longer.extend(way.terms.iter().map(|(offset, term)| (width + offset, term.clone())));
            all.push((longer, width + way.width));
        }
    }
    all.truncate(MAX_READINGS);
    all
}

/// One way to read a word: its terms and how many positions it takes.
#[derive(Clone, Debug)]
struct Way {
    terms: Vec<(u32, String)>,
    width: u32,
}

/// The words of a query in order, each with its ways.
#[derive(Default)]
struct Slots {
    slots: Vec<Vec<Way>>,
    /// Where the last slot began, and where in the input it ended.
    position: u32,
    end: usize,
    /// The last slot waits for the second part of a hyphenated word.
    halved: bool,
    /// The last slot is a run of pairs.
    dense: bool,
}

impl Slots {
    fn take(&mut self, token: Token<'_>) {
        match token.kind {
            TokenKind::Word if self.halved => self.second_half(&token),
            TokenKind::Word => self.push(&token, false),
            TokenKind::Other => self.other(&token),
            TokenKind::Single if self.dense && token.start == self.end => self.lengthen(&token, 1),
            TokenKind::Single => self.push(&token, true),
            TokenKind::Pair => self.pair(&token),
        }
    }

    fn push(&mut self, token: &Token<'_>, dense: bool) {
        self.slots.push(vec![Way { terms: vec![(0, token.text.to_owned())], width: 1 }]);
        self.position = token.position;
        self.end = token.end;
        self.dense = dense;
    }

    fn other(&mut self, token: &Token<'_>) {
        let Some(slot) = self.slots.last_mut().filter(|_| !self.dense) else {
            return;
        };
        if token.position != self.position {
            return;
        }
        self.halved |= token.end > self.end;
        let way = Way { terms: vec![(0, token.text.to_owned())], width: 1 };
        slot.push(way);
    }

    fn second_half(&mut self, token: &Token<'_>) {
        self.halved = false;
        self.end = token.end;
        if let Some(way) = self.slots.last_mut().and_then(|slot| slot.first_mut()) {
            way.terms.push((1, token.text.to_owned()));
            way.width = 2;
        }
    }

    fn lengthen(&mut self, token: &Token<'_>, width: u32) {
        self.end = token.end;
        if let Some(way) = self.slots.last_mut().and_then(|slot| slot.first_mut()) {
            way.width += width;
        }
    }

    /// The first pair of a run takes the place of the single that opened it.
    fn pair(&mut self, token: &Token<'_>) {
        let offset = token.position - self.position;
        if let Some(way) = self.slots.last_mut().and_then(|slot| slot.first_mut()) {
            if offset == 0 {
                way.terms.clear();
            }
            way.terms.push((offset, token.text.to_owned()));
        }
    }

    fn finished(self) -> Vec<Vec<Way>> {
        self.slots
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Readings as `a b` with `_` for a position without a term, parted by ` | `.
    fn shown(mode: Mode, text: &str) -> String {
        let show = |reading: &Reading| {
            let mut words: Vec<&str> = Vec::new();
            for (offset, term) in reading {
                words.resize(*offset as usize, "_");
                words.push(term);
            }
            words.join(" ")
        };
        Tokenizer::new().readings(mode, text).iter().map(show).collect::<Vec<_>>().join(" | ")
    }

    fn check(mode: Mode, text: &str, expected: &str) {
        assert_eq!(shown(mode, text), expected, "{mode:?} {text:?}");
    }

    #[test]
    fn readings() {
        let cases = [
            ("policy", "polici"),
            ("", ""),
            ("--", ""),
            ("monetary policy", "monetari polici"),
            ("Müller", "muller | mueller"),
            ("gd11-190", "gd11 190"),
            ("non-linear", "non linear | nonlinear"),
            ("non-linear models", "non linear model | nonlinear model"),
            ("d'Italia", "italia | ditalia"),
            ("北朝鮮", "北朝 朝鮮"),
            ("韓", "韓"),
            ("北朝鮮 IS 韓国", "北朝 朝鮮 _ is 韓国"),
            ("年 目標", "年 目標"),
            ("2050年目標", "2050 年目 目標"),
        ];
        for (text, expected) in cases {
            check(Mode::Text, text, expected);
        }
    }

    #[test]
    fn readings_of_names() {
        check(Mode::Name, "Mueller", "mueller | muller");
        check(Mode::Name, "Müller", "muller | mueller");
        check(Mode::Name, "Kim Il-sung", "kim il sung | kim ilsung");
        check(Mode::Name, "O'Brien", "brien | obrien");
        check(Mode::Name, "김철수", "김철 철수");
    }

    #[test]
    fn alternatives_are_capped() {
        let text = "Müller ".repeat(12);
        assert_eq!(Tokenizer::new().readings(Mode::Name, &text).len(), MAX_READINGS);
    }
}
