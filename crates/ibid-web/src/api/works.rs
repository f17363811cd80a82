//! One work: its record, its versions, what is near it, and how to cite it.

use axum::extract::{Path, State};
use axum::http::Uri;
use ibid_app::related::Reason;
use ibid_app::style::{Form, STYLES, Style};
use ibid_core::change;
use ibid_core::date::moment;
use ibid_core::export::citation::suggested;
use ibid_core::export::redif::received;
use ibid_core::record::Work;
use ibid_core::{Handle, Record};
use ibid_store::State as Lives;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::asked::{Asked, wrong};
use super::problems::OfOne;
use super::{Printed, json, one, printed, shapes};
use crate::page::Page;
use crate::pages::works::{cite as setting, exports, missing, versions as siblings};
use crate::problem::{Answer, Problem};
use crate::site::Shown;
use crate::{Site, layout, urls};

/// Works given that are near one.
const RELATED: usize = 20;

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "only its schema is used")]
struct Named {
    /// In any case; a slash in it is written `%2F`.
    #[param(example = "RePEc:hst:ghsdps:gd11-190")]
    handle: String,
}

/// The record of this handle, or one that differs from it in colons only.
pub(super) async fn find(site: &Site, name: &str, fits: fn(&Record) -> bool) -> Answer<Shown> {
    let Some(handle) = Handle::parse(name) else { return Err(Problem::missing(format!("“{name}”"))) };
    let found = site.reader().by_key(&handle.key()).await?;
    let mut fitting: Vec<Shown> =
        found.into_iter().filter_map(Shown::of).filter(|shown| fits(&shown.record)).collect();
    let exact = fitting.iter().position(|shown| shown.stored.handle == handle);
    match exact {
        Some(at) => Ok(fitting.swap_remove(at)),
        None => match fitting.into_iter().next() {
            Some(shown) => Ok(shown),
            None => Err(missing(site, &handle.key()).await?),
        },
    }
}

/// A live work.
async fn work(site: &Site, name: &str) -> Answer<(Shown, Box<Work>)> {
    let shown = find(site, name, |it| it.as_work().is_some()).await?;
    if shown.is_withdrawn() {
        one(site, &shown).await?;
    }
    match &shown.record {
        Record::Work(work) => {
            Ok((Shown { stored: shown.stored.clone(), record: shown.record.clone() }, work.clone()))
        }
        _ => Err(Problem::missing(name)),
    }
}

/// The record of a work.
///
/// It is the same JSON that its page offers for download.
#[utoipa::path(get, path = "/api/v1/works/{handle}", tag = "works", params(Named),
    responses((status = 200, description = "The record", body = shapes::Work), OfOne))]
pub(super) async fn show(State(site): State<Site>, Path(handle): Path<String>, uri: Uri) -> Answer {
    Asked::nothing(&uri)?;
    let shown = find(&site, &handle, |it| it.as_work().is_some()).await?;
    one(&site, &shown).await
}

/// All versions of a record, the latest first.
#[derive(Serialize, ToSchema)]
struct History {
    handle: String,
    versions: Vec<Version>,
}

#[derive(Serialize, ToSchema)]
struct Version {
    version: i64,
    at: String,
    #[schema(value_type = Lively)]
    state: &'static str,
    /// Where it was read, below the root of the mirror.
    file: String,
    line: u32,
    /// What differs from the version before; left out in the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    changes: Vec<Edit>,
    /// The template as it was received, without addresses for e-mail.
    redif: String,
}

#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code, reason = "only its schema is used")]
enum Lively {
    Live,
    Withdrawn,
}

/// One field that differs; an empty text means that it was, or is, not there.
#[derive(Serialize, ToSchema)]
struct Edit {
    field: String,
    from: String,
    to: String,
}

/// Every version of a work with where and when it was read, and what changed.
///
/// Withdrawn works have a history too.
#[utoipa::path(get, path = "/api/v1/works/{handle}/history", tag = "works", params(Named),
    responses((status = 200, description = "Its versions", body = History), OfOne))]
