//! Works in the order in which their current versions were written, withdrawn ones too.
//!
//! The moment of a version never lies before that of an earlier line of the journal, so a list goes on
//! after its last row without losing what changed in between: that stands further back now. Here: such
//! lists, and the places that hold works. Deliberately not here: what a datestamp is to harvesters.

use ibid_core::Handle;

use super::{State, handle, series_handle, state, text};
use crate::Reader;
use crate::engine::{Row, Value, statements};
use crate::error::Result;

/// A page of works, up to `$3`: those of the moment `$1` after the id `$2`, or those after the moment
/// `$1` up to `$2`. Asked in one, SQLite would go through all of that moment's works, which are as many
/// as a harvest brought.
macro_rules! page {
    ($text:literal, $scope:literal, $where:literal) => {
        concat!(
            "SELECT r.place, r.at, r.id, r.handle, r.state, ",
            $text,
            " FROM record r WHERE r.kind <= 6 AND ",
            $scope,
            $where,
            " ORDER BY r.at, r.id LIMIT $3"
        )
    };
}

statements! {
    ALL_SAME = page!("r.text", "", "r.at = $1 AND r.id > $2");
    ALL_LATER = page!("r.text", "", "r.at > $1 AND r.at <= $2");
    ALL_SAME_BARE = page!("NULL", "", "r.at = $1 AND r.id > $2");
    ALL_LATER_BARE = page!("NULL", "", "r.at > $1 AND r.at <= $2");
    PLACE_SAME = page!("r.text", "r.place = $4 AND ", "r.at = $1 AND r.id > $2");
    PLACE_LATER = page!("r.text", "r.place = $4 AND ", "r.at > $1 AND r.at <= $2");
    PLACE_SAME_BARE = page!("NULL", "r.place = $4 AND ", "r.at = $1 AND r.id > $2");
    PLACE_LATER_BARE = page!("NULL", "r.place = $4 AND ", "r.at > $1 AND r.at <= $2");
    SERIES = "SELECT id FROM place WHERE archive = $1 AND series = $2";
    /// The next places of an archive in which there is something of these moments.
    HOLDING = "SELECT p.id FROM place p WHERE p.archive = $1 AND p.id >= $2 AND EXISTS (\
        SELECT 1 FROM record r WHERE r.place = p.id AND r.kind <= 6 AND r.at >= $3 AND r.at <= $4) \
        ORDER BY p.id LIMIT $5";
    PLACES = "SELECT p.id, p.archive, p.series FROM place p \
        WHERE (p.archive, p.series) > ($1, $2) AND EXISTS (SELECT 1 FROM tally t \
        WHERE t.place = p.id AND t.kind <= 6 AND t.live + t.withdrawn > 0) \
        ORDER BY p.archive, p.series LIMIT $3";
}

/// Places of an archive looked at together.
const PLACES_AHEAD: i64 = 64;

/// Which works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    All,
    /// Everything below an archive, place by place.
    Archive(&'a str),
    /// A series by its handle; with an archive's handle, what stands in none of its series.
    Series(&'a Handle),
}

/// The last row of a page, after which the next one goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// 0 unless an archive is listed.
    pub place: i64,
    pub at: i64,
    pub id: i64,
}

/// A work and when its current version was written, in epoch seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated {
    place: i64,
    pub at: i64,
    pub id: i64,
    pub handle: Handle,
    pub state: State,
    /// Empty for what is withdrawn, and where only heads were asked for.
    pub text: String,
}

/// A list of works whose current versions were written `from` … `until`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedList<'a> {
    pub scope: Scope<'a>,
    pub from: i64,
    pub until: i64,
    /// Without it the texts stay packed where they are.
    pub texts: bool,
}

impl Dated {
    fn of(row: Row) -> Result<Dated> {
        let mut row = row.of("record");
        let place = row.int("place")?;
        let (at, id) = (row.int("at")?, row.int("id")?);
        let handle = row.judged("handle", handle)?;
        let state = row.judged("state", state)?;
        let text = row.judged("text", |it| match (it, state) {
            (Value::Null, _) | (_, State::Withdrawn) => Some(String::new()),
            (it, State::Live) => text(it),
        })?;
        Ok(Dated { place, at, id, handle, state, text })
    }
}

