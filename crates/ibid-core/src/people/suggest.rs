//! Whether a work may be a registered person's, how surely, and why: every reason is one a reader can
//! check.
//!
//! A name alone seldom settles it; what the person is known to have written, with whom and where, says
//! more. Deliberately not here: finding candidates, and what the person answered before.

use std::collections::{BTreeSet, HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use super::claim::Role;
use super::evidence::{NameFit, Reason};
use super::{Mention, is_slip};
use crate::Handle;
use crate::jel::Code;
use crate::name::{Grade as Likeness, Spelling, form, variants};
use crate::record::{Agent, Organization, Person, Work};
use crate::text::fold;

/// Names or classes that one reason tells at most.
pub(super) const TOLD: usize = 3;
/// Of a work with more people, company says nothing.
pub(super) const COMPANY: usize = 50;
/// Years before the first and after the last known work in which another is no surprise.
const AROUND: i16 = 25;
/// More works than this carry a person's names: others have them too.
pub(super) const CROWD: u64 = 150;

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// The names fit, and nothing else is known.
    Possible,
    Likely,
    /// Next to certain.
    Sure,
}

impl Grade {
    pub const ALL: [Grade; 3] = [Grade::Sure, Grade::Likely, Grade::Possible];

    /// As addresses and programs write it.
    pub fn word(self) -> &'static str {
        match self {
            Grade::Possible => "possible",
            Grade::Likely => "likely",
            Grade::Sure => "sure",
        }
    }
}

/// A work offered to a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggested {
    pub grade: Grade,
    pub role: Role,
    /// Among those of this role, from 1.
    pub place: u16,
    /// What speaks for it, the strongest first, then what speaks against it.
    pub reasons: Vec<Reason>,
    /// Within a grade, what is likelier is more.
    pub points: i32,
}

/// What is known of a person.
#[derive(Clone, Debug)]
pub struct Known {
    short: String,
    handle: String,
    emails: HashSet<String>,
    /// Every form of the name, with what it is compared by.
    names: Vec<(String, Mention)>,
    spellings: Vec<Spelling>,
    workplaces: Vec<Organization>,
    crowd: u64,
    company: HashMap<String, String>,
    titles: HashSet<String>,
    series: HashSet<Handle>,
    jel: BTreeSet<Code>,
    years: Option<(i16, i16)>,
}

impl Known {
    /// What a person's own record says.
    pub fn of(person: &Person) -> Known {
        let names = names(person);
        Known {
            short: person.short_id.clone(),
            handle: person.handle.as_str().to_ascii_lowercase(),
            emails: [fold(&person.email)].into_iter().filter(|it| !it.is_empty()).collect(),
            spellings: names.iter().map(|it| Spelling::of(it)).collect(),
            names: names.into_iter().map(|it| (form(&it), mention(&it))).collect(),
            workplaces: person.workplaces.clone(),
            crowd: 0,
            company: HashMap::new(),
            titles: HashSet::new(),
            series: HashSet::new(),
            jel: BTreeSet::new(),
            years: None,
        }
    }

    /// An address at which the person is reached, proved.
    pub fn reached_at(&mut self, email: &str) {
        self.emails.insert(fold(email.trim()));
    }

    /// How many works carry one of the names.
    pub fn among(&mut self, works: u64) {
        self.crowd = works;
    }

    /// Learns from a work that is the person's.
    pub fn has_written(&mut self, work: &Work) {
        if work.authors.len() <= COMPANY {
            let is_own = |it: &Agent| written(it).any(|name| self.fit(name).is_some());
            let others = work.authors.iter().filter(|it| !is_own(it)).collect::<Vec<_>>();
            for other in others {
                self.company.entry(form(&other.name)).or_insert_with(|| other.name.clone());
            }
        }
        self.titles.extend([title_key(&work.title)].into_iter().filter(|it| !it.is_empty()));
        self.series.insert(work.handle.series_handle());
        self.jel.extend(work.jel.iter().copied());
        if let Some(year) = work.year() {
            let (first, last) = self.years.unwrap_or((year, year));
            self.years = Some((first.min(year), last.max(year)));
        }
    }

    /// Whether a record names this person by short-id or handle: `Some(false)` when it names another.
    pub fn is_named_by(&self, agent: &Agent) -> Option<bool> {
        let named = agent.person.trim().to_ascii_lowercase();
        if named.is_empty() {
            return None;
        }
        let is_one = crate::handle::is_short_id(&named) || named.starts_with("repec:");
        is_one.then(|| named == self.short && !self.short.is_empty() || named == self.handle)
    }

