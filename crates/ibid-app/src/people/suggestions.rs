//! Works that may be a person's, found when somebody asks: candidates by every spelling of the names,
//! judged by the rule in core.
//!
//! Nothing of it is kept, so it is as new as the index. Deliberately not here: the rule
//! (`ibid_core::people::suggest`).

use std::collections::{BTreeSet, HashMap, HashSet};

use ibid_core::lookup::{self, Asked};
use ibid_core::name::{Name, form};
use ibid_core::people::claim::Answer;
use ibid_core::people::suggest::{Grade, Known, Suggested, spellings, suggest};
use ibid_core::query::{Field, Node};
use ibid_core::record::{Agent, Work};
use ibid_core::{Handle, Kind};
use ibid_store::{State, Stored};

use super::bibtex;
use super::claims::{Claims, Owner, Result, work};
use crate::lookup::Lookup;
use crate::search::{SearchRequest, Sort};

/// Forms of names looked for.
const FORMS: usize = 60;
/// Forms of the directory looked through for those nobody could foresee.
const DIRECTORY: usize = 400;
/// Letters of a family name from which on another last letter is taken for a slip.
const SLIPPING: usize = 5;
/// Works judged; of more, those that have something in common with the person's first.
const JUDGED: usize = 400;
/// Co-authors, series and classes by which those are found.
const COMPANY: usize = 40;
const SHARED: usize = 10;

/// What is offered to a person.
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    /// The surest first.
    pub offered: Vec<Offered>,
    /// Works that carry one of the names, looked at or not.
    pub named: u64,
    /// How many of them were looked at.
    pub looked_at: usize,
}

/// A work offered.
#[derive(Clone, Debug)]
pub struct Offered {
    pub stored: Stored,
    pub work: Box<Work>,
    pub suggested: Suggested,
}

/// One thing of a pasted list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub asked: Asked,
    pub found: Found,
}

/// What it is.
#[derive(Clone, Debug)]
pub enum Found {
    /// A work that may be claimed; with what speaks for it where the name fits, `sure` when it is
    /// certain enough to be ticked.
    Work {
        stored: Stored,
        work: Box<Work>,
        suggested: Option<Suggested>,
        sure: bool,
    },
    /// It is the person's already.
    Claimed(Stored),
    Nothing,
    /// There was no room to look.
    Missed,
}

impl Claims {
    /// What may be this person's and is not answered yet.
    pub async fn suggestions(&self, owner: &Owner) -> Result<Suggestions> {
        let mut known = self.known(owner).await?;
        let forms = self.forms(owner, &known).await?;
        let names = Node::Or(forms.iter().map(|it| is(Field::Byline, it)).collect());
        let named = self.search.counts(vec![names.clone()]).await?.first().copied().unwrap_or(0);
        known.among(named);
        let mut handles = Vec::new();
        let near = near(&known);
        if named > JUDGED as u64 && !near.is_empty() {
            handles = self.handles(vec![names.clone(), Node::Or(near)], JUDGED / 2).await?;
        }
        handles.extend(self.handles(vec![names], JUDGED - handles.len()).await?);
        let answered = self.answered(owner).await?;
        let mut seen = HashSet::new();
        handles.retain(|it| seen.insert(it.clone()));
        let looked_at = handles.len();
        let said = self.reader().works_of(owner.stored.id).await?;
        let said: Vec<i64> = said.into_iter().filter(|it| !it.claimed).map(|it| it.work).collect();
        let mut works: Vec<Stored> = self.reader().records(&handles).await?.into_iter().flatten().collect();
        works.extend(self.reader().by_id(&said).await?);
        let mut seen = HashSet::new();
        works.retain(|it| !answered.contains(&it.id) && it.state == State::Live && seen.insert(it.id));
        let mut offered = self.judge(known, works).await?;
        self.mark_taken(owner, &mut offered).await?;
        offered.sort_by_key(|it| {
            let Suggested { grade, points, .. } = it.suggested;
            (std::cmp::Reverse((grade, points, it.stored.year)), it.stored.id)
        });
        Ok(Suggestions { offered, named, looked_at })
    }

    /// What a pasted list names: references, BibTeX, identifiers.
    pub async fn listed(&self, owner: &Owner, text: &str) -> Result<Vec<Listed>> {
        let known = self.known(owner).await?;
        let claimed: HashSet<i64> = self
            .reader()
            .works_of(owner.stored.id)
            .await?
            .iter()
            .filter(|it| it.claimed)
            .map(|it| it.work)
            .collect();
        let reader = self.reader();
        let mut lookup = Lookup::new(&self.search, &reader);
        let mut out = Vec::new();
        for asked in lookup::read(&bibtex::as_references(text)) {
            let answer = lookup.look_up(asked).await?;
            let sure = answer.settled.is_some();
            let best = answer.settled.unwrap_or(0);
            let found = match answer.candidates.into_iter().nth(best).filter(|it| it.stored.kind.is_work()) {
                None if answer.missed => Found::Missed,
                None => Found::Nothing,
                Some(it) if claimed.contains(&it.stored.id) => Found::Claimed(it.stored),
                Some(it) if it.stored.state == State::Live => match it.record {
                    ibid_core::Record::Work(work) => {
                        let suggested = suggest(&known, &work);
                        // What a list and the names agree on is certain enough.
                        let likely = suggested.as_ref().is_some_and(|it| it.grade > Grade::Possible);
                        let sure = sure || likely;
                        Found::Work { stored: it.stored, work, suggested, sure }
                    }
                    _ => Found::Nothing,
                },
                Some(_) => Found::Nothing,
            };
            out.push(Listed { asked: answer.asked, found });
        }
        Ok(out)
    }