impl DatedList<'_> {
    /// Where the list goes on after this work.
    pub fn after(&self, work: &Dated) -> Mark {
        let place = if matches!(self.scope, Scope::Archive(_)) { work.place } else { 0 };
        Mark { place, at: work.at, id: work.id }
    }

    /// The statements for a place, or with place 0 for all: the rest of a moment, and what is later.
    fn statements(&self, place: i64) -> (&'static str, &'static str) {
        match (place, self.texts) {
            (0, true) => (ALL_SAME, ALL_LATER),
            (0, false) => (ALL_SAME_BARE, ALL_LATER_BARE),
            (_, true) => (PLACE_SAME, PLACE_LATER),
            (_, false) => (PLACE_SAME_BARE, PLACE_LATER_BARE),
        }
    }
}

impl Reader {
    /// Up to `limit` works of a list after a mark; fewer only at its end.
    pub async fn dated(&self, list: &DatedList<'_>, after: Option<Mark>, limit: usize) -> Result<Vec<Dated>> {
        match list.scope {
            Scope::All => self.dated_page(list, 0, after, limit).await,
            Scope::Series(series) => {
                let key = [series.archive().into(), series.series().into()];
                let Some(row) = self.engine().run(SERIES, &key).await?.pop() else { return Ok(Vec::new()) };
                let place = row.of("place").int("id")?;
                let after = after.map(|it| Mark { place, ..it });
                self.dated_page(list, place, after, limit).await
            }
            Scope::Archive(archive) => self.dated_archive(list, archive, after, limit).await,
        }
    }

    /// One place after the other, in the order in which they came to be.
    async fn dated_archive(
        &self,
        list: &DatedList<'_>,
        archive: &str,
        after: Option<Mark>,
        limit: usize,
    ) -> Result<Vec<Dated>> {
        let mut out = Vec::new();
        let mut first = after.map_or(0, |it| it.place);
        while out.len() < limit {
            let values =
                [archive.into(), first.into(), list.from.into(), list.until.into(), PLACES_AHEAD.into()];
            let places = self.engine().run(HOLDING, &values).await?;
            if places.is_empty() {
                break;
            }
            for row in places {
                let place = row.of("place").int("id")?;
                first = place + 1;
                let rest = limit - out.len();
                out.append(&mut self.dated_page(list, place, after, rest).await?);
                if out.len() >= limit {
                    break;
                }
            }
        }
        Ok(out)
    }

    /// Works of a place, or with place 0 of all of them.
    async fn dated_page(
        &self,
        list: &DatedList<'_>,
        place: i64,
        after: Option<Mark>,
        limit: usize,
    ) -> Result<Vec<Dated>> {
        let (same, later) = list.statements(place);
        let mut out = Vec::new();
        let run = async |sql, first: i64, second: i64, limit: usize| {
            let values = [first.into(), second.into(), (limit as i64).into(), place.into()];
            let values = if place == 0 { &values[..3] } else { &values };
            let rows = self.engine().run(sql, values).await?.into_iter();
            rows.map(Dated::of).collect::<Result<Vec<Dated>>>()
        };
        let before = match after.filter(|it| it.place == place) {
            Some(mark) => {
                out.append(&mut run(same, mark.at, mark.id, limit).await?);
                mark.at
            }
            None => list.from.saturating_sub(1),
        };
        if out.len() < limit {
            out.append(&mut run(later, before, list.until, limit - out.len()).await?);
        }
        Ok(out)
    }

    /// The series that hold works or held some, by their handles and in the order of these, up to
    /// `limit` after one; the handle of an archive stands for works in none of its series.
    pub async fn holding(&self, after: Option<&Handle>, limit: usize) -> Result<Vec<Handle>> {
        let (archive, series) = after.map_or(("", ""), |it| (it.archive(), it.series()));
        let values = [archive.into(), series.into(), (limit as i64).into()];
        let place = |row: Row| {
            let mut row = row.of("place");
            row.int("id")?;
            let (archive, series) = (row.text("archive")?, row.text("series")?);
            series_handle(&archive, &series).ok_or_else(|| row.wrong("series"))
        };
        self.engine().run(PLACES, &values).await?.into_iter().map(place).collect()
    }
}
