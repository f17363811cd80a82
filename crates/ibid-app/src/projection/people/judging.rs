//! What follows from changed works and people: claims judged again, and who is to hear of new works.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ibid_core::people::claim::{Answer, rejudge};
use ibid_core::people::suggest::keys_of;
use ibid_core::record::Work;
use ibid_core::{Handle, Record, record};
use ibid_store::{Claim, Doubtful, Notice, Result, Stored, Told};

use super::Step;

impl Step<'_> {
    /// Judges claims of these people and on these works again, where the work is no longer as it was.
    pub(super) async fn judge(&mut self, people: &[i64], works: &[i64]) -> Result<()> {
        let mut claims = self.reader.claims_on(works).await?;
        for &person in people {
            claims.extend(self.reader.claims_of(person).await?);
        }
        let claims: BTreeMap<(i64, i64), Claim> = claims
            .into_iter()
            .filter(|it| it.answer == Answer::Claimed)
            .map(|it| ((it.person, it.work), it))
            .collect();
        self.read(&claims.keys().map(|it| it.1).collect()).await?;
        self.meet(&claims.keys().map(|it| it.0).collect()).await?;
        let (mut doubts, mut notices) = (Vec::new(), Vec::new());
        for claim in claims.values() {
            let Some(handle) = self.changed_since(claim) else { continue };
            let history = self.reader.history(&handle).await?;
            let judged = history.into_iter().find(|it| it.version == claim.version);
            let Some(Record::Work(old)) = judged.and_then(|it| record::read(&it.text)) else { continue };
            let Some((doubt, since)) = self.doubt(claim, &old) else { continue };
            let told = Told::InDoubt;
            let (person, work, version) = (claim.person, claim.work, doubt.version);
            notices.push(Notice { person, work, told, version, at: since });
            doubts.push(doubt);
        }
        self.tx.put_doubts(people, works, &doubts).await?;
        self.tx.note(&notices).await
    }

    /// The handle of the work a claim is about, where it is no longer as it was judged.
    fn changed_since(&self, claim: &Claim) -> Option<Handle> {
        let piece = self.works.get(&claim.work).filter(|it| it.work.is_some())?;
        self.known(claim.person).filter(|_| piece.stored.version != claim.version)?;
        Some(piece.stored.handle.clone())
    }

    /// The doubt about a claim on what was `old`, if there is any, and since when.
    fn doubt(&self, claim: &Claim, old: &Work) -> Option<(Doubtful, i64)> {
        let stored = &self.works.get(&claim.work)?.stored;
        let (known, new) = (&self.known(claim.person)?.known, self.work(claim.work)?);
        let why = rejudge(known, (claim.role, claim.place), old, new)?;
        let (person, work, version) = (claim.person, claim.work, stored.version);
        Some((Doubtful { person, work, version, why }, stored.at))
    }

    /// Notes who is to hear of these works, because a name in them may be theirs. Nobody hears of works
    /// that were there before them, or that they have given an answer about.
    pub(super) async fn tell(&mut self, works: &[i64]) -> Result<()> {
        let mut by_key: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for &id in works {
            for key in self.work(id).map_or_else(Vec::new, keys_of) {
                by_key.entry(key).or_default().push(id);
            }
        }
        let keys: Vec<i64> = by_key.keys().copied().collect();
        let mut pairs: BTreeSet<(i64, i64)> = BTreeSet::new();
        for (key, person) in self.tx.called(&keys).await? {
            pairs.extend(by_key.get(&key).into_iter().flatten().map(|&work| (person, work)));
        }
        if pairs.is_empty() {
            return Ok(());
        }
        self.meet(&pairs.iter().map(|it| it.0).collect()).await?;
        let works: Vec<i64> = pairs.iter().map(|it| it.1).collect::<BTreeSet<_>>().into_iter().collect();
        let answered = self.reader.claims_on(&works).await?.into_iter().map(|it| (it.person, it.work));
        let answered: HashSet<(i64, i64)> = answered.collect();
        let mut own: HashMap<i64, HashSet<String>> = HashMap::new();
        let mut notices = Vec::new();
        for (person, id) in pairs.into_iter().filter(|it| !answered.contains(it)) {
            let (Some(somebody), Some(work)) = (self.known(person), self.work(id)) else { continue };
            let own = own.entry(person).or_insert_with(|| {
                let it = &somebody.person;
                it.author_of.iter().chain(&it.editor_of).map(|it| it.key()).collect()
            });
            let stored: &Stored = &self.works[&id].stored;
            let is_news = stored.at >= somebody.stored.since && !own.contains(&stored.handle.key());
            if is_news && somebody.known.place(work).is_some() {
                let (told, version, at) = (Told::MayBeYours, 0, stored.at);
                notices.push(Notice { person, work: id, told, version, at });
            }
        }
        self.tx.note(&notices).await
    }
}