pub(super) async fn history(State(site): State<Site>, Path(handle): Path<String>, uri: Uri) -> Answer {
    Asked::nothing(&uri)?;
    let shown = find(&site, &handle, |it| it.as_work().is_some()).await?;
    let stored = site.reader().history(&shown.stored.handle).await?;
    let records: Vec<Option<Record>> = stored.iter().map(|it| ibid_core::record::read(&it.text)).collect();
    let versions = stored.iter().enumerate().map(|(at, it)| {
        let before = records.get(at + 1).and_then(Option::as_ref);
        Version {
            version: it.version,
            at: moment(it.at),
            state: if it.state == Lives::Live { "live" } else { "withdrawn" },
            file: it.file.clone(),
            line: it.line,
            changes: edits(before, records[at].as_ref()),
            redif: received(&it.text),
        }
    });
    let history = History { handle: shown.stored.handle.to_string(), versions: versions.collect() };
    Ok(json(&history)?.modified(shown.stored.at))
}

fn edits(before: Option<&Record>, after: Option<&Record>) -> Vec<Edit> {
    let (Some(before), Some(after)) = (before, after) else { return Vec::new() };
    let edits = change::diff(before, after).map_or(Vec::new(), |change| change.edits);
    let told = |edit: change::Edit| match edit.is_of_address() {
        true => Edit { field: edit.field, from: String::new(), to: String::new() },
        false => Edit { field: edit.field, from: edit.from, to: edit.to },
    };
    edits.into_iter().map(told).collect()
}

/// Other versions and parts of a work.
#[derive(Serialize, ToSchema)]
struct Siblings {
    handle: String,
    items: Vec<Sibling>,
}

#[derive(Serialize, ToSchema)]
struct Sibling {
    handle: String,
    /// Why it stands here: `declared`, `doi`, `same_title`, `near_title`, `another_version` (of which it is
    /// a version), `in_book`, `has_chapter`.
    why: &'static str,
    /// Left out when the catalogue does not have it, or it is withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = shapes::AnyRecord, required = false)]
    record: Option<Printed<shapes::AnyRecord>>,
}

/// Other versions of the same work, its book or its chapters, each with the reason.
#[utoipa::path(get, path = "/api/v1/works/{handle}/versions", tag = "works", params(Named),
    responses((status = 200, description = "What belongs to it", body = Siblings), OfOne))]
pub(super) async fn versions(State(site): State<Site>, Path(handle): Path<String>, uri: Uri) -> Answer {
    Asked::nothing(&uri)?;
    let (shown, work) = work(&site, &handle).await?;
    let mut items = Vec::new();
    for it in siblings::of(&site, &shown.stored, &work, true).await? {
        let record = match it.shown.as_ref().filter(|shown| !shown.is_withdrawn()) {
            Some(shown) => Some(Printed::of(printed(&site, &shown.record).await?)?),
            None => None,
        };
        items.push(Sibling { handle: it.handle.to_string(), why: it.word(), record });
    }
    json(&Siblings { handle: work.handle.to_string(), items })
}

/// Works that have something in common with one.
#[derive(Serialize, ToSchema)]
struct Near {
    handle: String,
    items: Vec<Neighbour>,
}

#[derive(Serialize, ToSchema)]
struct Neighbour {
    url: String,
    shared: Shared,
    #[schema(value_type = shapes::Work)]
    record: Printed<shapes::Work>,
}

/// What both have in common.
#[derive(Default, Serialize, ToSchema)]
struct Shared {
    people: Vec<String>,
    /// Years that both are about, first and last.
    years: Vec<[i16; 2]>,
    subjects: Vec<String>,
    jel: Vec<String>,
    series: bool,
}

/// Works related to one, those that share most with it first, with what they share.
#[utoipa::path(get, path = "/api/v1/works/{handle}/related", tag = "works", params(Named),
    responses((status = 200, description = "What is near it", body = Near), OfOne))]
