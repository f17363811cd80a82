//! The tables of the projection "people": who has written what and is where, how persons are found by
//! name or short-id, and which claims are in doubt.
//!
//! All of it is made from records and claims and may be thrown away. Deliberately not here: making it.

use ibid_core::people::claim::{Doubt, Role};

use super::claims::{int, place, role};
use super::ints;
use crate::engine::{Row, Value, statements};
use crate::error::Result;
use crate::works::state;
use crate::{Reader, State, Tx};

statements! {
    FORGET_REGISTERED = "DELETE FROM registered WHERE person IN ({list})";
    FORGET_CALLED = "DELETE FROM called WHERE person IN ({list})";
    FORGET_AWAITED = "DELETE FROM awaited WHERE person IN ({list})";
    FORGET_MEMBERS = "DELETE FROM member WHERE person IN ({list})";
    FORGET_OWN = "DELETE FROM authorship WHERE said = 1 AND person IN ({list})";
    FORGET_SAID = "DELETE FROM authorship WHERE said = 2 AND work IN ({list})";
    FORGET_DOUBTS_OF = "DELETE FROM doubt WHERE person IN ({list})";
    FORGET_DOUBTS_ON = "DELETE FROM doubt WHERE work IN ({list})";
    REGISTERED = "registered (person, short, state)";
    CALLED = "called (key, person)";
    AWAITED = "awaited (key, person)";
    MEMBER = "member (institution, person, share)";
    AUTHORSHIP = "authorship (work, person, role, said, place)";
    DOUBT = "INSERT INTO doubt (person, work, version, why) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (person, work) DO UPDATE SET version = excluded.version, why = excluded.why";
    NO_REGISTERED = "DELETE FROM registered";
    NO_CALLED = "DELETE FROM called";
    NO_AWAITED = "DELETE FROM awaited";
    NO_MEMBER = "DELETE FROM member";
    NO_AUTHORSHIP = "DELETE FROM authorship";
    NO_DOUBT = "DELETE FROM doubt";
    BY_SHORT = "SELECT person, short, state FROM registered WHERE short IN ({list}) ORDER BY person";
    BY_NAME = "SELECT key, person FROM called WHERE key IN ({list}) ORDER BY person, key";
    WAITING = "SELECT DISTINCT person FROM awaited WHERE key IN ({list}) ORDER BY person";
    /// Who refused a work is not its author, whatever its record says.
    OF_WORKS = "SELECT a.work, a.person, g.short, a.role, CAST(MIN(a.said) AS BIGINT), \
        CAST(MAX(a.place) AS BIGINT) FROM authorship a JOIN registered g ON g.person = a.person \
        WHERE a.work IN ({list}) AND g.state = 0 AND NOT EXISTS (SELECT 1 FROM claim c \
            WHERE c.person = a.person AND c.work = a.work AND c.state = 2) \
        GROUP BY a.work, a.person, g.short, a.role ORDER BY a.work, a.role, 6, a.person";
    OF_PERSON = "SELECT a.work, a.person, g.short, a.role, CAST(MIN(a.said) AS BIGINT), \
        CAST(MAX(a.place) AS BIGINT) FROM authorship a JOIN registered g ON g.person = a.person \
        WHERE a.person = $1 AND NOT EXISTS (SELECT 1 FROM claim c \
            WHERE c.person = a.person AND c.work = a.work AND c.state = 2) \
        GROUP BY a.work, a.person, g.short, a.role ORDER BY a.work, a.role";
    MEMBERS = "SELECT person, share FROM member WHERE institution = $1 ORDER BY person";
    DOUBTS = "SELECT person, work, version, why FROM doubt WHERE person = $1 ORDER BY work";
    ALL_DOUBTS = "SELECT person, work, version, why FROM doubt WHERE (person, work) > ($1, $2) \
        ORDER BY person, work LIMIT $3";
}

