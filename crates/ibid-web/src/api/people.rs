//! Single records that are no works: series, archives, people, institutions, and what belongs to them.

use axum::extract::{Path, State};
use axum::http::Uri;
use ibid_core::date::moment;
use ibid_core::handle::is_short_id;
use ibid_core::{Handle, Kind, Record};
use ibid_store::{ArchiveState, SeriesState, State as Lives};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::problems::{OfOne, Problems};
use super::works::find;
use super::{Printed, json, one, printed, shapes};
use crate::pages::people;
use crate::problem::{Answer, Problem};
use crate::site::Shown;
use crate::{Site, layout, urls};

/// Works of one person that are given.
const WORKS: usize = 1_000;

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "only its schema is used")]
struct NamedSeries {
    #[param(example = "RePEc:hst:ghsdps")]
    handle: String,
}

/// The record of a series.
#[utoipa::path(get, path = "/api/v1/series/{handle}", tag = "series and archives", params(NamedSeries),
    responses((status = 200, description = "The record", body = shapes::Series), OfOne))]
pub(super) async fn series(State(site): State<Site>, Path(handle): Path<String>, uri: Uri) -> Answer {
    Asked::nothing(&uri)?;
    one(&site, &find(&site, &handle, |it| it.kind() == Kind::Series).await?).await
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "only its schema is used")]
struct NamedInstitution {
    #[param(example = "RePEc:rak:bprimru")]
    handle: String,
}

/// The record of an institution.
#[utoipa::path(get, path = "/api/v1/institutions/{handle}", tag = "people and institutions", params(NamedInstitution),
    responses((status = 200, description = "The record", body = shapes::Institution), OfOne))]
pub(super) async fn institution(State(site): State<Site>, Path(handle): Path<String>, uri: Uri) -> Answer {
    Asked::nothing(&uri)?;
    one(&site, &find(&site, &handle, |it| it.kind() == Kind::Institution).await?).await
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "only its schema is used")]
struct Id {
    /// The short-id or the handle of the person.
    #[param(example = "pki42")]
    person: String,
}

/// The record of a person.
#[utoipa::path(get, path = "/api/v1/people/{person}", tag = "people and institutions", params(Id),
    responses((status = 200, description = "The record", body = shapes::Person), OfOne))]
pub(super) async fn person(State(site): State<Site>, Path(person): Path<String>, uri: Uri) -> Answer {
    Asked::nothing(&uri)?;
    one(&site, &somebody(&site, &person).await?).await
}

async fn somebody(site: &Site, name: &str) -> Answer<Shown> {
    if !is_short_id(name) {
        return find(site, name, |it| it.kind() == Kind::Person).await;
    }
    let found = people::find(site, name).await?;
    found.map(|(shown, _)| shown).ok_or_else(|| Problem::missing(format!("“{name}”")))
}

/// The works that a person has claimed.
#[derive(Serialize, ToSchema)]
struct Claimed {
    person: String,
    items: Vec<Claim>,
}

#[derive(Serialize, ToSchema)]
struct Claim {
    handle: String,
    /// Left out when the catalogue does not have it, or it is withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = shapes::AnyRecord, required = false)]
    record: Option<Printed<shapes::AnyRecord>>,
}

/// The works that a person has claimed, in the person's own order; at most 1,000.
#[utoipa::path(get, path = "/api/v1/people/{person}/works", tag = "people and institutions", params(Id),
    responses((status = 200, description = "The works", body = Claimed), OfOne))]
pub(super) async fn person_works(State(site): State<Site>, Path(person): Path<String>, uri: Uri) -> Answer {
    Asked::nothing(&uri)?;
    let shown = somebody(&site, &person).await?;
    if shown.is_withdrawn() {
        return one(&site, &shown).await;
    }
    let handles: &[Handle] = match &shown.record {
        Record::Person(person) => &person.author_of[..person.author_of.len().min(WORKS)],
        _ => &[],
    };
    let mut items = Vec::with_capacity(handles.len());
    for (handle, stored) in handles.iter().zip(site.reader().records(handles).await?) {
        let live = stored.filter(|it| it.state == Lives::Live).and_then(Shown::of);
        let record = match live {
            Some(shown) => Some(Printed::of(printed(&site, &shown.record).await?)?),
            None => None,
        };
        items.push(Claim { handle: handle.to_string(), record });
    }
    json(&Claimed { person: shown.stored.handle.to_string(), items })
}

