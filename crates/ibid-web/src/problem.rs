//! What is said when something cannot be shown: the one place where a status code is chosen.
//!
//! A problem leaves a handler as a value and becomes a page, or `application/problem+json` for who
//! asks for it, on the way out, where the request is still at hand. Each says what happened and what
//! to do next.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ibid_app::accounts;
use ibid_core::Handle;
use ibid_core::policy::Denied;
use maud::{Markup, html};
use serde_json::json;

use crate::Site;
use crate::i18n::{Lang, Messages, Text, fill};
use crate::layout::{self, Frame};
use crate::limit::{Class, Level};
use crate::page::{self, Page};
use crate::urls;

/// Why there is no page. Texts are for readers.
#[derive(Debug)]
pub(crate) enum Problem {
    /// Nothing stands at this address. `what` was looked for; `near` are handles that look like it,
    /// with the titles of their records.
    Missing { what: String, near: Vec<(Handle, String)> },
    /// A record its archive no longer has; the page shows its last state.
    Withdrawn(Gone),
    /// The request means nothing; `instead` is an address that does.
    Unreadable { why: Why, instead: Option<String> },
    /// Too many searches at once.
    Busy,
    /// More requests than one client may make.
    Limited(Level),
    /// Our fault; the cause is in the log, not on the page.
    Inside,
    /// Not theirs to do.
    Denied(Denied),
    /// Nobody signs in to this account.
    Locked,
    /// A link from a letter that is no longer good.
    Spent,
    /// What was asked for does not fit how things stand.
    Unfit(Why),
    /// Refused before a handler saw it, by its status alone.
    Refused(StatusCode),
}

/// Why a request means nothing: a message, and what goes into its places.
pub(crate) struct Why {
    said: fn(&Messages) -> Text,
    with: Vec<(&'static str, String)>,
}

impl Why {
    pub(crate) fn new(said: fn(&Messages) -> Text) -> Why {
        Why { said, with: Vec::new() }
    }

    /// Fills a place of the message.
    pub(crate) fn with(mut self, place: &'static str, value: impl std::fmt::Display) -> Why {
        self.with.push((place, value.to_string()));
        self
    }

    pub(crate) fn text(&self, t: &Messages) -> String {
        let filled =
            |text: String, (place, value): &(&str, String)| text.replace(&format!("{{{place}}}"), value);
        self.with.iter().fold((self.said)(t).to_owned(), filled)
    }
}

impl std::fmt::Debug for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Lang::En.messages()))
    }
}

/// The page of a withdrawn record, and what it is called.
pub(crate) struct Gone {
    pub(crate) handle: Handle,
    pub(crate) page: Page,
}

impl std::fmt::Debug for Gone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gone({})", self.handle)
    }
}

/// Every kind of problem: the word that ends its address, and what it means to a program.
pub(crate) const KINDS: [(&str, &str); 13] = [
    ("missing", "404: there is nothing at this address. Handles near the one asked for stand in `nearest`."),
    ("withdrawn", "410: the archive no longer has this record. Its last state stands in `record`."),
    ("unreadable", "400: a parameter or the address means nothing; `detail` says which."),
    ("refused", "400 and others: the request is no proper HTTP or asks for what cannot be."),
    ("denied", "403: who asks may not do this; `detail` says why."),
    ("unfit", "409: it does not fit how things stand; `detail` says why."),
    ("spent", "410: a link from a letter was used already, or is too old."),
    ("method", "405: everything here is only read."),
    ("large", "413: the body of the request is larger than any may be."),
    (
        "limited",
        "429, of OAI-PMH 503: more requests than one client may make. `Retry-After` says when to go on.",
    ),
    ("busy", "503: too many searches at once. Try again in a moment."),
    ("slow", "504: it took too long."),
    ("inside", "500: our fault; it is in the log."),
];

