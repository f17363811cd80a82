//! Works under one name put together as probably one person's, with what they share: for names that nobody has
//! registered.
//!
//! Two works are linked when what they share weighs enough; links are followed from the strongest to the weakest,
//! and a group is as sure as the weakest that holds it together. Names that exclude one another never meet in one.
//! It is a guess and has to be shown as one. Deliberately not here: which works carry the name.

use std::collections::{BTreeMap, HashMap};

use super::evidence::Reason;
use super::suggest::{self, COMPANY, CROWD, Grade, TOLD};
use crate::name::{Grade as Likeness, Spelling, form, parts_of};
use crate::record::{Agent, Organization, Work};
use crate::text::fold;

/// Years from one work to another within which both may be somebody's without a word.
const APART: i16 = 25;
/// Shorter titles are many works'.
const TITLE: usize = 20;

/// A work, and whom of its people it is about.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    pub work: &'a Work,
    pub agent: &'a Agent,
}

/// Works that are probably one person's.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Places in what was given, in order.
    pub works: Vec<usize>,
    /// [`Grade::Possible`] for a work by itself.
    pub grade: Grade,
    /// What at least two of the works share, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// Groups works under one name, the largest group first; those that share nothing are groups of one.
pub fn group(signed: &[Signed]) -> Vec<Group> {
    let mut marks = Marks::default();
    let marked: Vec<Marked> = signed.iter().map(|it| marks.of(it)).collect();
    let names = Names::of(signed);
    let crowd = i32::from(signed.len() as u64 > CROWD);
    let mut links = Vec::new();
    for (b, other) in marked.iter().enumerate() {
        for (a, one) in marked[..b].iter().enumerate() {
            let full = i32::from(names.written_out[a] && names.written_out[b]);
            if let Some(grade) = suggest::grade(one.shared(other) + full - crowd, false)
                && grade > Grade::Possible
            {
                links.push((grade, a, b));
            }
        }
    }
    links.sort_by_key(|&(grade, a, b)| (std::cmp::Reverse(grade), a, b));
    let mut growing = Growing::of(signed.len());
    for (grade, a, b) in links {
        growing.join(a, b, grade, &names);
    }
    let mut groups: Vec<Group> = growing.members.into_iter().filter(|it| !it.works.is_empty()).collect();
    for group in &mut groups {
        group.works.sort_unstable();
        group.reasons = marks.reasons(group.works.iter().map(|at| &marked[*at]));
    }
    groups.sort_by_key(|it| (std::cmp::Reverse(it.works.len()), it.works[0]));
    groups
}

/// What works are compared by; in the order in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Sort {
    Named,
    Email,
    Title,
    CoAuthor,
    Workplace,
    Series,
    Jel,
}

impl Sort {
    /// What it weighs that two works share this many; the scale is that of suggestions.
    fn weight(self, shared: i32) -> i32 {
        let (first, more) = match self {
            Sort::Named | Sort::Email => (10, 0),
            Sort::Title => (4, 0),
            Sort::CoAuthor => (3, 1),
            Sort::Workplace => (3, 0),
            Sort::Series => (1, 0),
            Sort::Jel => (1, 1),
        };
        if shared > 1 { first + more } else { first * shared }
    }
}

type Mark = (Sort, usize);

/// A work as the rule sees it.
struct Marked {
    /// In order, each once.
    marks: Vec<Mark>,
    year: Option<i16>,
}

impl Marked {
    /// What it weighs that two works have in common.
    fn shared(&self, other: &Marked) -> i32 {
        let common: Vec<Sort> =
            self.marks.iter().filter(|it| other.marks.binary_search(it).is_ok()).map(|it| it.0).collect();
        let weights = common.chunk_by(|a, b| a == b).map(|same| same[0].weight(same.len() as i32));
        let far = matches!((self.year, other.year), (Some(a), Some(b)) if a.abs_diff(b) > APART as u16);
        weights.sum::<i32>() - if far { 3 } else { 0 }
    }
}

/// What was seen in works, as numbers.
#[derive(Default)]
struct Marks {
    numbers: HashMap<(Sort, String), usize>,
    /// As it was first written.
    told: Vec<String>,
    /// Workplaces in folded words.
    workplaces: Vec<(String, Mark)>,
}

