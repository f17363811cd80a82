//! Whether two spellings may be of one name: in any order and script, with initials, slips and names left out.
//!
//! Words are put beside words, one or several drawn together, and what is left over on both sides speaks
//! against. The rule sees names only: namesakes are `Same`, and who somebody is has to be shown otherwise.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use rapidfuzz::distance::osa;

use super::nickname_table::NICKNAMES;
use super::script::{Script, latin};
use super::{chinese, family, hangul, is_particle, is_suffix, sound};
use crate::text::fold;

/// How sure it is that two spellings are of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Nothing speaks for it.
    Different,
    /// A part of the name is the same and the rest does not exclude it: a name of one word, a short form.
    Possible,
    /// The one is the other with initials, a slip, or names left out.
    Likely,
    /// Only order, case, marks, script or the way of romanising differ.
    Same,
}

/// Compares two names as they stand.
pub fn same(one: &str, other: &str) -> Grade {
    Spelling::of(one).against(&Spelling::of(other))
}

/// A name made ready to be compared with many.
#[derive(Clone, Debug)]
pub struct Spelling {
    words: Vec<Word>,
    /// All words drawn together, folded.
    whole: String,
    /// Words and neighbours drawn together, made when first needed.
    runs: OnceLock<Vec<Run>>,
}

/// A word or several as one, where they begin and how many they are.
#[derive(Clone, Debug)]
struct Run {
    word: Word,
    from: usize,
    count: usize,
}

#[derive(Clone, Debug, PartialEq)]
struct Word {
    text: String,
    sounds: Vec<u8>,
    script: Script,
    role: Role,
    /// Of the tables of family names.
    families: &'static [u16],
    /// Of a name with a Korean family name.
    korean: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Full,
    /// One letter.
    Initial,
    /// A particle, title or suffix: may be left out without a word.
    Weak,
}

/// Longer names are compared by their first words.
const MOST_WORDS: usize = 9;
/// Words that are drawn together to be compared with one.
const TOGETHER: usize = 3;

impl Spelling {
    pub fn of(name: &str) -> Spelling {
        let mut words: Vec<Word> = parts(name).into_iter().take(MOST_WORDS).map(Word::new).collect();
        // A name of nothing but particles is one all the same.
        if words.iter().all(|it| it.role == Role::Weak) {
            words.iter_mut().for_each(|it| it.role = Role::Full);
        }
        if words.len() > 1 && words.iter().any(|it| family::is_korean(&it.text)) {
            words.iter_mut().for_each(|it| it.korean = true);
        }
        let whole = words.iter().filter(|it| it.role != Role::Weak).map(|it| &*it.text).collect();
        Spelling { words, whole, runs: OnceLock::new() }
    }

    fn runs(&self) -> &[Run] {
        self.runs.get_or_init(|| runs(&self.words))
    }

    /// How sure it is that both are spellings of one name.
    pub fn against(&self, other: &Spelling) -> Grade {
        if self.whole.is_empty() || other.whole.is_empty() {
            return Grade::Different;
        }
        if self.whole == other.whole {
            return Grade::Same;
        }
        Beside::put(self, other).grade()
    }
}

/// Words before a name that are no part of it.
const TITLES: [&str; 14] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "rev",
    "shaikh",
    "sheikh",
    "hon",
    "lord",
];

/// The words of a name, folded, with a Hangul or Han name in one piece parted after the family name.
pub(super) fn parts(name: &str) -> Vec<String> {
    let folded = fold(name).replace('\'', "");
    let folded = if folded.contains(|c: char| c.is_ascii_digit()) { as_letters(&folded) } else { folded };
    let mut words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric() && !is_mark(c))
        .filter(|word| !word.is_empty())
        .map(full_forms)
        .collect();
    if let [only] = words.as_slice()
        && let Some(cut) = family::cut(only)
    {
        let given = only[cut..].to_owned();
        words = vec![only[..cut].to_owned(), given];
    }
    words
}

