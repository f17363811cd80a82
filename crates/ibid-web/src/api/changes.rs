//! What is new, and what there is altogether.

use axum::extract::State;
use axum::http::Uri;
use ibid_core::Handle;
use ibid_core::date::moment;
use ibid_store::{Line, News, State as Lives};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::problems::Problems;
use super::shapes::{AnyRecord, Kind};
use super::{Printed, json, printed};
use crate::problem::Answer;
use crate::site::Shown;
use crate::{Site, layout, urls};

const PER_PAGE: i64 = 100;
const MOST: i64 = 1_000;

#[derive(Serialize, ToSchema)]
struct Index {
    /// What the site is called.
    name: String,
    /// The version of the program.
    version: &'static str,
    /// The number of the last change.
    position: i64,
    /// Archives that were read.
    archives: i64,
    records: Vec<Count>,
    /// The document of this API.
    openapi: String,
}

#[derive(Serialize, ToSchema)]
struct Count {
    #[schema(value_type = Kind)]
    kind: &'static str,
    live: i64,
    withdrawn: i64,
}

/// What there is.
#[utoipa::path(get, path = "/api/v1", tag = "changes",
    responses((status = 200, description = "The catalogue in figures", body = Index), Problems))]
pub(super) async fn index(State(site): State<Site>, uri: Uri) -> Answer {
    Asked::nothing(&uri)?;
    let totals = site.reader().totals().await?;
    let count =
        |it: &ibid_store::Count| Count { kind: it.kind.word(), live: it.live, withdrawn: it.withdrawn };
    json(&Index {
        name: site.settings().name.clone(),
        version: env!("CARGO_PKG_VERSION"),
        position: totals.position,
        archives: totals.archives,
        records: totals.counts.iter().map(count).collect(),
        openapi: layout::absolute(&site, urls::OPENAPI),
    })
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its schema is used")]
struct Since {
    /// The number of the last change already known; 0 for all there ever were.
    #[param(required = false, minimum = 0)]
    since: i64,
    /// Changes on a page; 100 when left out.
    #[param(required = false, minimum = 1, maximum = 1000)]
    limit: i64,
    /// Whether to give each record as it is now.
    #[param(required = false)]
    records: bool,
}

/// Changes in the order in which they came.
#[derive(Serialize, ToSchema)]
struct Changes {
    /// The number of the last change there is. When nothing follows, ask again later with the number of
    /// the last one given.
    position: i64,
    items: Vec<Change>,
    /// The address of the next page; left out when this one ends at `position`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct Change {
    /// Numbers have no gaps and never change.
    number: i64,
    at: String,
    #[schema(value_type = NewsWord)]
    news: &'static str,
    handle: String,
    #[schema(value_type = Kind)]
    kind: &'static str,
    /// The version that came with it.
    version: i64,
    /// The fields that changed.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    fields: String,
    /// As it is now, not as it was then; left out unless asked for, and when it is withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = AnyRecord, required = false)]
    record: Option<Printed<AnyRecord>>,
}

#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code, reason = "only its schema is used")]
enum NewsWord {
    New,
    Changed,
    Withdrawn,
    Restored,
}

/// What is new since a number: new, changed, withdrawn and restored records.
///
/// Who remembers the last number never misses a change: numbers become visible in their order.
#[utoipa::path(get, path = "/api/v1/changes", tag = "changes", params(Since),
    responses((status = 200, description = "A page of changes", body = Changes), Problems))]
pub(super) async fn changes(State(site): State<Site>, uri: Uri) -> Answer {
    let asked = Asked::of(&uri, &["since", "limit", "records"], &[])?;
    let since = asked.number("since", 0, i64::MAX)?.unwrap_or(0);
    let limit = asked.number("limit", 1, MOST)?.unwrap_or(PER_PAGE);
    let position = site.reader().position().await?;
    let lines = site.reader().journal(since, limit as usize).await?;
    let mut items: Vec<Change> = lines.iter().map(Change::of).collect();
    if asked.flag("records")? {
        let handles: Vec<Handle> = lines.iter().map(|line| line.handle.clone()).collect();
        for (item, stored) in items.iter_mut().zip(site.reader().records(&handles).await?) {
            let live = stored.filter(|it| it.state == Lives::Live).and_then(Shown::of);
            if let Some(shown) = live {
                item.record = Some(Printed::of(printed(&site, &shown.record).await?)?);
            }
        }
    }
    let last = items.last().map(|it| it.number).filter(|last| *last < position);
    let next = last.map(|last| {
        let further: Vec<_> = asked.pairs().filter(|(name, _)| *name != "since").collect();
        let address = urls::with_pairs(uri.path(), &[("since", &last.to_string())]);
        layout::absolute(&site, &urls::with_pairs(&address, &further))
    });
    let link = next.as_ref().map(|next| format!("<{next}>; rel=\"next\""));
    let page = json(&Changes { position, items, next })?;
    Ok(match link {
        Some(link) => page.linked(link),
        None => page,
    })
}

impl Change {
    fn of(line: &Line) -> Change {
        Change {
            number: line.seq,
            at: moment(line.at),
            news: News::word(line.news),
            handle: line.handle.to_string(),
            kind: line.kind.word(),
            version: line.version,
            fields: line.what.clone(),
            record: None,
        }
    }
}