impl Marks {
    fn of(&mut self, signed: &Signed) -> Marked {
        let Signed { work, agent } = *signed;
        let mut marks = Vec::new();
        let mut add = |sort, key: String, told: &str| {
            if !key.is_empty() {
                marks.push(self.number(sort, key, told));
            }
        };
        add(Sort::Named, fold(agent.person.trim()), "");
        add(Sort::Email, fold(agent.email.trim()), "");
        let title = suggest::title_key(&work.title);
        if title.len() >= TITLE {
            add(Sort::Title, title, "");
        }
        add(Sort::Series, work.handle.series_handle().key(), "");
        for code in &work.jel {
            add(Sort::Jel, code.as_str().to_owned(), code.as_str());
        }
        if work.authors.len() <= COMPANY {
            for other in work.authors.iter().filter(|it| !std::ptr::eq(*it, agent)) {
                add(Sort::CoAuthor, form(&other.name), &other.name);
            }
        }
        let workplaces: Vec<Mark> = agent.workplaces.iter().filter_map(|it| self.workplace(it)).collect();
        marks.extend(workplaces);
        marks.sort_unstable();
        marks.dedup();
        Marked { marks, year: work.year() }
    }

    fn number(&mut self, sort: Sort, key: String, told: &str) -> Mark {
        let next = self.told.len();
        let number = *self.numbers.entry((sort, key)).or_insert(next);
        if number == next {
            self.told.push(told.to_owned());
        }
        (sort, number)
    }

    /// The same institution, or one name within the other.
    fn workplace(&mut self, place: &Organization) -> Option<Mark> {
        let name = if place.name.is_empty() { &place.name_english } else { &place.name };
        let words = fold(name);
        if let Some(institution) = &place.institution {
            return Some(self.number(Sort::Workplace, institution.key(), name));
        }
        let within = |whole: &str, part: &str| part.len() > 12 && whole.contains(part);
        let same = |known: &str| known == words || within(known, &words) || within(&words, known);
        if let Some((_, mark)) = self.workplaces.iter().find(|(known, _)| same(known)) {
            return Some(*mark);
        }
        let mark = (!words.is_empty()).then(|| self.number(Sort::Workplace, words.clone(), name))?;
        self.workplaces.push((words, mark));
        Some(mark)
    }

    fn reasons<'a>(&self, works: impl Iterator<Item = &'a Marked>) -> Vec<Reason> {
        let mut counts: BTreeMap<Mark, usize> = BTreeMap::new();
        for mark in works.flat_map(|it| &it.marks) {
            *counts.entry(*mark).or_default() += 1;
        }
        let mut shared: Vec<(Mark, usize)> = counts.into_iter().filter(|(_, works)| *works > 1).collect();
        shared.sort_by_key(|&((sort, number), works)| (sort, std::cmp::Reverse(works), number));
        let reason = |same: &[(Mark, usize)]| {
            let told = || same.iter().take(TOLD).map(|((_, number), _)| self.told[*number].clone()).collect();
            match same[0].0.0 {
                Sort::Named => Reason::Named,
                Sort::Email => Reason::Email,
                Sort::Title => Reason::Version,
                Sort::CoAuthor => Reason::CoAuthors(told()),
                Sort::Workplace => Reason::Workplace(self.told[same[0].0.1].clone()),
                Sort::Series => Reason::Series,
                Sort::Jel => Reason::Jel(told()),
            }
        };
        shared.chunk_by(|a, b| a.0.0 == b.0.0).map(reason).collect()
    }
}

/// Under which names the works are signed, and which of them exclude one another.
struct Names {
    /// Of each work, which of the names.
    of: Vec<usize>,
    written_out: Vec<bool>,
    apart: Vec<Vec<bool>>,
}