/// What a person's record makes of the views. All ids are those of records.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonViews {
    pub person: i64,
    /// Empty when there is none.
    pub short: String,
    /// Of a withdrawn one nothing but the short-id is kept.
    pub state: State,
    /// What their names go by.
    pub names: Vec<i64>,
    pub works: Vec<(i64, Role, u16)>,
    /// Institutions, and hundredths of their time, 0 when not given.
    pub places: Vec<(i64, u8)>,
    /// Keys of handles they name that are not there, see [`ibid_core::Handle::key`].
    pub awaited: Vec<String>,
}

/// Somebody's part in a work.
#[derive(Clone, Debug, PartialEq)]
pub struct Authorship {
    /// Ids of records.
    pub work: i64,
    pub person: i64,
    pub short: String,
    pub role: Role,
    /// The person says so; else the work's own record alone does.
    pub claimed: bool,
    /// Among those of this role in the work, from 1; 0 when not known.
    pub place: u16,
}

/// A claim in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubtful {
    pub person: i64,
    pub work: i64,
    /// Of the work as it is now.
    pub version: i64,
    pub why: Doubt,
}

impl Tx {
    /// Puts views of persons in the place of those before. Each person and each of their lines once.
    pub async fn put_people(&mut self, people: &[PersonViews]) -> Result<()> {
        let ids: Vec<i64> = people.iter().map(|it| it.person).collect();
        for forget in [FORGET_REGISTERED, FORGET_CALLED, FORGET_AWAITED, FORGET_MEMBERS, FORGET_OWN] {
            self.link.run_list(forget, &[], &ints(&ids)).await?;
        }
        let (mut registered, mut called, mut awaited) = (Vec::new(), Vec::new(), Vec::new());
        let (mut member, mut authorship) = (Vec::new(), Vec::new());
        for it in people {
            let gone = i64::from(it.state == State::Withdrawn);
            registered.extend([Value::Int(it.person), it.short.as_str().into(), Value::Int(gone)]);
            called.extend(it.names.iter().flat_map(|&key| [key, it.person]).map(Value::Int));
            for key in &it.awaited {
                awaited.extend([key.as_str().into(), Value::Int(it.person)]);
            }
            let places = it.places.iter();
            member.extend(places.flat_map(|&(at, share)| [at, it.person, share.into()]).map(Value::Int));
            let works = it.works.iter();
            authorship.extend(
                works
                    .flat_map(|&(work, role, place)| [work, it.person, role.number(), 1, place.into()])
                    .map(Value::Int),
            );
        }
        self.link.bulk(REGISTERED, &registered).await?;
        self.link.bulk(CALLED, &called).await?;
        self.link.bulk(AWAITED, &awaited).await?;
        self.link.bulk(MEMBER, &member).await?;
        self.link.bulk(AUTHORSHIP, &authorship).await
    }

    /// Puts what these works' own records say of persons in the place of what they said before: work,
    /// person, role, place.
    pub async fn put_said(&mut self, works: &[i64], said: &[(i64, i64, Role, u16)]) -> Result<()> {
        self.link.run_list(FORGET_SAID, &[], &ints(works)).await?;
        let rows: Vec<i64> = said
            .iter()
            .flat_map(|&(work, person, role, place)| [work, person, role.number(), 2, place.into()])
            .collect();
        self.link.bulk(AUTHORSHIP, &ints(&rows)).await
    }

    /// Puts doubts in the place of all those about claims of these persons, and on these works.
    pub async fn put_doubts(&mut self, people: &[i64], works: &[i64], doubts: &[Doubtful]) -> Result<()> {
        self.link.run_list(FORGET_DOUBTS_OF, &[], &ints(people)).await?;
        self.link.run_list(FORGET_DOUBTS_ON, &[], &ints(works)).await?;
        let rows: Vec<i64> =
            doubts.iter().flat_map(|it| [it.person, it.work, it.version, it.why.number()]).collect();
        self.link.each(DOUBT, 4, &ints(&rows)).await
    }

