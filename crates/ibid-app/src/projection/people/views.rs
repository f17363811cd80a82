//! What records say of people: persons' own records of works and workplaces, works' records of persons.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ibid_core::people::claim::{Answer, Role};
use ibid_core::people::suggest;
use ibid_core::{Handle, Kind};
use ibid_store::{ALUMNUS, Awaited, PersonViews, Reader, Result, State, Stored};

use super::{Piece, Somebody, Step, called, parts, somebody};

impl Step<'_> {
    /// Views of these people, and of those among `ids` that are not among them.
    pub(super) async fn put_people(&mut self, changed: Vec<Stored>, ids: &BTreeSet<i64>) -> Result<()> {
        let mut views = Vec::with_capacity(ids.len());
        for stored in changed {
            let (id, key) = (stored.id, stored.handle.key());
            let short = match stored.record() {
                Some(ibid_core::Record::Person(person)) => person.short_id,
                _ => String::new(),
            };
            self.people.insert(id, somebody(stored));
            let bare = || PersonViews {
                person: id,
                short,
                key,
                state: State::Withdrawn,
                names: Vec::new(),
                works: Vec::new(),
                places: Vec::new(),
                awaited: Vec::new(),
            };
            if self.known(id).is_none() {
                views.push(bare());
            }
        }
        self.meet(ids).await?;
        for &id in ids {
            if self.known(id).is_some() {
                views.push(self.views_of(id).await?);
            }
        }
        self.tx.put_people(&views).await
    }

    async fn views_of(&mut self, id: i64) -> Result<PersonViews> {
        let Some(Somebody { stored, person, .. }) = self.known(id) else {
            unreachable!("only people met are asked for");
        };
        let wants_to_know = stored.is_ours();
        let names = if wants_to_know { suggest::keys(person) } else { Vec::new() };
        let (short, key) = (person.short_id.clone(), person.handle.key());
        let authored = person.author_of.iter().map(|it| (it.clone(), Role::Author));
        let named: Vec<(Handle, Role)> =
            authored.chain(person.editor_of.iter().map(|it| (it.clone(), Role::Editor))).collect();
        // Who works where they studied is there as who works there.
        let studied = person.alumni_of.iter().map(|it| (it.clone(), ALUMNUS));
        let working = person.workplaces.iter();
        let working = working.filter_map(|it| Some((it.institution.clone()?, it.share.unwrap_or(0))));
        let workplaces: Vec<(Handle, u8)> = studied.chain(working).collect();
        let mut awaited = BTreeMap::new();
        let works = self.works_of(id, named, &mut awaited).await?;
        let places = self.places_of(workplaces, &mut awaited).await?;
        let awaited = awaited.into_keys().map(|(key, role)| Awaited { key, person: id, role }).collect();
        Ok(PersonViews { person: id, short, key, state: State::Live, names, works, places, awaited })
    }

    /// The works a person names, each with their part in it; what is not there is awaited.
    async fn works_of(
        &mut self,
        person: i64,
        named: Vec<(Handle, Role)>,
        awaited: &mut BTreeMap<(String, Option<Role>), ()>,
    ) -> Result<Vec<(i64, Role, u16)>> {
        let claims = self.reader.claims_of(person).await?;
        let claims: HashMap<i64, _> =
            claims.into_iter().filter(|it| it.answer == Answer::Claimed).map(|it| (it.work, it)).collect();
        let handles: Vec<Handle> = named.iter().map(|it| it.0.clone()).collect();
        let mut works = BTreeMap::new();
        for ((handle, role), stored) in named.into_iter().zip(records(self.reader, &handles).await?) {
            let Some(stored) = stored else {
                awaited.insert((handle.key(), Some(role)), ());
                continue;
            };
            let id = stored.id;
            if !self.works.contains_key(&id) {
                self.keep(vec![stored]);
            }
            let Some(Piece { stored, work }) = self.works.get(&id) else { continue };
            let said = claims.get(&id).filter(|it| (it.role == Role::Editor) == (role == Role::Editor));
            let role = said.map_or_else(|| as_in(role, stored.kind), |it| it.role);
            let place = match (said, work, self.known(person)) {
                (Some(claim), _, _) if claim.version == stored.version => claim.place,
                (_, Some(work), Some(somebody)) => somebody.known.place_as(role, work),
                _ => 0,
            };
            works.insert((id, role), place);
        }
        Ok(works.into_iter().map(|((id, role), place)| (id, role, place)).collect())
    }

    async fn places_of(
        &mut self,
        named: Vec<(Handle, u8)>,
        awaited: &mut BTreeMap<(String, Option<Role>), ()>,
    ) -> Result<Vec<(i64, u8)>> {
        let handles: Vec<Handle> = named.iter().map(|it| it.0.clone()).collect();
        let mut places = BTreeMap::new();
        for ((handle, share), stored) in named.into_iter().zip(records(self.reader, &handles).await?) {
            match stored {
                Some(stored) => *places.entry(stored.id).or_default() = share,
                None => drop(awaited.insert((handle.key(), None), ())),
            }
        }
        Ok(places.into_iter().collect())
    }

    /// Where people stand in works they name that have changed, or that they waited for.
    pub(super) async fn put_places(
        &mut self,
        works: &[i64],
        came: Vec<Awaited>,
        ids: &HashMap<String, i64>,
    ) -> Result<()> {
        let mut parts: BTreeSet<(i64, i64, Role)> = BTreeSet::new();
        for (work, person, role, _) in self.reader.naming(works).await? {
            parts.insert((work, person, role));
        }
        for it in &came {
            if let (Some(&work), Some(role)) = (ids.get(&it.key), it.role) {
                let kind = self.works.get(&work).map_or(Kind::Paper, |it| it.stored.kind);
                parts.insert((work, it.person, as_in(role, kind)));
            }
        }
        // Those looked at as a whole have their places by now.
        parts.retain(|(_, person, _)| !self.people.contains_key(person));
        self.meet(&parts.iter().map(|it| it.1).collect()).await?;
        let claims = self.reader.claims_on(&parts.iter().map(|it| it.0).collect::<Vec<_>>()).await?;
        let claims: HashMap<(i64, i64), _> = claims
            .into_iter()
            .filter(|it| it.answer == Answer::Claimed)
            .map(|it| ((it.work, it.person), (it.version, it.place)))
            .collect();
        let place = |&(work, person, role): &(i64, i64, Role)| {
            let piece = self.works.get(&work);
            let judged = claims.get(&(work, person)).copied();
            let place = match (judged, piece, self.known(person)) {
                (Some((version, place)), Some(piece), _) if piece.stored.version == version => place,
                (_, Some(Piece { work: Some(work), .. }), Some(it)) => it.known.place_as(role, work),
                _ => 0,
            };
            (work, person, role, place)
        };
        let places: Vec<_> = parts.iter().map(place).collect();
        self.tx.put_places(&places).await?;
        self.tx.came(&came).await
    }

    /// The persons whom these works' own records name.
    pub(super) async fn put_said(&mut self, works: &[i64]) -> Result<()> {
        let mut said = Vec::new();
        for &id in works {
            let Some(work) = self.work(id) else { continue };
            let named = parts(work).filter_map(|(role, at, agent)| Some((id, role, at, called(agent)?)));
            said.extend(named);
        }
        self.tx.put_said(works, &said).await
    }
}

/// Records by handle, else by its key.
async fn records(reader: &Reader, handles: &[Handle]) -> Result<Vec<Option<Stored>>> {
    let mut found = reader.records(handles).await?;
    for (handle, stored) in handles.iter().zip(&mut found).filter(|(_, stored)| stored.is_none()) {
        *stored = reader.by_key(&handle.key()).await?.into_iter().next();
    }
    Ok(found)
}

/// Speakers are the authors of a talk.
fn as_in(role: Role, kind: Kind) -> Role {
    if role == Role::Editor { role } else { Role::in_kind(kind) }
}