/// All archives.
#[derive(Serialize, ToSchema)]
struct Archives {
    items: Vec<Read>,
}

/// An archive as it was last read.
#[derive(Serialize, ToSchema)]
struct Read {
    code: String,
    /// What it calls itself; empty when it does not say.
    name: String,
    url: String,
    read_at: String,
    /// Works it has, and has withdrawn.
    live: i64,
    withdrawn: i64,
    /// Of the last time it was read.
    files: i64,
    templates: i64,
    created: i64,
    changed: i64,
    unchanged: i64,
    vanished: i64,
    errors: i64,
    warnings: i64,
}

/// All archives with the works they have and what was found when they were last read.
#[utoipa::path(get, path = "/api/v1/archives", tag = "series and archives",
    responses((status = 200, description = "All archives by code", body = Archives), Problems))]
pub(super) async fn archives(State(site): State<Site>, uri: Uri) -> Answer {
    Asked::nothing(&uri)?;
    let mut items = Vec::new();
    for state in site.reader().archives().await? {
        items.push(read(&site, state).await?);
    }
    json(&Archives { items })
}

async fn read(site: &Site, ArchiveState { read, live, withdrawn }: ArchiveState) -> Answer<Read> {
    let handle = Handle::parse(&format!("RePEc:{}", read.code));
    let record = match handle {
        Some(handle) => site.shelved(&handle).await?,
        None => None,
    };
    Ok(Read {
        name: record.map_or(String::new(), |it| it.record.title().to_owned()),
        url: layout::absolute(site, &urls::archive(&read.code)),
        read_at: moment(read.read_at),
        live,
        withdrawn,
        files: read.files,
        templates: read.templates,
        created: read.created,
        changed: read.changed,
        unchanged: read.unchanged,
        vanished: read.vanished,
        errors: read.errors,
        warnings: read.warnings,
        code: read.code,
    })
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "only its schema is used")]
struct Code {
    /// The code of the archive, in any case.
    #[param(example = "hst")]
    archive: String,
}

/// The archive of this code.
fn of_code(code: &str) -> Answer<Handle> {
    let handle = Handle::parse(&format!("RePEc:{code}")).filter(|it| it.series().is_empty());
    handle.ok_or_else(|| Problem::missing(format!("“{code}”")))
}

/// The record of an archive.
#[utoipa::path(get, path = "/api/v1/archives/{archive}", tag = "series and archives", params(Code),
    responses((status = 200, description = "The record", body = shapes::Archive), OfOne))]
pub(super) async fn archive(State(site): State<Site>, Path(archive): Path<String>, uri: Uri) -> Answer {
    Asked::nothing(&uri)?;
    let handle = of_code(&archive)?;
    one(&site, &find(&site, handle.as_str(), |it| it.kind() == Kind::Archive).await?).await
}

/// The series of an archive.
#[derive(Serialize, ToSchema)]
struct SeriesOf {
    items: Vec<Held>,
}

#[derive(Serialize, ToSchema)]
struct Held {
    handle: String,
    /// Empty when the series is not declared.
    name: String,
    url: String,
    /// Works it has.
    live: i64,
    withdrawn: i64,
}

/// The series of an archive, declared or only named by works, with the number of works in each.
#[utoipa::path(get, path = "/api/v1/archives/{archive}/series", tag = "series and archives", params(Code),
    responses((status = 200, description = "All its series", body = SeriesOf), OfOne))]
pub(super) async fn archive_series(
    State(site): State<Site>,
    Path(archive): Path<String>,
    uri: Uri,
) -> Answer {
    Asked::nothing(&uri)?;
    let handle = of_code(&archive)?;
    let states = site.reader().series_of(handle.archive()).await?;
    if states.is_empty() && site.reader().archive(handle.archive()).await?.is_none() {
        return Err(Problem::missing(handle.as_str()));
    }
    let mut items = Vec::with_capacity(states.len());
    for state in states {
        items.push(held(&site, &state).await?);
    }
    json(&SeriesOf { items })
}

async fn held(site: &Site, state: &SeriesState) -> Answer<Held> {
    let works = || state.counts.iter().filter(|it| it.kind.is_work());
    Ok(Held {
        handle: state.handle.to_string(),
        name: site.series_name(&state.handle).await?,
        url: layout::absolute(site, &urls::series(&state.handle)),
        live: works().map(|it| it.live).sum(),
        withdrawn: works().map(|it| it.withdrawn).sum(),
    })
}