impl Names {
    fn of(signed: &[Signed]) -> Names {
        let mut names: Vec<(String, String, Spelling)> = Vec::new();
        let mut of = Vec::new();
        for Signed { agent, .. } in signed {
            let (own, person) = (form(&agent.name), fold(agent.person.trim()));
            let known = names.iter().position(|it| it.0 == own && it.1 == person);
            of.push(known.unwrap_or(names.len()));
            if known.is_none() {
                names.push((own, person, Spelling::of(&agent.name)));
            }
        }
        let differ = |a: &(String, String, Spelling), b: &(String, String, Spelling)| {
            let named_apart = !a.1.is_empty() && !b.1.is_empty() && a.1 != b.1;
            named_apart || a.0 != b.0 && a.2.against(&b.2) == Likeness::Different
        };
        let apart = names.iter().map(|a| names.iter().map(|b| differ(a, b)).collect()).collect();
        let is_full = |own: &str| {
            let initial = own.split(' ').any(|it| it.len() == 1);
            parts_of(own) > 1 && !initial || own.split(' ').filter(|it| it.len() > 1).count() > 1
        };
        let written_out = of.iter().map(|at| is_full(&names[*at].0)).collect();
        Names { of, written_out, apart }
    }
}

/// Groups as they grow.
struct Growing {
    /// In which group each work is.
    of: Vec<usize>,
    /// Emptied when joined to another.
    members: Vec<Group>,
}

impl Growing {
    fn of(count: usize) -> Growing {
        let alone = |at| Group { works: vec![at], grade: Grade::Possible, reasons: Vec::new() };
        Growing { of: (0..count).collect(), members: (0..count).map(alone).collect() }
    }

    fn join(&mut self, a: usize, b: usize, grade: Grade, names: &Names) {
        let (a, b) = (self.of[a], self.of[b]);
        let of = |group: usize| self.members[group].works.iter().map(|at| names.of[*at]);
        if a == b || of(a).any(|one| of(b).any(|other| names.apart[one][other])) {
            return;
        }
        let joined = std::mem::take(&mut self.members[b].works);
        for at in &joined {
            self.of[*at] = a;
        }
        self.members[a].works.extend(joined);
        // From the strongest link to the weakest: the last is the weakest.
        self.members[a].grade = grade;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Record, read};

    fn work(number: usize, fields: &str) -> Work {
        let fields = fields.replace(" | ", "\n");
        let text = format!("Template-Type: ReDIF-Book 1.0\n{fields}\nHandle: RePEc:abc:s{number}:{number}\n");
        match read(&text) {
            Some(Record::Work(work)) => *work,
            other => panic!("{other:?}"),
        }
    }

    /// Groups of more than one as `grade 1 2: reasons`, by the works' numbers; the first author is who is asked for.
    fn check(fields: &[&str], expected: &[&str]) {
        let works: Vec<Work> = (1..).zip(fields).map(|(number, it)| work(number, it)).collect();
        let signed: Vec<Signed> = works.iter().map(|work| Signed { work, agent: &work.authors[0] }).collect();
        let found = group(&signed);
        assert_eq!(found.iter().map(|it| it.works.len()).sum::<usize>(), works.len(), "{fields:?}");
        let print = |it: Group| {
            let works: Vec<String> = it.works.iter().map(|at| (at + 1).to_string()).collect();
            let reasons = super::super::evidence::print(&it.reasons).replace('\n', " ");
            format!("{} {}: {reasons}", it.grade.word(), works.join(" "))
        };
        let found: Vec<String> = found.into_iter().filter(|it| it.works.len() > 1).map(print).collect();
        assert_eq!(found, expected, "{fields:?}");
    }

    #[test]
    fn what_works_share_brings_them_together() {
        let company = "Author-Name: Ann Kim | Author-Name: Bo Li | Title: Rice";
        check(&[company, company], &["likely 1 2: co-authors: Bo Li"]);
        let mail = "Author-Name: A. Kim | Author-Email: kim@example.org | Title: Rice";
        check(&[mail, &mail.replace("kim@", "KIM@")], &["sure 1 2: email:"]);
        let place = "Author-Name: Ann Kim | Author-Workplace-Name: University of Ghent | Title: Rice";
        check(
            &[place, &place.replace("University", "Department of Rice, University")],
            &["likely 1 2: workplace: University of Ghent"],
        );
        let title = "Author-Name: Ann Kim | Title: The price of rice under the old kings";
        check(&[title, title], &["likely 1 2: version:"]);
        let both = "Author-Name: Ann Kim | Author-Name: Bo Li | Author-Name: Cy Oda | Title: Rice | \
                    Classification-JEL: N15; F51";
        check(&[both, both], &["sure 1 2: co-authors: Bo Li; Cy Oda jel: N15; F51"]);
        // One leads to the next; the whole is as sure as the weakest link.
        let between =
            "Author-Name: Ann Kim | Author-Email: kim@example.org | Author-Name: Bo Li | Title: Rice";
        check(&[mail, between, company], &["likely 1 2 3: email: co-authors: Bo Li"]);
    }