    /// Forgets all of it, to be made again.
    pub async fn forget_people(&mut self) -> Result<()> {
        for forget in [NO_REGISTERED, NO_CALLED, NO_AWAITED, NO_MEMBER, NO_AUTHORSHIP, NO_DOUBT] {
            self.link.run(forget, &[]).await?;
        }
        Ok(())
    }
}

impl Reader {
    /// Persons by short-id: id, short-id, and whether they are still there.
    pub async fn by_short_ids(&self, shorts: &[&str]) -> Result<Vec<(i64, String, State)>> {
        let list: Vec<Value<'_>> = shorts.iter().map(|&it| it.into()).collect();
        let mut out = Vec::new();
        for row in self.engine().run_list(BY_SHORT, &[], &list).await? {
            let mut row = row.of("registered");
            out.push((row.int("person")?, row.text("short")?, row.judged("state", state)?));
        }
        Ok(out)
    }

    /// Which persons go by these numbers, see `ibid_core::people::suggest`.
    pub async fn called(&self, keys: &[i64]) -> Result<Vec<(i64, i64)>> {
        pairs(self.engine().run_list(BY_NAME, &[], &ints(keys)).await?, "called")
    }

    /// Persons whose records name these handles, given by key, which were not there so far.
    pub async fn awaiting(&self, keys: &[String]) -> Result<Vec<i64>> {
        let list: Vec<Value<'_>> = keys.iter().map(|it| it.as_str().into()).collect();
        let rows = self.engine().run_list(WAITING, &[], &list).await?;
        rows.into_iter().map(|row| row.of("awaited").int("person")).collect()
    }

    /// The registered people of these works, by work, role and place.
    pub async fn authorship(&self, works: &[i64]) -> Result<Vec<Authorship>> {
        let rows = self.engine().run_list(OF_WORKS, &[], &ints(works)).await?;
        rows.into_iter().map(authorship).collect()
    }

    /// The works of a person, those they named and those that name them.
    pub async fn works_of(&self, person: i64) -> Result<Vec<Authorship>> {
        self.engine().run(OF_PERSON, &[person.into()]).await?.into_iter().map(authorship).collect()
    }

    /// The persons at an institution, and hundredths of their time, 0 when not given.
    pub async fn members(&self, institution: i64) -> Result<Vec<(i64, i64)>> {
        pairs(self.engine().run(MEMBERS, &[institution.into()]).await?, "member")
    }

    /// A person's claims in doubt.
    pub async fn doubts_of(&self, person: i64) -> Result<Vec<Doubtful>> {
        self.engine().run(DOUBTS, &[person.into()]).await?.into_iter().map(doubtful).collect()
    }

    /// All claims in doubt, by person and work, after these.
    pub async fn doubts(&self, (person, work): (i64, i64), limit: usize) -> Result<Vec<Doubtful>> {
        let values = [person.into(), work.into(), (limit as i64).into()];
        self.engine().run(ALL_DOUBTS, &values).await?.into_iter().map(doubtful).collect()
    }
}

fn pairs(rows: Vec<Row>, table: &'static str) -> Result<Vec<(i64, i64)>> {
    let pair = |row: Row| {
        let mut row = row.of(table);
        Ok((row.int("first")?, row.int("second")?))
    };
    rows.into_iter().map(pair).collect()
}

fn authorship(row: Row) -> Result<Authorship> {
    let mut row = row.of("authorship");
    Ok(Authorship {
        work: row.int("work")?,
        person: row.int("person")?,
        short: row.text("short")?,
        role: row.judged("role", role)?,
        claimed: row.int("said")? == 1,
        place: row.judged("place", place)?,
    })
}

fn doubtful(row: Row) -> Result<Doubtful> {
    let mut row = row.of("doubt");
    Ok(Doubtful {
        person: row.int("person")?,
        work: row.int("work")?,
        version: row.int("version")?,
        why: row.judged("why", |it| Doubt::from_number(int(&it)?))?,
    })
}