/// Figures between letters are letters misread.
fn as_letters(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let beside = |at: usize| letters.get(at).is_some_and(|c| c.is_alphabetic());
    let read = |(at, &c): (usize, &char)| match c {
        _ if !(beside(at + 1) || at > 0 && beside(at - 1)) => c,
        '0' => 'o',
        '1' => 'i',
        '5' => 's',
        c => c,
    };
    letters.iter().enumerate().map(read).collect()
}

/// Vowel signs belong to the letters before them.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || c == 'ー'
}

fn full_forms(word: &str) -> String {
    if word.is_ascii() { word.to_owned() } else { word.chars().map(family::full_form).collect() }
}

impl Word {
    fn new(text: String) -> Word {
        let script = Script::of_word(&text);
        let role = match &*text {
            it if is_particle(it) || is_suffix(it) || TITLES.contains(&it) => Role::Weak,
            it if !script.is_eastern() && it.chars().count() == 1 => Role::Initial,
            _ => Role::Full,
        };
        let families = family::rows(&text);
        Word { sounds: sound::sounds(&latin(&text)), text, script, role, families, korean: false }
    }

    /// Several words as one.
    fn joined(words: &[Word]) -> Word {
        let text: String = words.iter().map(|it| &*it.text).collect();
        let korean = words[0].korean && words[0].script == Script::Latin;
        let (sounds, families) = (sound::sounds(&latin(&text)), family::rows(&text));
        Word { sounds, role: Role::Full, text, korean, families, script: words[0].script }
    }

    /// How alike two words are, 0 where they are not.
    fn alike(&self, other: &Word) -> f32 {
        if self.text == other.text {
            return 1.0;
        }
        match (self.script, other.script) {
            (Script::Latin, Script::Latin) => self.alike_in_latin(other),
            (one, two) if one == two => self.alike_in_script(other),
            // Korean names are romanised, others transcribed into Hangul, which is the vaguer.
            (Script::Hangul, Script::Latin | Script::Cyrillic) if self.korean => {
                self.alike_by_ear(other, KOREAN_SOUND)
            }
            (Script::Latin | Script::Cyrillic, Script::Hangul) if other.korean => {
                self.alike_by_ear(other, KOREAN_SOUND)
            }
            (one, two) => self.alike_by_ear(other, by_ear(one, two)),
        }
    }

    fn alike_in_latin(&self, other: &Word) -> f32 {
        if plain(&self.text) == plain(&other.text) {
            return 1.0;
        }
        if family::are_one(self.families, other.families) {
            return ROMANISED;
        }
        let sound = sound::alike(&self.sounds, &other.sounds);
        let shortest = self.text.len().min(other.text.len());
        let near = || sound >= ROUGH_SOUND;
        match () {
            () if sound >= EQUAL_SOUND => ROMANISED,
            () if near() && self.korean && other.korean && hangul::are_one(&self.text, &other.text) => {
                ROMANISED
            }
            () if near() && chinese::are_one(&self.text, &other.text) => ROMANISED,
            () if is_nickname(&self.text, &other.text) => SLIP,
            () if slips(&self.text, &other.text) => SLIP,
            () if sound >= NEAR_SOUND && shortest >= 5 => SLIP,
            () => 0.0,
        }
    }

    fn alike_in_script(&self, other: &Word) -> f32 {
        match self.script {
            // Every character is a syllable: another one is another name.
            Script::Han | Script::Hangul => 0.0,
            _ if slips(&self.text, &other.text) => SLIP,
            _ if sound::alike(&self.sounds, &other.sounds) >= NEAR_SOUND => SLIP,
            _ => 0.0,
        }
    }

    fn alike_by_ear(&self, other: &Word, least: f32) -> f32 {
        if family::are_one(self.families, other.families) || self.spells(other) || other.spells(self) {
            return ROMANISED;
        }
        let sound = sound::alike(&self.sounds, &other.sounds);
        match () {
            () if sound >= least + 0.12 => ROMANISED,
            () if sound >= least - LOOSE => sound + SLIP - least,
            () => 0.0,
        }
    }