    /// How well the name of somebody in a record fits the person's, the best of its forms.
    pub fn goes_by(&self, agent: &Agent) -> Option<NameFit> {
        let written = || written(agent);
        written()
            .filter_map(|it| self.fit(it))
            .max()
            .or_else(|| written().filter_map(|it| self.spelt(it)).max())
    }

    /// The same for names in another script or romanisation, which takes longer to see.
    fn spelt(&self, name: &str) -> Option<NameFit> {
        let other = Spelling::of(name);
        match self.spellings.iter().map(|it| it.against(&other)).max()? {
            Likeness::Same => Some(NameFit::Full),
            Likeness::Likely => Some(NameFit::Near),
            Likeness::Possible | Likeness::Different => None,
        }
    }

    fn fit(&self, name: &str) -> Option<NameFit> {
        let (own, other) = (form(name), mention(name));
        let fit = |(form, mention): &(String, Mention)| {
            let same = *form == own || mention.is_the_same_as(&other);
            (same || mention.may_be(&other)).then(|| mention.fit(&other, same))
        };
        self.names.iter().filter_map(fit).max()
    }

    /// Where the person stands in a work: by short-id, else by name, the best fit first.
    pub fn place<'a>(&self, work: &'a Work) -> Option<(Role, u16, &'a Agent)> {
        let mut best: Option<(Sign, Role, u16, &Agent)> = None;
        for role in [Role::in_kind(work.kind), Role::Editor] {
            if let Some((sign, at, agent)) = self.best_of(role.of(work))
                && best.is_none_or(|(known, ..)| known < sign)
            {
                best = Some((sign, role, at, agent));
            }
        }
        best.map(|(_, role, at, agent)| (role, at, agent))
    }

    /// The same among those of one role; 0 where none fits.
    pub fn place_as(&self, role: Role, work: &Work) -> u16 {
        self.best_of(role.of(work)).map_or(0, |(_, at, _)| at)
    }

    fn best_of<'a>(&self, agents: &'a [Agent]) -> Option<(Sign, u16, &'a Agent)> {
        let quick = |name: &str| self.fit(name);
        self.best_by(agents, quick).or_else(|| self.best_by(agents, |name| self.spelt(name)))
    }

    fn best_by<'a>(
        &self,
        agents: &'a [Agent],
        fit: impl Fn(&str) -> Option<NameFit>,
    ) -> Option<(Sign, u16, &'a Agent)> {
        let mut best: Option<(Sign, u16, &Agent)> = None;
        for (at, agent) in (1..).zip(agents) {
            let sign = match self.is_named_by(agent) {
                Some(named) => named.then_some(Sign::Named),
                None => written(agent).filter_map(&fit).max().map(Sign::Fits),
            };
            if let Some(sign) = sign
                && best.is_none_or(|(known, ..)| known < sign)
            {
                best = Some((sign, at, agent));
            }
        }
        best
    }
}

/// A name as a record gives it, in every script it gives it in.
fn written(agent: &Agent) -> impl Iterator<Item = &str> {
    [agent.name.as_str(), agent.other_name.as_str()].into_iter().filter(|it| !it.trim().is_empty())
}

/// By what somebody in a record is known to be the person; the surer the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Fits(NameFit),
    Named,
}

impl Mention {
    /// The same name in the other order, or parted otherwise.
    fn is_the_same_as(&self, other: &Mention) -> bool {
        let straight = self.full == other.full && self.given.concat() == other.given.concat();
        let odd = |a: &Mention, b: &Mention| a.is_reverse_of(b) || a.is_undivided(b);
        straight || odd(self, other) || odd(other, self)
    }

    /// How well a name fits that may be the same.
    fn fit(&self, other: &Mention, same: bool) -> NameFit {
        let written_out = |it: &Mention| it.given.is_empty() || it.given.iter().any(|it| is_written_out(it));
        let shared = |it: &String| is_written_out(it) && self.given.iter().any(|own| alike(own, it));
        let family = self.family == other.family || self.full == other.full;
        match same {
            true if written_out(other) => NameFit::Full,
            false if family && other.given.iter().any(shared) => NameFit::Close,
            false if !family || written_out(other) => NameFit::Near,
            _ => NameFit::Short,
        }
    }
}

