//! The answers that every address of the API may give besides its own.

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::openapi::header::Header;
use utoipa::openapi::{Content, Object, Ref, RefOr, Response, ResponseBuilder, Type};
use utoipa::{IntoResponses, ToSchema};

/// What went wrong (RFC 9457).
#[derive(Deserialize, ToSchema)]
#[allow(dead_code, reason = "only its schema is used; problems are made in problem.rs")]
pub(super) struct Problem {
    /// An address that names this kind of problem, and explains it.
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    detail: String,
    /// Handles that look like the one asked for.
    #[schema(nullable = false)]
    nearest: Option<Vec<String>>,
    /// Of a withdrawn record.
    #[schema(nullable = false)]
    handle: Option<String>,
    /// The last state of a withdrawn record.
    #[schema(nullable = false)]
    record: Option<super::shapes::AnyRecord>,
}

/// Parameters that mean nothing, too many requests, and our own faults.
pub(super) struct Problems;

/// The same, with a record that is not there or no longer there.
pub(super) struct OfOne;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let told = [
            ("400", "A parameter means nothing"),
            ("404", "There is no such place to go on from"),
            ("429", "More requests than one client may make; `Retry-After` says when to try again"),
            ("500", "Our fault"),
            ("503", "Too many searches at once; `Retry-After` says when to try again"),
            ("504", "It took too long"),
        ];
        let mut all: BTreeMap<_, _> = told.map(|(status, about)| (status.to_owned(), problem(about))).into();
        let same =
            ResponseBuilder::new().description("Nothing has changed since the answer with this `ETag`");
        all.insert("304".to_owned(), same.build().into());
        all
    }
}

impl IntoResponses for OfOne {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = Problems::responses();
        all.insert(
            "404".to_owned(),
            problem("There is no such record; `nearest` may hold handles that look like it"),
        );
        all.insert("410".to_owned(), problem("The archive has withdrawn it; `record` is its last state"));
        all
    }
}

fn problem(about: &str) -> RefOr<Response> {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    let seconds = Header::new(Object::with_type(Type::Integer));
    let response = ResponseBuilder::new().description(about).content("application/problem+json", content);
    match about.contains("Retry-After") {
        true => response.header("Retry-After", seconds).build().into(),
        false => response.build().into(),
    }
}