    /// How one work looks as this person's: for the page on which it is claimed.
    pub async fn offer(
        &self,
        owner: &Owner,
        stored: Stored,
    ) -> Result<Option<(Box<Work>, Option<Suggested>)>> {
        let known = self.known(owner).await?;
        Ok(work(&stored).map(|work| {
            let suggested = suggest(&known, &work);
            (work, suggested)
        }))
    }

    /// Works the person has said something about, and those of their record.
    async fn answered(&self, owner: &Owner) -> Result<HashSet<i64>> {
        let reader = self.reader();
        let claims = reader.claims_of(owner.stored.id).await?;
        let mut answered: HashSet<i64> = claims
            .iter()
            .filter(|it| it.answer == Answer::Refused || it.answer == Answer::Claimed)
            .map(|it| it.work)
            .collect();
        let own = reader.works_of(owner.stored.id).await?;
        answered.extend(own.iter().filter(|it| it.claimed).map(|it| it.work));
        // The views may be a moment behind.
        let named: Vec<Handle> =
            owner.person.author_of.iter().chain(&owner.person.editor_of).cloned().collect();
        answered.extend(reader.records(&named).await?.into_iter().flatten().map(|it| it.id));
        Ok(answered)
    }

    /// Forms of names under which the person's works may stand: those that can be foreseen, and those of
    /// the directory that come near.
    async fn forms(&self, owner: &Owner, known: &Known) -> Result<Vec<String>> {
        let names = spellings(&owner.person);
        let mut forms: Vec<String> = names.iter().map(|it| form(it)).collect();
        let mut starts = BTreeSet::new();
        for name in &names {
            let key = Name::parse(name).sort_key();
            let mut words = key.split(' ');
            if let (Some(family), Some(given)) = (words.next(), words.next())
                && let Some(initial) = given.chars().next()
                && starts.len() < 6
            {
                starts.insert(format!("{family} {initial}"));
            }
        }
        let mut reads: Vec<(String, String, usize)> =
            starts.iter().map(|it| (it.clone(), it.clone(), DIRECTORY)).collect();
        let families: BTreeSet<&str> = starts.iter().filter_map(|it| it.split(' ').next()).collect();
        reads.extend(families.into_iter().flat_map(slips));
        for (from, start, most) in reads {
            for found in self.search.names(&from, most).await? {
                if !found.key.starts_with(&start) {
                    break;
                }
                let agent = Agent { name: found.name, ..Agent::default() };
                if known.goes_by(&agent).is_some() {
                    forms.push(form(&agent.name));
                }
            }
        }
        let mut seen = HashSet::new();
        forms.retain(|it| !it.is_empty() && seen.insert(it.clone()));
        forms.truncate(FORMS);
        Ok(forms)
    }

    async fn handles(&self, narrowed: Vec<Node>, limit: usize) -> Result<Vec<Handle>> {
        let request = SearchRequest { narrowed, sort: Sort::Newest, limit, ..SearchRequest::default() };
        Ok(self.search.hits(request).await?.hits.into_iter().map(|it| it.handle).collect())
    }

    /// What the rule says of these, on a thread for searches: it takes as long as one.
    async fn judge(&self, known: Known, works: Vec<Stored>) -> Result<Vec<Offered>> {
        let judge = move |stored: Stored| {
            let work = work(&stored)?;
            let suggested = suggest(&known, &work)?;
            Some(Offered { stored, work, suggested })
        };
        Ok(self.search.apart(move || works.into_iter().filter_map(judge).collect()).await?)
    }

    /// Where somebody else claims the same place, it is no more than possible.
    async fn mark_taken(&self, owner: &Owner, offered: &mut [Offered]) -> Result<()> {
        let ids: Vec<i64> = offered.iter().map(|it| it.stored.id).collect();
        let mut taken = HashMap::new();
        for it in self.reader().authorship(&ids).await? {
            if it.claimed && it.place > 0 && it.person != owner.stored.id {
                taken.insert((it.work, it.role, it.place), it.short);
            }
        }
        for it in offered {
            let Suggested { role, place, .. } = it.suggested;
            if let Some(short) = taken.get(&(it.stored.id, role, place)) {
                it.suggested = it.suggested.clone().taken_by(short);
            }
        }
        Ok(())
    }
}

/// Where the directory is read for slips at the end of a family name (Kimuran): before its own names and
/// behind them, as long as they begin like it.
fn slips(family: &str) -> Vec<(String, String, usize)> {
    let letters = family.chars().count();
    if letters < SLIPPING {
        return Vec::new();
    }
    let stem: String = family.chars().take(letters - 1).collect();
    [stem.clone(), format!("{family}!")].map(|from| (from, stem.clone(), DIRECTORY / 4)).into()
}

/// What the person's works have in common with others, to find those first.
fn near(known: &Known) -> Vec<Node> {
    let mut near: Vec<Node> = known.company().take(COMPANY).map(|it| is(Field::Byline, it)).collect();
    near.extend(known.series().take(SHARED).map(|it| is(Field::Series, it.as_str())));
    near.extend(known.classes().take(SHARED).map(|it| is(Field::Jel, it.as_str())));
    near
}

fn is(field: Field, value: &str) -> Node {
    Node::Is { field, value: value.to_owned() }
}

/// A record of this kind may be claimed.
pub fn may_be_claimed(kind: Kind) -> bool {
    kind.is_work() || kind == Kind::Series
}
