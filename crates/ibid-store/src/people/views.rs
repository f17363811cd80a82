//! The tables of the projection "people": who has written what and is where, how persons are found by
//! what works call them, and which claims are in doubt.
//!
//! All of it is made from records and claims and may be thrown away. Deliberately not here: making it.

use ibid_core::people::claim::{Doubt, Role};

use super::claims::{int, place, role};
use super::ints;
use crate::engine::{Row, Value, statements};
use crate::error::Result;
use crate::works::state;
use crate::{Reader, State, Tx};

/// Who refused a work is not its author, whatever its record says.
macro_rules! not_refused {
    ($work:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM claim c WHERE c.person = g.person AND c.work = ",
            $work,
            " AND c.state = 2)"
        )
    };
}

statements! {
    FORGET_REGISTERED = "DELETE FROM registered WHERE person IN ({list})";
    FORGET_CALLED = "DELETE FROM called WHERE person IN ({list})";
    FORGET_AWAITED = "DELETE FROM awaited WHERE person IN ({list})";
    FORGET_MEMBERS = "DELETE FROM member WHERE person IN ({list})";
    FORGET_AUTHORSHIP = "DELETE FROM authorship WHERE person IN ({list})";
    FORGET_SAID = "DELETE FROM said WHERE work IN ({list})";
    FORGET_DOUBTS_OF = "DELETE FROM doubt WHERE person IN ({list})";
    FORGET_DOUBTS_ON = "DELETE FROM doubt WHERE work IN ({list})";
    REGISTERED = "registered (person, short, key, state)";
    CALLED = "called (key, person)";
    AWAITED = "awaited (key, person, role)";
    MEMBER = "member (institution, person, share)";
    AUTHORSHIP = "authorship (work, person, role, place)";
    PLACE = "INSERT INTO authorship (work, person, role, place) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (work, person, role) DO UPDATE SET place = excluded.place";
    CAME = "DELETE FROM awaited WHERE key = $1 AND person = $2 AND role = $3";
    SAID = "said (work, role, place, name)";
    DOUBT = "INSERT INTO doubt (person, work, version, why) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (person, work) DO UPDATE SET version = excluded.version, why = excluded.why";
    NO_REGISTERED = "DELETE FROM registered";
    NO_CALLED = "DELETE FROM called";
    NO_AWAITED = "DELETE FROM awaited";
    NO_MEMBER = "DELETE FROM member";
    NO_AUTHORSHIP = "DELETE FROM authorship";
    NO_SAID = "DELETE FROM said";
    NO_DOUBT = "DELETE FROM doubt";
    BY_SHORT = "SELECT person, short, state FROM registered WHERE short IN ({list}) ORDER BY person";
    BY_NAME = "SELECT key, person FROM called WHERE key IN ({list}) ORDER BY person, key";
    WAITING = "SELECT key, person, role FROM awaited WHERE key IN ({list}) ORDER BY person, key, role";
    NAMING = "SELECT work, person, role, place FROM authorship WHERE work IN ({list}) \
        ORDER BY work, person, role";
    OF_WORKS = concat!("SELECT a.work, g.person, g.short, a.role, a.place, CAST(1 AS BIGINT) \
        FROM authorship a JOIN registered g ON g.person = a.person \
        WHERE a.work IN ({list}) AND g.state = 0 AND ", not_refused!("a.work"));
    SAID_OF = concat!("SELECT s.work, g.person, g.short, s.role, s.place, CAST(0 AS BIGINT) \
        FROM said s JOIN registered g ON g.short = s.name \
        WHERE s.work IN ({list}) AND g.state = 0 AND ", not_refused!("s.work"), " UNION ALL \
        SELECT s.work, g.person, g.short, s.role, s.place, CAST(0 AS BIGINT) \
        FROM said s JOIN registered g ON g.key = s.name \
        WHERE s.work IN ({list}) AND g.state = 0 AND ", not_refused!("s.work"));
    OF_PERSON = concat!("SELECT a.work, g.person, g.short, a.role, a.place, CAST(1 AS BIGINT) \
        FROM registered g JOIN authorship a ON a.person = g.person WHERE g.person = $1 AND ",
        not_refused!("a.work"));
    SAID_OF_PERSON = concat!("SELECT s.work, g.person, g.short, s.role, s.place, CAST(0 AS BIGINT) \
        FROM registered g JOIN said s ON s.name IN (g.short, g.key) WHERE g.person = $1 AND ",
        not_refused!("s.work"));
    MEMBERS = "SELECT person, share FROM member WHERE institution = $1 ORDER BY person";
    DOUBTS = "SELECT person, work, version, why FROM doubt WHERE person = $1 ORDER BY work";
    ALL_DOUBTS = "SELECT person, work, version, why FROM doubt WHERE (person, work) > ($1, $2) \
        ORDER BY person, work LIMIT $3";
}