    fn spells(&self, hangul: &Word) -> bool {
        hangul.script == Script::Hangul
            && self.script == Script::Latin
            && hangul::spells(&hangul.text, &self.text)
    }

    /// One letter for a word that begins with it.
    fn is_initial_of(&self, other: &Word) -> bool {
        let first = |word: &Word| latin(&word.text).chars().next();
        self.role == Role::Initial && other.role != Role::Weak && first(self) == first(other)
    }

    /// A short form: Ben and Benjamin.
    fn is_short_for(&self, other: &Word) -> bool {
        let (short, long) = (&self.text, &other.text);
        short.chars().count() >= 3 && long.starts_with(&**short)
    }
}

const ROMANISED: f32 = 0.95;
const SLIP: f32 = 0.88;
const ROUNDING: f32 = 0.001;
/// Sounds of two Latin words that are one word romanised in two ways; nearly so.
const EQUAL_SOUND: f32 = 0.98;
const NEAR_SOUND: f32 = 0.84;
/// Words that sound less alike are not looked at more closely.
const ROUGH_SOUND: f32 = 0.5;
/// Beside other words that agree, a word may be as far off as this.
const LOOSE: f32 = 0.13;
/// How alike words of a Korean name have to sound.
const KOREAN_SOUND: f32 = 0.78;

/// How alike words of two scripts have to sound.
fn by_ear(one: Script, other: Script) -> f32 {
    let of = |it: Script| -> f32 {
        match it {
            Script::Latin => 0.0,
            Script::Cyrillic => 0.70,
            Script::Kana | Script::Hangul => 0.63,
            Script::Han => 0.60,
            Script::Other => 0.66,
        }
    };
    of(one).max(of(other))
}

/// Whether one is what people called by the other are called for short.
fn is_nickname(one: &str, other: &str) -> bool {
    static NAMES: LazyLock<HashMap<&str, &[&str]>> = LazyLock::new(|| NICKNAMES.iter().copied().collect());
    let of = |name: &str, short: &str| NAMES.get(name).is_some_and(|shorts| shorts.contains(&short));
    of(one, other) || of(other, one)
}

/// Umlauts written out are drawn together.
fn plain(text: &str) -> String {
    text.replace("oe", "o").replace("ue", "u").replace("ae", "a")
}

/// A letter wrong in words of five, two in words of nine.
fn slips(one: &str, other: &str) -> bool {
    let shortest = one.chars().count().min(other.chars().count());
    let most = match shortest {
        0..=4 => return false,
        5..=8 => 1,
        _ => 2,
    };
    let cutoff = osa::Args::default().score_cutoff(most);
    osa::distance_with_args(one.chars(), other.chars(), &cutoff).is_some()
}

fn is_one_letter_off(one: &str, other: &str) -> bool {
    one.chars().count() > 3 && osa::distance(one.chars(), other.chars()) < 2
}

/// Two names, word beside word.
struct Beside<'a> {
    some: &'a [Word],
    others: &'a [Word],
    taken: [Vec<bool>; 2],
    /// How alike the full words put together are: the least, and all by their length.
    least: f32,
    sum: f32,
    letters: f32,
    /// How many full words and initials were put together.
    full: usize,
    initials: usize,
}