pub(super) async fn related(State(site): State<Site>, Path(handle): Path<String>, uri: Uri) -> Answer {
    Asked::nothing(&uri)?;
    let (_, work) = work(&site, &handle).await?;
    let mut items = Vec::new();
    for it in site.search().related(&work, RELATED).await? {
        let url = layout::absolute(&site, &urls::record(&it.found.record));
        let record = Printed::of(printed(&site, &it.found.record).await?)?;
        items.push(Neighbour { url, shared: shared(it.reasons), record });
    }
    Ok(json(&Near { handle: work.handle.to_string(), items })?.searched())
}

fn shared(reasons: Vec<Reason>) -> Shared {
    let mut shared = Shared::default();
    for reason in reasons {
        match reason {
            Reason::People(names) => shared.people = names,
            Reason::Years(from, to) => shared.years.push([from, to]),
            Reason::Subjects(words) => shared.subjects = words,
            Reason::Jel(codes) => shared.jel = codes.iter().map(ToString::to_string).collect(),
            Reason::Series => shared.series = true,
        }
    }
    shared
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its schema is used")]
struct InStyle {
    /// One of `/api/v1/styles`; the catalogue's own suggestion when left out.
    #[param(required = false, schema_with = style_ids)]
    style: String,
}

fn style_ids() -> utoipa::openapi::schema::Object {
    let ids = STYLES.iter().map(|style| style.id);
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(ids))
        .build()
}

#[derive(Serialize, ToSchema)]
struct Cited {
    handle: String,
    /// `suggested` when no style was asked for, or the style cannot set this work.
    style: &'static str,
    text: String,
    /// What stands in the running text, in styles of author and date.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    in_text: String,
}

/// A work as a citation.
#[utoipa::path(get, path = "/api/v1/works/{handle}/cite", tag = "works", params(Named, InStyle),
    responses((status = 200, description = "The citation", body = Cited), OfOne))]
pub(super) async fn cite(State(site): State<Site>, Path(handle): Path<String>, uri: Uri) -> Answer {
    let asked = Asked::of(&uri, &["style"], &[])?;
    let style = match asked.one("style") {
        None => None,
        Some(id) => {
            let style = Style::named(id).filter(|style| style.id == id);
            Some(style.ok_or_else(|| wrong("style", id, "is none of /api/v1/styles"))?)
        }
    };
    let (shown, work) = work(&site, &handle).await?;
    let series = site.shelved(&work.handle.series_handle()).await?;
    let plain = suggested(&exports::source(&work, series.as_deref()));
    let handle = work.handle.to_string();
    let (.., set) = setting::set(work, series, style).await;
    let cited = match (style, set) {
        (Some(style), Some(set)) => Cited { handle, style: style.id, text: set.text(), in_text: set.in_text },
        _ => Cited { handle, style: "suggested", text: plain, in_text: String::new() },
    };
    Ok(json(&cited)?.modified(shown.stored.at))
}

#[derive(Serialize, ToSchema)]
struct Styles {
    items: Vec<Offered>,
}

#[derive(Serialize, ToSchema)]
struct Offered {
    id: &'static str,
    name: &'static str,
    /// `author-date`, `numbered`, `bibliography` or `footnote`.
    form: &'static str,
}

/// The styles of citation.
#[utoipa::path(get, path = "/api/v1/styles", tag = "works",
    responses((status = 200, description = "All styles", body = Styles), super::problems::Problems))]
pub(super) async fn styles(uri: Uri) -> Answer<Page> {
    Asked::nothing(&uri)?;
    let form = |form| match form {
        Form::AuthorDate => "author-date",
        Form::Numbered => "numbered",
        Form::Bibliography => "bibliography",
        Form::Footnote => "footnote",
    };
    let items = STYLES.iter().map(|it| Offered { id: it.id, name: it.name, form: form(it.form) });
    json(&Styles { items: items.collect() })
}
