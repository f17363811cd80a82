//! What may be asked, as the document of the API tells it. Reading it is `asked.rs` and `lists.rs`.
#![allow(dead_code, reason = "only their schemas are used")]

use utoipa::{IntoParams, ToSchema};

use super::shapes;

/// Which works, and how they come.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Narrowed {
    /// In the search language: words, `"phrases"`, `-not`, `OR`, `prefix*`, `author:kim`,
    /// `year:1955..1960`. What cannot be read is taken as words, and `notes` says so.
    #[param(required = false, max_length = 1000, pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$")]
    q: String,
    /// Any of these kinds.
    #[param(required = false, inline, max_items = 6)]
    kind: Vec<shapes::WorkKind>,
    /// Any of these years of publication.
    #[param(required = false, value_type = Vec<Year>, inline, max_items = 5)]
    year: Vec<i32>,
    /// In any of these series.
    #[param(required = false, value_type = Vec<SeriesHandle>, inline, max_items = 5)]
    series: Vec<String>,
    /// Under any of these codes of the Journal of Economic Literature, or below them.
    #[param(required = false, value_type = Vec<Jel>, inline, max_items = 5)]
    jel: Vec<String>,
    /// In any of these languages, as ISO 639-1 has them.
    #[param(required = false, value_type = Vec<Language>, inline, max_items = 5)]
    lang: Vec<String>,
    #[param(required = false, inline, max_items = 3)]
    access: Vec<shapes::Access>,
    /// The first year of publication.
    #[param(required = false, minimum = 0, maximum = 9999)]
    from: i32,
    /// The last year of publication.
    #[param(required = false, minimum = 0, maximum = 9999)]
    to: i32,
    /// The first year the work is about.
    #[param(required = false, minimum = 0, maximum = 9999)]
    about_from: i32,
    /// The last year the work is about.
    #[param(required = false, minimum = 0, maximum = 9999)]
    about_to: i32,
    /// Whether to count what was found by kind, series, class, language, access and year.
    #[param(required = false)]
    facets: bool,
}

/// The order of works.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Sorted {
    #[param(required = false, inline)]
    sort: Sort,
}

#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
enum Sort {
    Relevance,
    Newest,
    Oldest,
    Cited,
    About,
    Added,
}

#[derive(ToSchema)]
#[schema(value_type = i32, minimum = 0, maximum = 9999)]
struct Year(i32);

#[derive(ToSchema)]
#[schema(pattern = "^RePEc:[a-z]{3}:[a-z0-9]{6,20}$", example = "RePEc:hst:ghsdps")]
struct SeriesHandle(String);

#[derive(ToSchema)]
#[schema(pattern = "^[A-Z][0-9]{0,2}$", example = "F51")]
struct Jel(String);

#[derive(ToSchema)]
#[schema(pattern = "^[a-z]{2}$", example = "ko")]
struct Language(String);

/// How a list is gone through.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Paged {
    /// Records on a page; 20 when left out.
    #[param(required = false, minimum = 1, maximum = 100)]
    limit: i64,
    /// Where to go on; take it from `next`. It belongs to this very search.
    #[param(required = false, min_length = 1, pattern = "^[A-Za-z0-9_-]+$")]
    after: String,
}

/// A text in the search language.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Text {
    #[param(required = false, max_length = 1000, pattern = r"^[^\u0000-\u001f\u007f-\u009f]*$")]
    q: String,
}