impl<'a> Beside<'a> {
    fn put(one: &'a Spelling, other: &'a Spelling) -> Beside<'a> {
        let (some, others) = (&one.words[..], &other.words[..]);
        let taken = [vec![false; some.len()], vec![false; others.len()]];
        let mut beside =
            Beside { some, others, taken, least: 1.0, sum: 0.0, letters: 0.0, full: 0, initials: 0 };
        beside.equal_words();
        if beside.taken.iter().all(|taken| taken.contains(&false)) {
            beside.like_words(one.runs(), other.runs());
        }
        beside.initials();
        beside
    }

    fn equal_words(&mut self) {
        for (at, word) in self.some.iter().enumerate() {
            let found = self
                .others
                .iter()
                .enumerate()
                .position(|(to, it)| !self.taken[1][to] && it.text == word.text);
            if let Some(to) = found {
                self.taken[0][at] = true;
                self.taken[1][to] = true;
                match word.role {
                    Role::Full => self.count(1.0, word.sounds.len() * 2, 1),
                    Role::Initial => self.initials += 1,
                    Role::Weak => {}
                }
            }
        }
    }

    /// The likest first, however many words they are made of.
    fn like_words(&mut self, some: &[Run], others: &[Run]) {
        let free = |side: usize, run: &Run| !self.taken[side][run.from..run.from + run.count].contains(&true);
        let mut pairs = Vec::new();
        for one in some.iter().filter(|it| free(0, it)) {
            for other in others.iter().filter(|it| free(1, it)) {
                if one.count > 1 && other.count > 1 {
                    continue;
                }
                let alike = one.word.alike(&other.word);
                if alike > 0.0 {
                    let length = one.word.sounds.len() + other.word.sounds.len();
                    pairs.push((alike, length, one.from, one.count, other.from, other.count));
                }
            }
        }
        // Which name comes first is no matter, to the last tie.
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then((a.2 + a.4).cmp(&(b.2 + b.4))));
        for (alike, length, from, count, to, many) in pairs {
            let free = !self.taken[0][from..from + count].contains(&true)
                && !self.taken[1][to..to + many].contains(&true);
            if free {
                self.taken[0][from..from + count].fill(true);
                self.taken[1][to..to + many].fill(true);
                self.count(alike, length, count.max(many));
            }
        }
    }

    fn count(&mut self, alike: f32, length: usize, words: usize) {
        self.least = self.least.min(alike);
        self.sum += alike * length as f32;
        self.letters += length as f32;
        self.full += words;
    }

    fn initials(&mut self) {
        for at in 0..self.some.len() {
            for to in 0..self.others.len() {
                let (one, other) = (&self.some[at], &self.others[to]);
                let free = !self.taken[0][at] && !self.taken[1][to];
                if free && (one.is_initial_of(other) || other.is_initial_of(one)) {
                    self.taken[0][at] = true;
                    self.taken[1][to] = true;
                    self.initials += 1;
                }
            }
        }
    }

    fn grade(&self) -> Grade {
        let left = |side: usize, words: &'a [Word]| -> Vec<&'a Word> {
            let free =
                words.iter().zip(&self.taken[side]).filter(|(it, taken)| !**taken && it.role != Role::Weak);
            free.map(|(it, _)| it).collect()
        };
        let (some, others) = (left(0, self.some), left(1, self.others));
        if self.full == 0 || self.sum < (SLIP - ROUNDING) * self.letters {
            return Grade::Different;
        }
        match (some.as_slice(), others.as_slice()) {
            ([], []) if self.initials == 0 && self.least >= ROMANISED => Grade::Same,
            ([], []) => Grade::Likely,
            ([], _) | (_, []) if self.full + self.initials > 1 => Grade::Likely,
            ([], _) | (_, []) => Grade::Possible,
            // Beside three words that agree, one wrong letter is a slip in a short word too.
            ([one], [other]) if self.full > 2 && is_one_letter_off(&one.text, &other.text) => Grade::Likely,
            ([one], [other]) if one.is_short_for(other) || other.is_short_for(one) => Grade::Possible,
            _ => Grade::Different,
        }
    }
}