    #[test]
    fn too_little_or_something_against() {
        let bare = "Author-Name: Ann Kim | Title: Rice";
        check(&[bare, bare], &[]);
        check(&[], &[]);
        let codes = "Author-Name: Ann Kim | Title: Rice | Classification-JEL: N15; F51";
        check(&[codes, codes], &[]);
        // Initials are many people's.
        let short = "Author-Name: A. Kim | Author-Name: Bo Li | Title: Rice";
        check(&[short, short], &[]);
        let year =
            |year: &str| format!("Author-Name: Ann Kim | Author-Name: Bo Li | Title: Rice | Year: {year}");
        check(&[&year("1901"), &year("1990")], &[]);
        // The record says that they are two.
        let named = |id: &str| {
            format!("Author-Name: Ann Kim | Author-Person: {id} | Author-Email: k@example.org | Title: Rice")
        };
        check(&[&named("pki1"), &named("pki2")], &[]);
        check(&[&named("pki1"), &named("pki1")], &["sure 1 2: named: email:"]);
        // A crowd says nothing.
        let crowd: String = (0..60).map(|n| format!(" | Author-Name: Person No{n}")).collect();
        let crowd = format!("Author-Name: Ann Kim{crowd} | Title: Rice");
        check(&[&crowd, &crowd], &[]);
    }

    #[test]
    fn names_that_exclude_one_another_never_meet() {
        let with = |name: &str| {
            format!("Author-Name: {name} | Author-Email: k@example.org | Author-Name: Bo Li | Title: Rice")
        };
        check(&[&with("John Smith"), &with("Smith, John")], &["sure 1 2: email: co-authors: Bo Li"]);
        check(&[&with("John Smith"), &with("James Smith")], &[]);
        // The initial goes with one of them, not with both.
        check(
            &[&with("J. Smith"), &with("John Smith"), &with("James Smith")],
            &["sure 1 2: email: co-authors: Bo Li"],
        );
        check(&[&with("Kim Chol-su"), &with("김철수")], &["sure 1 2: email: co-authors: Bo Li"]);
    }

    #[test]
    fn the_largest_comes_first() {
        let with = |other: &str| format!("Author-Name: Ann Kim | Author-Name: {other} | Title: Rice");
        check(
            &[
                &with("Bo Li"),
                &with("Cy Oda"),
                &with("Bo Li"),
                &with("Cy Oda"),
                &with("Cy Oda"),
                &with("Di Roe"),
            ],
            &["likely 2 4 5: co-authors: Cy Oda", "likely 1 3: co-authors: Bo Li"],
        );
    }

    /// A name that many have: subjects alone bring nobody together, company does.
    #[test]
    fn of_a_common_name() {
        let letter = |n: usize| char::from(b"bdfgklmnrs"[n % 10]);
        let fields: Vec<String> = (0..500)
            .map(|n| {
                let other = format!("{}a{}a", letter(n), letter(n / 10));
                format!(
                    "Author-Name: Ann Kim | Author-Name: Bo {other} | Author-Name: Cy {other} | Title: Rice | \
                     Classification-JEL: N15; F51; Q11"
                )
            })
            .collect();
        let works: Vec<Work> = (1..).zip(&fields).map(|(number, it)| work(number, it)).collect();
        let signed: Vec<Signed> = works.iter().map(|work| Signed { work, agent: &work.authors[0] }).collect();
        let found = group(&signed);
        let fives = found.iter().filter(|it| it.works.len() == 5 && it.grade == Grade::Likely);
        assert_eq!((fives.count(), found.len()), (100, 100), "{found:?}");
    }
}