/// Judges whether a work may be this person's; nothing where no name in it fits.
pub fn suggest(known: &Known, work: &Work) -> Option<Suggested> {
    let (role, place, agent) = known.place(work)?;
    let mut told = Told { reasons: Vec::new(), points: 0, sure: false };
    if known.is_named_by(agent) == Some(true) {
        told.settle(Reason::Named);
    }
    let email = fold(agent.email.trim());
    if !email.is_empty() && known.emails.contains(&email) {
        told.settle(Reason::Email);
    }
    let fit = known.goes_by(agent);
    if let Some(fit) = fit {
        let points = match fit {
            NameFit::Near => 1,
            NameFit::Short => 2,
            NameFit::Close => 3,
            NameFit::Full => 4,
        };
        told.add(points, Reason::Name(fit, agent.name.clone()));
    }
    told.company(known, work);
    told.workplace(known, agent);
    told.subjects(known, work);
    if known.crowd > CROWD && fit.is_some() {
        told.add(-1, Reason::Crowd);
    }
    if let (Some((first, last)), Some(year)) = (known.years, work.year())
        && !(first.saturating_sub(AROUND)..=last.saturating_add(AROUND)).contains(&year)
    {
        told.add(-3, Reason::Years);
    }
    told.judge(role, place)
}

/// What has been found so far.
struct Told {
    reasons: Vec<Reason>,
    points: i32,
    sure: bool,
}

impl Told {
    fn add(&mut self, points: i32, reason: Reason) {
        self.points += points;
        self.reasons.push(reason);
    }

    fn settle(&mut self, reason: Reason) {
        self.sure = true;
        self.add(10, reason);
    }

    fn company(&mut self, known: &Known, work: &Work) {
        if known.titles.contains(&title_key(&work.title)) {
            self.add(4, Reason::Version);
        }
        if work.authors.len() > COMPANY {
            return;
        }
        let others = work.authors.iter().filter_map(|it| known.company.get(&form(&it.name)));
        let others: BTreeSet<&String> = others.collect();
        if !others.is_empty() {
            let points = if others.len() > 1 { 4 } else { 3 };
            self.add(points, Reason::CoAuthors(others.into_iter().take(TOLD).cloned().collect()));
        }
    }

    fn workplace(&mut self, known: &Known, agent: &Agent) {
        let shared = agent.workplaces.iter().find(|it| known.workplaces.iter().any(|own| is_same(own, it)));
        if let Some(place) = shared {
            self.add(3, Reason::Workplace(place.name.clone()));
        }
    }

    fn subjects(&mut self, known: &Known, work: &Work) {
        if known.series.contains(&work.handle.series_handle()) {
            self.add(1, Reason::Series);
        }
        let shared: Vec<String> =
            work.jel.iter().filter(|it| known.jel.contains(it)).map(|it| it.as_str().to_owned()).collect();
        if !shared.is_empty() {
            let points = if shared.len() > 1 { 2 } else { 1 };
            self.add(points, Reason::Jel(shared.into_iter().take(TOLD).collect()));
        }
    }

    fn judge(self, role: Role, place: u16) -> Option<Suggested> {
        let Told { reasons, points, sure } = self;
        Some(Suggested { grade: grade(points, sure)?, role, place, reasons, points })
    }
}

/// How sure what was found makes it; nothing where more speaks against it.
pub(super) fn grade(points: i32, settled: bool) -> Option<Grade> {
    Some(match points {
        _ if settled => Grade::Sure,
        7.. => Grade::Sure,
        4.. => Grade::Likely,
        0.. => Grade::Possible,
        _ => return None,
    })
}

impl Suggested {
    /// As [`Suggested`], where somebody else claims the same place: no more than possible.
    pub fn taken_by(mut self, short: &str) -> Suggested {
        self.grade = Grade::Possible;
        self.reasons.push(Reason::Taken(short.to_owned()));
        self
    }
}

/// Every name a person goes by, the fullest first, each once.
pub fn names(person: &Person) -> Vec<String> {
    let joined = |parts: [&String; 3]| {
        let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        parts.join(" ")
    };
    let inverted = match (person.last.is_empty(), person.first.is_empty()) {
        (false, false) => {
            format!("{}, {}", person.last, joined([&person.first, &person.middle, &String::new()]))
        }
        _ => String::new(),
    };
    let mut names = vec![person.name.clone(), inverted, person.ascii.clone()];
    names.extend(person.variations.iter().cloned());
    let mut seen = HashSet::new();
    names.retain(|it| !it.trim().is_empty() && seen.insert(form(it)));
    names
}

/// The same, and how else they may be spelt, in other scripts too.
pub fn spellings(person: &Person) -> Vec<String> {
    let mut all = names(person);
    let others: Vec<String> = all.iter().flat_map(|it| variants(it)).map(|it| it.name).collect();
    all.extend(others);
    let mut seen = HashSet::new();
    all.retain(|it| seen.insert(form(it)));
    all
}