/// Full words, and neighbours drawn together.
fn runs(words: &[Word]) -> Vec<Run> {
    let mut out = Vec::new();
    for from in 0..words.len() {
        for count in 1..=TOGETHER.min(words.len() - from) {
            let run = &words[from..from + count];
            if run.iter().any(|it| it.script != run[0].script) {
                break;
            }
            match run {
                [one] if one.role == Role::Full => out.push(Run { word: one.clone(), from, count }),
                [_] => {}
                run if run.iter().any(|it| it.role == Role::Full) => {
                    out.push(Run { word: Word::joined(run), from, count });
                }
                _ => {}
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(one: &str, other: &str, grade: Grade) {
        assert_eq!((same(one, other), same(other, one)), (grade, grade), "{one} and {other}");
    }

    #[test]
    fn other_orders_marks_and_romanisations() {
        for (one, other) in [
            ("Mitsuhiko Kimura", "Kimura, Mitsuhiko"),
            ("Kimura Mitsuhiko", "Mitsuhiko KIMURA"),
            ("José García Márquez", "Garcia Marquez, Jose"),
            ("Jan van der Berg", "Berg, Jan"),
            ("Meikel Pöss", "Meikel Poess"),
            ("Jean-Claude Juncker", "Jean Claude Juncker"),
            ("SergeiLavrov", "Sergei Lavrov"),
            ("Ig0r Sech1n", "Igor Sechin"),
            ("Sergej Lavrov", "Sergey Lavrov"),
            ("Prof. Rami Makhlouf", "Rami Makhlouf"),
            ("Kim Il-sung", "김일성"),
            ("Kim Il Song", "Kim Il-sung"),
            ("Ким Ир Сен", "김일성"),
            ("Ким Ир Сен", "Kim Il-sung"),
            ("Pak Chŏng-hŭi", "Park Chung Hee"),
            ("Sergei Ilyin", "Il'in, Sergej"),
            ("Park Chung-hee", "박정희"),
            ("Lankov", "Ланьков"),
            ("Andrei Lankov", "Андрей Ланьков"),
            ("Andrei Lankov", "안드레이 란코프"),
            ("Mao Zedong", "毛泽东"),
            ("Hsi Chin-p'ing", "Xi Jinping"),
            ("Mao Tse-tung", "Mao Zedong"),
            ("毛澤東", "毛泽东"),
            ("Ōno Tarō", "Ohno, Taro"),
        ] {
            check(one, other, Grade::Same);
        }
    }

    #[test]
    fn initials_slips_and_names_left_out() {
        for (one, other) in [
            ("Mitsuhiko Kimura", "M. Kimura"),
            ("John Smith", "John Smyth"),
            ("Mitsuhiko Kimura", "Mitsuhiko Kimuran"),
            ("J. M. Keynes", "John Maynard Keynes"),
            ("John Keynes", "John Maynard Keynes"),
            ("Vladimir Putin", "Владимир Владимирович Путин"),
            ("J.-C. Juncker", "Jean-Claude Juncker"),
            ("Ben Bernanke", "Benjamin Bernanke"),
            ("Sergejs Lavrovs", "Sergey Viktorovich Lavrov"),
            ("Rhee Syngman", "이승만"),
        ] {
            check(one, other, Grade::Likely);
        }
    }

    #[test]
    fn what_does_not_exclude() {
        for (one, other) in [("Keynes", "John Maynard Keynes"), ("Jon Elster", "Jonathan Elster")] {
            check(one, other, Grade::Possible);
        }
    }

    #[test]
    fn others() {
        for (one, other) in [
            ("John Smith", "James Smith"),
            ("J. Smith", "K. Smith"),
            ("Ann Smith", "Ann Jones"),
            ("J. M. Keynes", "J. N. Keynes"),
            ("Li Wei", "Li Wang"),
            ("김철수", "김철희"),
            ("김철수", "Kim Chol-hui"),
            ("习近朋", "习近平"),
            ("Sergey Ivanovich Lavrov", "Sergey Viktorovich Lavrov"),
            ("Anna Pavlova", "Иван Павлов"),
            ("", "Ann Smith"),
            ("--", "--"),
        ] {
            check(one, other, Grade::Different);
        }
    }

    proptest! {
        #[test]
        fn a_name_is_itself_and_order_of_arguments_is_no_matter(
            one in "[A-Za-zéß가-힣木王Ѐ-я ,.'-]{0,30}", other in "[A-Za-zéß가-힣木王Ѐ-я ,.'-]{0,30}"
        ) {
            prop_assert_eq!(same(&one, &other), same(&other, &one));
            if one.chars().any(char::is_alphabetic) {
                prop_assert_eq!(same(&one, &one), Grade::Same);
            }
        }
    }
}