/// In the place of a share: the person studied there.
pub const ALUMNUS: u8 = u8::MAX;

/// What a person's record makes of the views. All ids are those of records.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonViews {
    pub person: i64,
    /// Empty when there is none.
    pub short: String,
    /// Of the handle, see [`ibid_core::Handle::key`].
    pub key: String,
    /// Of a withdrawn one nothing else is kept.
    pub state: State,
    /// What the names go by of somebody who wants to hear of new works.
    pub names: Vec<i64>,
    pub works: Vec<(i64, Role, u16)>,
    /// Institutions, and hundredths of their time: 0 when not given, [`ALUMNUS`] of those who studied there.
    pub places: Vec<(i64, u8)>,
    /// Handles they name that are not there.
    pub awaited: Vec<Awaited>,
}

/// Something a person's record names that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    pub key: String,
    pub person: i64,
    /// Their part in it; none in a workplace.
    pub role: Option<Role>,
}

/// Somebody's part in a work.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Authorship {
    /// Ids of records.
    pub work: i64,
    pub role: Role,
    /// Among those of this role in the work, from 1; 0 when not known.
    pub place: u16,
    pub person: i64,
    pub short: String,
    /// The person says so; else the work's own record alone does.
    pub claimed: bool,
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
        let forget = [FORGET_REGISTERED, FORGET_CALLED, FORGET_AWAITED, FORGET_MEMBERS, FORGET_AUTHORSHIP];
        for forget in forget {
            self.link.run_list(forget, &[], &ints(&ids)).await?;
        }
        let (mut registered, mut awaited) = (Vec::new(), Vec::new());
        let (mut called, mut member, mut authorship) = (Vec::new(), Vec::new(), Vec::new());
        for it in people {
            let gone = Value::Int(i64::from(it.state == State::Withdrawn));
            registered.extend([
                Value::Int(it.person),
                it.short.as_str().into(),
                it.key.as_str().into(),
                gone,
            ]);
            awaited.extend(it.awaited.iter().flat_map(Awaited::row));
            called.extend(it.names.iter().flat_map(|&key| [key, it.person]));
            member.extend(it.places.iter().flat_map(|&(at, share)| [at, it.person, share.into()]));
            let part =
                |&(work, role, place): &(i64, Role, u16)| [work, it.person, role.number(), place.into()];
            authorship.extend(it.works.iter().flat_map(part));
        }
        self.link.bulk(REGISTERED, &registered).await?;
        self.link.bulk(AWAITED, &awaited).await?;
        self.link.bulk(CALLED, &ints(&called)).await?;
        self.link.bulk(MEMBER, &ints(&member)).await?;
        self.link.bulk(AUTHORSHIP, &ints(&authorship)).await
    }

    /// Notes where persons stand in works they name: work, person, role, place.
    pub async fn put_places(&mut self, places: &[(i64, i64, Role, u16)]) -> Result<()> {
        let row = |&(work, person, role, place): &(i64, i64, Role, u16)| {
            [work, person, role.number(), place.into()]
        };
        self.link.each(PLACE, 4, &ints(&places.iter().flat_map(row).collect::<Vec<_>>())).await
    }

    /// Notes that these are there now.
    pub async fn came(&mut self, awaited: &[Awaited]) -> Result<()> {
        self.link.each(CAME, 3, &awaited.iter().flat_map(Awaited::row).collect::<Vec<_>>()).await
    }

    /// Puts the persons that these works' own records name, by short-id or key of a handle, in the place
    /// of those before: work, role, place, name.
    pub async fn put_said(&mut self, works: &[i64], said: &[(i64, Role, u16, String)]) -> Result<()> {
        self.link.run_list(FORGET_SAID, &[], &ints(works)).await?;
        let row = |(work, role, place, name): &(i64, Role, u16, String)| {
            let [work, role, place] = [*work, role.number(), i64::from(*place)].map(Value::Int);
            [work, role, place, name.clone().into()]
        };
        self.link.bulk(SAID, &said.iter().flat_map(row).collect::<Vec<_>>()).await
    }

    /// Puts doubts in the place of all those about claims of these persons, and on these works.
    pub async fn put_doubts(&mut self, people: &[i64], works: &[i64], doubts: &[Doubtful]) -> Result<()> {
        self.link.run_list(FORGET_DOUBTS_OF, &[], &ints(people)).await?;
        self.link.run_list(FORGET_DOUBTS_ON, &[], &ints(works)).await?;
        let rows: Vec<i64> =
            doubts.iter().flat_map(|it| [it.person, it.work, it.version, it.why.number()]).collect();
        self.link.each(DOUBT, 4, &ints(&rows)).await
    }

    /// Who goes by these numbers, see [`ibid_core::people::suggest::keys_of`]: number and person.
    pub async fn called(&mut self, keys: &[i64]) -> Result<Vec<(i64, i64)>> {
        pairs(self.link.run_list(BY_NAME, &[], &ints(keys)).await?, "called")
    }

    /// Forgets all of it, to be made again.
    pub async fn forget_people(&mut self) -> Result<()> {
        let all = [NO_REGISTERED, NO_CALLED, NO_AWAITED, NO_MEMBER, NO_AUTHORSHIP, NO_SAID, NO_DOUBT];
        for forget in all {
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

    /// Who names these keys of handles as something that was not there so far.
    pub async fn awaiting(&self, keys: &[String]) -> Result<Vec<Awaited>> {
        let list: Vec<Value<'_>> = keys.iter().map(|it| it.as_str().into()).collect();
        let rows = self.engine().run_list(WAITING, &[], &list).await?;
        let awaited = |row: Row| {
            let mut row = row.of("awaited");
            let (key, person) = (row.text("key")?, row.int("person")?);
            Ok(Awaited { key, person, role: row.judged("role", |it| some_role(&it))? })
        };
        rows.into_iter().map(awaited).collect()
    }

    /// Who names these works as theirs: work, person, role, place.
    pub async fn naming(&self, works: &[i64]) -> Result<Vec<(i64, i64, Role, u16)>> {
        let rows = self.engine().run_list(NAMING, &[], &ints(works)).await?;
        let part = |row: Row| {
            let mut row = row.of("authorship");
            let (work, person) = (row.int("work")?, row.int("person")?);
            Ok((work, person, row.judged("role", role)?, row.judged("place", place)?))
        };
        rows.into_iter().map(part).collect()
    }

    /// The registered people of these works, by work, role and place.
    pub async fn authorship(&self, works: &[i64]) -> Result<Vec<Authorship>> {
        let mut rows = self.engine().run_list(OF_WORKS, &[], &ints(works)).await?;
        rows.append(&mut self.engine().run_list(SAID_OF, &[], &ints(works)).await?);
        parts(rows)
    }

    /// The works of a person, those they named and those that name them.
    pub async fn works_of(&self, person: i64) -> Result<Vec<Authorship>> {
        let mut rows = self.engine().run(OF_PERSON, &[person.into()]).await?;
        rows.append(&mut self.engine().run(SAID_OF_PERSON, &[person.into()]).await?);
        parts(rows)
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

impl Awaited {
    fn row(&self) -> [Value<'_>; 3] {
        let role = self.role.map_or(0, Role::number);
        [self.key.as_str().into(), self.person.into(), role.into()]
    }
}

fn some_role(value: &Value<'_>) -> Option<Option<Role>> {
    match int(value)? {
        0 => Some(None),
        number => Role::from_number(number).map(Some),
    }
}

fn pairs(rows: Vec<Row>, table: &'static str) -> Result<Vec<(i64, i64)>> {
    let pair = |row: Row| {
        let mut row = row.of(table);
        Ok((row.int("first")?, row.int("second")?))
    };
    rows.into_iter().map(pair).collect()
}

/// In order, and what both sides say once.
fn parts(rows: Vec<Row>) -> Result<Vec<Authorship>> {
    let mut parts: Vec<Authorship> = rows.into_iter().map(authorship).collect::<Result<_>>()?;
    let part = |it: &Authorship| (it.work, it.person, it.role);
    parts.sort_by_key(|it| (part(it), !it.claimed, it.place));
    parts.dedup_by(|said, own| part(own) == part(said));
    parts.sort_unstable();
    Ok(parts)
}

fn authorship(row: Row) -> Result<Authorship> {
    let mut row = row.of("authorship");
    Ok(Authorship {
        work: row.int("work")?,
        person: row.int("person")?,
        short: row.text("short")?,
        role: row.judged("role", role)?,
        place: row.judged("place", place)?,
        claimed: row.int("said")? == 1,
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