/// What the works of a person have in common with others they may have written: names of those they
/// wrote with, series, classes.
impl Known {
    pub fn company(&self) -> impl Iterator<Item = &String> {
        self.company.keys()
    }

    pub fn series(&self) -> impl Iterator<Item = &Handle> {
        self.series.iter()
    }

    pub fn classes(&self) -> impl Iterator<Item = &Code> {
        self.jel.iter()
    }
}

/// Numbers under which a person is found by any of their names: those of the works they may have
/// written have one in common.
pub fn keys(person: &Person) -> Vec<i64> {
    let mut keys = BTreeSet::new();
    for name in spellings(person) {
        let mention = mention(&name);
        let (given, family) = (mention.given.concat(), &mention.family);
        keys.insert(key(&mention.full, &given));
        keys.insert(key(family, &given));
        if !given.is_empty() {
            keys.insert(key(&given, family));
            keys.insert(key(&format!("{}{given}", mention.full), ""));
        }
    }
    keys.into_iter().collect()
}

/// Numbers the people of a work are found under.
pub fn keys_of(work: &Work) -> Vec<i64> {
    let mut keys = BTreeSet::new();
    for mention in named(&work.authors).chain(named(&work.editors)) {
        let given = mention.given.concat();
        keys.insert(key(&mention.full, &given));
        keys.insert(key(&mention.family, &given));
        if !given.is_ascii() {
            keys.insert(key(&format!("{}{given}", mention.full), ""));
        }
    }
    keys.into_iter().collect()
}

fn key(family: &str, given: &str) -> i64 {
    let initial = given.chars().next().map_or(String::new(), |it| it.to_string());
    xxh3_64(format!("{family}\n{initial}").as_bytes()).cast_signed()
}

/// The names in a list of people, in every script they are given in.
pub(super) fn named(agents: &[Agent]) -> impl Iterator<Item = Mention> {
    let names = agents.iter().flat_map(|it| [(it, false), (it, true)]);
    names
        .filter(|(it, other)| !other || !it.other_name.is_empty())
        .map(|(it, other)| if other { mention(&it.other_name) } else { Mention::of(it) })
        .filter(|it| !it.family.is_empty())
}

fn mention(name: &str) -> Mention {
    Mention::of(&Agent { name: name.to_owned(), ..Agent::default() })
}

/// More than an initial, in scripts that have any.
fn is_written_out(given: &str) -> bool {
    given.chars().count() > 1 || !given.is_ascii()
}