/// A withdrawn record with its last state.
pub(crate) fn withdrawn(handle: Handle, page: Page) -> Problem {
    Problem::Withdrawn(Gone { handle, page })
}

/// The answer to who asks what may be done with an address that is only read.
pub(crate) fn only_read() -> Response {
    let headers = [
        (header::ALLOW, "GET, HEAD, OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "Accept, If-None-Match"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// An answer to a method that is not taken says that one may also ask which are.
pub(crate) fn may_ask(mut response: Response) -> Response {
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, OPTIONS"));
    }
    response
}

/// What is said of a request whose body is larger than any may be, comes too late, or breaks off.
pub(crate) const TOO_LARGE: Problem = Problem::Refused(StatusCode::PAYLOAD_TOO_LARGE);
pub(crate) const TOO_LATE: Problem = Problem::Refused(StatusCode::REQUEST_TIMEOUT);
pub(crate) const BROKEN_OFF: Problem = Problem::Refused(StatusCode::BAD_REQUEST);

/// What is said of a format there is none of.
pub(crate) const NO_SUCH_FORMAT: Problem = Problem::Refused(StatusCode::NOT_ACCEPTABLE);

/// What is said to who asks for a part of a file that lies behind its end.
pub(crate) const NO_SUCH_PART: Problem = Problem::Refused(StatusCode::RANGE_NOT_SATISFIABLE);

/// What a handler that takes too long is cut off with.
pub(crate) const TOO_SLOW: StatusCode = StatusCode::GATEWAY_TIMEOUT;

/// What somebody hears who comes while everyone is being answered: written at once, whole.
pub(crate) const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\n\
    Content-Type: text/plain; charset=utf-8\r\nContent-Length: 43\r\n\r\n\
    Too many readers at once. Please try again.";

/// What handlers return.
pub(crate) type Answer<T = Page> = Result<T, Problem>;

impl Problem {
    pub(crate) fn missing(what: impl Into<String>) -> Problem {
        Problem::Missing { what: what.into(), near: Vec::new() }
    }

    pub(crate) fn unreadable(said: fn(&Messages) -> Text) -> Problem {
        Problem::Unreadable { why: Why::new(said), instead: None }
    }

    pub(crate) fn unfit(said: fn(&Messages) -> Text) -> Problem {
        Problem::Unfit(Why::new(said))
    }

    /// Logs the cause and keeps it from the reader.
    pub(crate) fn inside(cause: impl std::fmt::Display) -> Problem {
        tracing::error!("{cause}");
        Problem::Inside
    }

    fn status(&self) -> StatusCode {
        match self {
            Problem::Missing { .. } => StatusCode::NOT_FOUND,
            Problem::Withdrawn(_) => StatusCode::GONE,
            Problem::Unreadable { .. } => StatusCode::BAD_REQUEST,
            Problem::Unfit(_) => StatusCode::CONFLICT,
            Problem::Busy => StatusCode::SERVICE_UNAVAILABLE,
            // What harvesters wait for (OAI-PMH 2.0, 3.1.2.2).
            Problem::Limited(level) if level.class == Class::Harvest => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Limited(_) => StatusCode::TOO_MANY_REQUESTS,
            Problem::Inside => StatusCode::INTERNAL_SERVER_ERROR,
            Problem::Denied(_) | Problem::Locked => StatusCode::FORBIDDEN,
            Problem::Spent => StatusCode::GONE,
            Problem::Refused(status) => *status,
        }
    }

    fn title(&self, t: &Messages) -> Text {
        let words = &t.problem;
        match self {
            Problem::Missing { .. } => words.missing,
            Problem::Withdrawn(_) => words.withdrawn,
            Problem::Unreadable { .. } => words.unreadable,
            Problem::Unfit(_) => words.unfit,
            Problem::Busy => words.busy,
            Problem::Limited(_) => words.limited,
            Problem::Inside => words.inside,
            Problem::Denied(_) | Problem::Locked | Problem::Refused(StatusCode::FORBIDDEN) => words.denied,
            Problem::Spent => words.spent,
            Problem::Refused(StatusCode::METHOD_NOT_ALLOWED) => words.method,
            Problem::Refused(StatusCode::PAYLOAD_TOO_LARGE) => words.large,
            Problem::Refused(status) if status.is_server_error() => words.slow,
            Problem::Refused(_) => words.refused,
        }
    }

    /// What happened, in a sentence or two of plain text.
    pub(crate) fn detail(&self, t: &Messages) -> String {
        let words = &t.problem;
        let with = |text: Text, place: &str, value: &str| text.replace(place, value);
        match self {
            Problem::Missing { what, .. } => with(words.missing_detail, "{what}", what),
            Problem::Withdrawn(gone) => with(words.withdrawn_detail, "{handle}", gone.handle.as_str()),
            Problem::Unreadable { why, .. } => with(words.unreadable_detail, "{why}", &why.text(t)),
            Problem::Unfit(why) => format!("{} {}", why.text(t), words.unfit_detail),
            Problem::Busy => words.busy_detail.to_owned(),
            Problem::Limited(level) => {
                let wait = i64::try_from(level.wait).unwrap_or(i64::MAX);
                with(words.limited_detail, "{wait}", &t.plural(t.count.seconds, wait))
            }
            Problem::Inside => words.inside_detail.to_owned(),
            Problem::Denied(why) => denied(t, *why),
            Problem::Locked => words.locked.to_owned(),
            Problem::Refused(StatusCode::FORBIDDEN) => words.foreign.to_owned(),
            Problem::Spent => words.spent_detail.to_owned(),
            Problem::Refused(StatusCode::METHOD_NOT_ALLOWED) => words.method_detail.to_owned(),
            Problem::Refused(StatusCode::PAYLOAD_TOO_LARGE) => words.large_detail.to_owned(),
            Problem::Refused(status) if status.is_server_error() => words.slow_detail.to_owned(),
            Problem::Refused(status) => {
                with(words.refused_detail, "{reason}", status.canonical_reason().unwrap_or("not acceptable"))
            }
        }
    }

    /// When to try again, in seconds, if that is all there is to do.
    fn wait(&self) -> Option<u64> {
        match self {
            Problem::Limited(level) => Some(level.wait),
            problem if problem.status() == StatusCode::SERVICE_UNAVAILABLE => Some(2),
            _ => None,
        }
    }

    fn near(&self) -> &[(Handle, String)] {
        match self {
            Problem::Missing { near, .. } => near,
            _ => &[],
        }
    }

    fn html(&self, site: &Site, t: &Messages) -> String {
        let frame = Frame { title: self.title(t), listed: false, ..Frame::default() };
        layout::page(site, t, frame, self.view(t))
    }

    fn view(&self, t: &Messages) -> Markup {
        let instead = match self {
            Problem::Unreadable { instead, .. } => instead.as_deref(),
            _ => None,
        };
        let words = &t.problem;
        let search = html! { a href=(urls::SEARCH) { (words.search_the_catalogue) } };
        let archives = html! { a href=(urls::ARCHIVES) { (words.the_archives) } };
        html! {
            h1 { (self.title(t)) }
            p { (self.detail(t)) }
            @if !self.near().is_empty() {
                h2 { (words.nearest) }
                ul.list { @for (handle, title) in self.near() { li {
                    @let address = urls::resolver(handle);
                    @if title.is_empty() { a href=(address) { (handle) } }
                    @else { p.t { a href=(address) { (t.said(title, None)) } } p.s.soft { (handle) } }
                } } }
            }
            @if let Some(address) = instead { p { a href=(address) { (words.instead) } } }
            @if matches!(self, Problem::Denied(Denied::SignIn) | Problem::Spent) { p { a href=(urls::SIGN_IN) { (t.account.sign_in) } } }
            @if !matches!(self, Problem::Unfit(_)) { p { (fill(words.what_to_do, &[("search", &search), ("archives", &archives)])) } }
        }
    }

    /// Its name among [`KINDS`].
    fn word(&self) -> &'static str {
        match self {
            Problem::Missing { .. } => "missing",
            Problem::Withdrawn(_) => "withdrawn",
            Problem::Unreadable { .. } => "unreadable",
            Problem::Unfit(_) => "unfit",
            Problem::Busy => "busy",
            Problem::Limited(_) => "limited",
            Problem::Inside => "inside",
            Problem::Denied(_) | Problem::Locked | Problem::Refused(StatusCode::FORBIDDEN) => "denied",
            Problem::Spent => "spent",
            Problem::Refused(StatusCode::METHOD_NOT_ALLOWED) => "method",
            Problem::Refused(StatusCode::PAYLOAD_TOO_LARGE) => "large",
            Problem::Refused(status) if status.is_server_error() => "slow",
            Problem::Refused(_) => "refused",
        }
    }

    /// RFC 9457.
    fn json(&self, site: &Site, t: &Messages) -> String {
        let kind = layout::absolute(site, &urls::problem(self.word()));
        let mut body = json!({ "type": kind, "title": self.title(t), "status": self.status().as_u16(), "detail": self.detail(t) });
        if !self.near().is_empty() {
            body["nearest"] = self.near().iter().map(|(handle, _)| handle.as_str()).collect();
        }
        if let Problem::Withdrawn(gone) = self {
            body["handle"] = gone.handle.as_str().into();
            let record = gone.page.json().and_then(|text| serde_json::from_slice(text).ok());
            body.as_object_mut().zip(record).map(|(body, record)| body.insert("record".to_owned(), record));
        }
        body.to_string()
    }
}

impl IntoResponse for Problem {
    /// Bare for now; [`dress`] fills it in.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl From<ibid_store::Error> for Problem {
    fn from(error: ibid_store::Error) -> Problem {
        Problem::inside(error)
    }
}

impl From<accounts::Error> for Problem {
    fn from(error: accounts::Error) -> Problem {
        match error {
            accounts::Error::Denied(why) => Problem::Denied(why),
            accounts::Error::Spent => Problem::Spent,
            accounts::Error::Locked => Problem::Locked,
            accounts::Error::Missing(what) => Problem::missing(what),
            accounts::Error::NotAnAddress(_) => Problem::unreadable(|t| t.account.no_address),
            other => Problem::inside(other),
        }
    }
}

impl From<Denied> for Problem {
    fn from(why: Denied) -> Problem {
        Problem::Denied(why)
    }
}

fn denied(t: &Messages, why: Denied) -> String {
    let words = &t.problem;
    match why {
        Denied::SignIn => words.denied_sign_in.to_owned(),
        Denied::NotYours => words.denied_not_yours.to_owned(),
        Denied::Needs(role) => words.denied_needs.replace("{role}", role),
        Denied::OwnCase => words.denied_own_case.to_owned(),
    }
}

/// Rides on an answer that says what is wrong in the form of its own protocol.
#[derive(Clone)]
struct OwnForm;

/// An answer that is to leave as it is, whatever its status. What is said without a name for its form is
/// a sentence.
#[cfg(feature = "mcp")]
pub(crate) fn in_its_own_form(mut response: Response) -> Response {
    response.extensions_mut().insert(OwnForm);
    if response.status().is_client_error() || response.status().is_server_error() {
        let text = HeaderValue::from_static("text/plain; charset=utf-8");
        response.headers_mut().entry(header::CONTENT_TYPE).or_insert(text);
    }
    response
}

/// Turns every problem on its way out into what its asker reads, those of layers and of the router
/// included, and gives every answer the headers that keep it safe.
pub(crate) async fn dress(State(site): State<Site>, request: Request, next: Next) -> Response {
    let asker = Asker::of(request.uri().path(), request.headers());
    let framed = request.uri().path().starts_with(urls::EMBED);
    let mut response = next.run(request).await;
    let status = response.status();
    let own = response.extensions_mut().remove::<OwnForm>().is_some();
    if !own && (status.is_client_error() || status.is_server_error()) {
        let stated = response.extensions_mut().remove::<Arc<Problem>>();
        let problem = stated.and_then(Arc::into_inner).unwrap_or(Problem::Refused(status));
        let allowed = response.headers_mut().remove(header::ALLOW);
        response = dressed(&site, asker, problem);
        response.headers_mut().extend(allowed.map(|methods| (header::ALLOW, methods)));
    }
    let policy = if framed && status.is_success() { &site.look().framed } else { &site.look().policy };
    page::guard(response.headers_mut(), policy);
    response
}

/// What of a request decides how a problem is told.
struct Asker {
    t: &'static Messages,
    as_json: bool,
}

impl Asker {
    /// Programs are told in English.
    fn of(path: &str, headers: &HeaderMap) -> Asker {
        if urls::is_api(path) {
            return Asker { t: Lang::En.messages(), as_json: true };
        }
        Asker { t: Lang::of(headers).messages(), as_json: wants_json(headers) }
    }
}

/// The answer to a request that is here in whole and that no handler gets to see.
pub(crate) fn instead<B>(site: &Site, request: &axum::http::Request<B>, problem: Problem) -> Response {
    let mut response = dressed(site, Asker::of(request.uri().path(), request.headers()), problem);
    page::guard(response.headers_mut(), &site.look().policy);
    response
}

/// The same when only the head of it is here. What may still come of it is not waited for.
pub(crate) fn refused(site: &Site, headers: &HeaderMap, problem: Problem) -> Response {
    let mut response = dressed(site, Asker::of("", headers), problem);
    page::guard(response.headers_mut(), &site.look().policy);
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

fn dressed(site: &Site, asker: Asker, problem: Problem) -> Response {
    let (status, wait, t) = (problem.status(), problem.wait(), asker.t);
    let mut response = match problem {
        problem if asker.as_json => {
            Page::new("application/problem+json", problem.json(site, t)).not_kept().into_response()
        }
        Problem::Withdrawn(gone) => gone.page.into_response(),
        problem => Page::html(problem.html(site, t)).not_kept().into_response(),
    };
    *response.status_mut() = status;
    if let Some(wait) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
    }
    response
}

/// True when JSON is named in `Accept` and pages are not.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    accept.contains("json") && !accept.contains("text/html")
}

