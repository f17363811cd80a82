//! Who asks: from the cookie to somebody who is signed in; and the seal on everything that is theirs.
//!
//! Pages that everybody sees never look here, so they stay the same for everyone. Not here: how somebody
//! gets in (`pages/account/`), and what they may do (`ibid_core::policy`).

use std::ops::Deref;

use axum::Router;
use axum::extract::{FromRequestParts, OptionalFromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::accounts;
use ibid_core::policy::Denied;
use tower_http::csrf::CsrfLayer;

use crate::page::Whole;
use crate::problem::{Answer, Problem};
use crate::{Site, urls};

/// How long a browser keeps the cookie; the ledger decides when a session ends.
const KEPT: u32 = 366 * 86_400;
/// The longest cookie that is looked at.
const LONGEST: usize = 200;

/// Somebody who is signed in. As an argument of a handler: who is not is led to where they can, or, when
/// they sent a form, told so. `Option<Who>` lets everybody in.
pub(crate) struct Who(accounts::Who);

impl Deref for Who {
    type Target = accounts::Who;

    fn deref(&self) -> &accounts::Who {
        &self.0
    }
}

impl FromRequestParts<Site> for Who {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Who, Response> {
        let found = of(site, &parts.headers).await.map_err(IntoResponse::into_response)?;
        found.ok_or_else(|| match parts.method {
            Method::GET | Method::HEAD => {
                let here = parts.uri.path_and_query().map_or("", |it| it.as_str());
                Redirect::to(&urls::sign_in(here)).into_response()
            }
            _ => Problem::Denied(Denied::SignIn).into_response(),
        })
    }
}

impl OptionalFromRequestParts<Site> for Who {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Option<Who>, Problem> {
        of(site, &parts.headers).await
    }
}

async fn of(site: &Site, headers: &HeaderMap) -> Answer<Option<Who>> {
    let token = held(headers, cookie_name(site));
    match token.filter(|it| !it.is_empty() && it.len() <= LONGEST) {
        Some(token) => Ok(site.accounts()?.who(token, site.now()).await?.map(Who)),
        None => Ok(None),
    }
}

/// What the browser holds under a name.
pub(crate) fn held<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|it| it.to_str().ok());
    let mut pairs = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(own, _)| *own == name).map(|(_, value)| value)
}

/// Browsers hold a site to the prefix: with it, a cookie comes over TLS, from this very host.
pub(crate) fn cookie_name(site: &Site) -> &'static str {
    if is_secure(site) { "__Host-session" } else { "session" }
}

/// The same, of who is on the way to ORCID and back.
pub(crate) fn errand_cookie(site: &Site) -> &'static str {
    if is_secure(site) { "__Host-orcid" } else { "orcid" }
}

fn is_secure(site: &Site) -> bool {
    site.settings().base_url.starts_with("https://")
}

/// Elsewhere on the site, with what the browser holds from now on; without a token, with nothing.
pub(crate) fn led_with(site: &Site, token: Option<&str>, to: &str) -> Response {
    with_cookie(site, token, Redirect::to(to))
}

/// An answer with what the browser holds from now on.
pub(crate) fn with_cookie(site: &Site, token: Option<&str>, answer: impl IntoResponse) -> Response {
    given(site, (cookie_name(site), token, KEPT), answer.into_response())
}

/// An answer by which the browser holds a value for so many seconds; without one, nothing any more.
pub(crate) fn given(
    site: &Site,
    (name, value, age): (&str, Option<&str>, u32),
    mut response: Response,
) -> Response {
    let secure = if is_secure(site) { "; Secure" } else { "" };
    let (value, age) = value.map_or(("", 0), |value| (value, age));
    let cookie = format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Closes routes off as somebody's own: no cache keeps their answers, no engine lists them, and forms are
/// taken from our own pages only.
pub(crate) fn sealed(routes: Router<Site>, base_url: &str) -> Router<Site> {
    // Behind a server that does not hand on the host, the public address is still known.
    let layer = CsrfLayer::new().add_trusted_origin(base_url).unwrap_or_default();
    routes.layer(layer).layer(from_fn(seal))
}

async fn seal(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.extensions_mut().remove::<Whole>();
    let headers = response.headers_mut();
    headers.remove(header::ETAG);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}
