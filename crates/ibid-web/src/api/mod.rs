//! `/api/v1`: what pages show, for programs, and the document that says so.
//!
//! A handler and what it says of itself stand together; the document is gathered from the very list that
//! makes the routes, so that neither can be without the other. Records have the shape in which they are
//! exported. Not here: how much one client may ask for (`limit.rs`), problems (`problem.rs`), the headers
//! that let other sites' pages read all this (`front.rs`).

mod asked;
mod changes;
mod lists;
mod page;
mod params;
mod people;
mod problems;
mod shapes;
mod works;

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::OnceLock;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use ibid_core::Record;
use ibid_core::export::{Format, record_json};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{OpenApi, RefOr, ServerBuilder};
use utoipa::{OpenApi as _, PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::layout;
use crate::page::Page;
use crate::pages::works::exports;
use crate::problem::{self, Answer, Problem};
use crate::site::Shown;
use crate::{Site, urls};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "ibid",
        version = "1",
        description = "The catalogue for programs. Everything here may be read by anybody, without a key. \
            Records have the shape in which they are exported; members without content are left out. Lists \
            say where they go on in `next`, and in the header `Link`. Answers have an `ETag`; ask again with \
            `If-None-Match`. Parameters that are not described here are refused.",
        license(name = "The data are supplied by the archives of RePEc, which own them")
    ),
    components(schemas(problems::Problem)),
    tags(
        (name = "works", description = "Papers, articles, chapters, books, software and talks"),
        (name = "series and archives", description = "What works belong to"),
        (name = "people and institutions", description = "Who writes and where"),
        (name = "changes", description = "What is new, by number")
    )
)]
struct Document;

fn handlers() -> OpenApiRouter<Site> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(changes::index))
        .routes(routes!(changes::changes))
        .routes(routes!(lists::suggest))
        .routes(routes!(lists::works))
        .routes(routes!(works::show))
        .routes(routes!(works::history))
        .routes(routes!(works::versions))
        .routes(routes!(works::related))
        .routes(routes!(works::cite))
        .routes(routes!(works::styles))
        .routes(routes!(lists::series))
        .routes(routes!(people::series))
        .routes(routes!(people::archives))
        .routes(routes!(people::archive))
        .routes(routes!(people::archive_series))
        .routes(routes!(lists::people))
        .routes(routes!(people::person))
        .routes(routes!(people::person_works))
        .routes(routes!(lists::institutions))
        .routes(routes!(people::institution))
}

/// The API, its document, and the page that explains it.
pub(crate) fn routes() -> Router<Site> {
    let (routes, _) = handlers().split_for_parts();
    routes
        .route(urls::OPENAPI, axum::routing::get(document))
        .route_layer(from_fn(answer_options))
        .route(urls::API, axum::routing::get(page::show))
}

/// The document, without the address of the site.
fn described() -> &'static OpenApi {
    static DOCUMENT: OnceLock<OpenApi> = OnceLock::new();
    DOCUMENT.get_or_init(|| handlers().split_for_parts().1)
}

/// `/openapi.json`.
async fn document(State(site): State<Site>, uri: Uri) -> Answer {
    asked::Asked::nothing(&uri)?;
    let mut document = described().clone();
    let address = layout::absolute(&site, "");
    if !address.is_empty() {
        document.servers = Some(vec![ServerBuilder::new().url(address).build()]);
    }
    json(&document)
}

/// What may be asked of an address: nothing here depends on who asks, so a browser may let anybody.
async fn answer_options(request: Request, next: Next) -> Response {
    match *request.method() {
        Method::OPTIONS => problem::only_read(),
        _ => problem::may_ask(next.run(request).await),
    }
}

fn json(body: &impl Serialize) -> Answer {
    let text = serde_json::to_string(body).map_err(Problem::inside)?;
    Ok(Page::new("application/json", text))
}

/// A record as it is exported: text in JSON that has the shape of `T`.
struct Printed<T>(Box<RawValue>, PhantomData<T>);

impl<T> Printed<T> {
    fn of(text: String) -> Answer<Printed<T>> {
        let text = RawValue::from_string(text).map_err(Problem::inside)?;
        Ok(Printed(text, PhantomData))
    }
}

impl<T> Serialize for Printed<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<T: ToSchema> PartialSchema for Printed<T> {
    fn schema() -> RefOr<Schema> {
        T::schema()
    }
}

impl<T: ToSchema> ToSchema for Printed<T> {
    fn name() -> Cow<'static, str> {
        T::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

/// A record as it is exported.
async fn printed(site: &Site, record: &Record) -> Answer<String> {
    Ok(match record {
        Record::Work(work) => {
            let series = site.shelved(&work.handle.series_handle()).await?;
            let mut text = Format::Json.one(&exports::source(work, series.as_deref()));
            text.truncate(text.trim_end().len());
            text
        }
        other => record_json(other, "", ""),
    })
}

/// The answer that is one record.
async fn one(site: &Site, shown: &Shown) -> Answer {
    let text = printed(site, &shown.record).await?;
    let page = Page::new("application/json", text).modified(shown.stored.at);
    let address = layout::absolute(site, &urls::record(&shown.record));
    let page = page.linked(format!("<{address}>; rel=\"alternate\"; type=\"text/html\""));
    match shown.is_withdrawn() {
        true => Err(problem::withdrawn(shown.stored.handle.clone(), page)),
        false => Ok(page),
    }
}

#[cfg(test)]
mod tests;