/// A title by its letters and digits alone.
pub(super) fn title_key(title: &str) -> String {
    fold(title).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn alike(one: &str, other: &str) -> bool {
    one == other || is_slip(one, other, 5)
}

/// The same institution, or the same words.
fn is_same(own: &Organization, other: &Organization) -> bool {
    if let (Some(own), Some(other)) = (&own.institution, &other.institution) {
        return own.key() == other.key();
    }
    let name = |it: &Organization| fold(if it.name.is_empty() { &it.name_english } else { &it.name });
    let (own, other) = (name(own), name(other));
    let within = |whole: &str, part: &str| part.len() > 8 && whole.contains(part);
    !own.is_empty() && (own == other || within(&own, &other) || within(&other, &own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Record, read};

    fn record(text: &str) -> Record {
        let text = format!("Template-Type: ReDIF-{}\n", text.replace(" | ", "\n"));
        read(&text).unwrap_or_else(|| panic!("{text}"))
    }

    fn person() -> Person {
        let person = record(
            "Person 1.0 | Name-Full: Mitsuhiko Kimura | Name-First: Mitsuhiko | Name-Last: Kimura | \
             X-Name-Variation: 木村光彦 | Short-ID: pki42 | Email: mk@example.org | \
             Handle: RePEc:per:1960-01-01:mk | Workplace-Name: Hitotsubashi University, Tokyo",
        );
        match person {
            Record::Person(person) => *person,
            other => panic!("{other:?}"),
        }
    }

    fn work(fields: &str) -> Work {
        match record(&format!("Book 1.0 | {fields}")) {
            Record::Work(work) => *work,
            other => panic!("{other:?}"),
        }
    }

    fn known() -> Known {
        let mut known = Known::of(&person());
        known.has_written(&work(
            "Author-Name: Kimura, M. | Author-Name: Keun Lee | Author-Name: Bo Li | Title: Planning aid | \
             Classification-JEL: N15; F51 | Year: 1990 | Handle: RePEc:hst:old:1",
        ));
        known
    }

    /// The grade, and the reasons as they are printed.
    fn check(fields: &str, expected: &str) {
        let found = suggest(&known(), &work(&format!("{fields} | Handle: RePEc:xyz:a:1")));
        let found = found.map_or_else(String::new, |it| {
            let reasons = super::super::evidence::print(&it.reasons);
            format!("{} {}{} {}", it.grade.word(), it.role.word(), it.place, reasons.replace('\n', " "))
        });
        assert_eq!(found, expected, "{fields}");
    }

    #[test]
    fn reasons_add_up() {
        check("Author-Name: M. Kimura | Title: A", "possible author1 name-short: M. Kimura");
        check("Author-Name: Mitsuhiko Kimura | Title: A", "likely author1 name: Mitsuhiko Kimura");
        check("Author-Name: 木村光彦 | Title: A", "likely author1 name: 木村光彦");
        check("Author-Name: Мицухико Кимура | Title: A", "likely author1 name: Мицухико Кимура");
        check(
            "Author-Name: Mitsuhiko T. Kimura | Title: A",
            "possible author1 name-close: Mitsuhiko T. Kimura",
        );
        check(
            "Author-Name: Lee, Keun | Author-Name: M Kimura | Title: A",
            "likely author2 name-short: M Kimura co-authors: Keun Lee",
        );
        check(
            "Author-Name: Lee, Keun | Author-Name: Bo Li | Author-Name: Kimura Mitsuhiko | Title: A",
            "sure author3 name: Kimura Mitsuhiko co-authors: Bo Li; Keun Lee",
        );
        check(
            "Author-Name: M. Kimura | Author-Workplace-Name: Hitotsubashi University | Title: A",
            "likely author1 name-short: M. Kimura workplace: Hitotsubashi University",
        );
        check(
            "Author-Name: M. Kimura | Title: Planning: Aid",
            "likely author1 name-short: M. Kimura version:",
        );
        check(
            "Author-Name: M. Kimura | Title: A | Classification-JEL: N15; F51; Q11",
            "likely author1 name-short: M. Kimura jel: N15; F51",
        );
        check(
            "Author-Name: Ann Roe | Editor-Name: M. Kimura | Title: A",
            "possible editor1 name-short: M. Kimura",
        );
    }

    #[test]
    fn what_settles_it() {
        check("Author-Name: X. Y. | Author-Person: pki42 | Title: A", "sure author1 named:");
        check(
            "Author-Name: M. Kimura | Author-Email: MK@example.org | Title: A",
            "sure author1 email: name-short: M. Kimura",
        );
    }

    #[test]
    fn what_speaks_against_it() {
        check("Author-Name: Mitsuhiko Kimura | Author-Person: pki7 | Title: A", "");
        check("Author-Name: Mitsuko Tanaka | Title: A", "");
        check("Author-Name: M. Kimura | Title: A | Year: 1911", "");
        check(
            "Author-Name: Mitsuhiko Kimura | Title: A | Year: 1911",
            "possible author1 name: Mitsuhiko Kimura years:",
        );
        let mut crowded = known();
        crowded.among(CROWD + 1);
        let work = work("Author-Name: Mitsuhiko Kimura | Title: A | Handle: RePEc:xyz:a:1");
        let found = suggest(&crowded, &work).expect("a suggestion");
        assert_eq!((found.grade, found.reasons.last()), (Grade::Possible, Some(&Reason::Crowd)));
        let taken = suggest(&known(), &work).expect("a suggestion").taken_by("pki7");
        assert_eq!(
            (taken.grade, taken.reasons.last()),
            (Grade::Possible, Some(&Reason::Taken("pki7".into())))
        );
    }

    /// Who may be meant by name is found by number, whatever the order of the name.
    #[test]
    fn keys_meet() {
        let own: BTreeSet<i64> = keys(&person()).into_iter().collect();
        let check = |name: &str, expected: bool| {
            let work = work(&format!("Author-Name: {name} | Title: A | Handle: RePEc:xyz:a:1"));
            assert_eq!(keys_of(&work).iter().any(|it| own.contains(it)), expected, "{name}");
        };
        for name in [
            "M. Kimura",
            "Kimura, Mitsuhiko",
            "Kimura Mitsuhiko",
            "木村光彦",
            "木村 光彦",
            "MITSUHIKO KIMURA",
        ] {
            check(name, true);
        }
        for name in ["K. Kimura", "Kimura", "Mitsuhiko Tanaka"] {
            check(name, false);
        }
    }
}