/// Elsewhere for now, by way of an address that counts. `to` holds only what a header may.
pub(crate) fn led_to(to: &str) -> Response {
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::LOCATION, to)];
    let robots = [("x-robots-tag", "noindex, nofollow")];
    (StatusCode::FOUND, headers, robots).into_response()
}

/// An answer that is a choice of several.
pub(crate) fn choice(page: Page) -> Response {
    let mut response = page.into_response();
    *response.status_mut() = StatusCode::MULTIPLE_CHOICES;
    response
}

/// Says that an answer is the part of a file that was asked for.
pub(crate) fn a_part(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    response
}

/// The answer to who already has the page with these headers.
pub(crate) fn not_modified(mut headers: HeaderMap) -> Response {
    headers.remove(header::CONTENT_TYPE);
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::CONTENT_ENCODING);
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    *response.headers_mut() = headers;
    response
}

/// What a panic in a handler becomes: it is logged by the layer that caught it.
pub(crate) fn panicked(_cause: Box<dyn std::any::Any + Send>) -> Response {
    Problem::Inside.into_response()
}

/// Answers addresses that no route has.
pub(crate) async fn no_such_page(uri: axum::http::Uri) -> Problem {
    match urls::percent::decode(uri.path()) {
        Some(path) => Problem::missing(format!("“{path}”")),
        None => Problem::unreadable(|t| t.problem.no_text),
    }
}
