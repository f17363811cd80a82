//! ORCID: signing in by it, linking one's iD, and what goes there and comes from there.
//!
//! Everything that needs ORCID's word begins at its door and ends at `back`, with what the errand was in a
//! cookie: nothing is kept here of who is on the way. `state` is the digest of that cookie, so an answer
//! counts only in the browser that asked, for what it asked. Where no ORCID is set, none of it is there.

mod brought;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ibid_app::accounts;
use ibid_app::orcid::{Door, Errand as Scope, Error, Proof};
use ibid_core::Orcid;
use maud::{Markup, html};
use sha2::{Digest, Sha256};

use super::{agent, let_in, own_page, sign_in};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, Text, fill};
use crate::problem::{Answer, Problem};
use crate::session::{self, Who};
use crate::urls::percent;
use crate::view;
use crate::{Site, urls};

/// Seconds somebody may be on the way.
const LASTS: u32 = 600;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(urls::ORCID, get(show))
        .route(urls::ORCID_GO, get(go))
        .route(urls::ORCID_BACK, get(back))
        .route(urls::ORCID_NAMES, post(brought::add_names))
        .route(urls::ORCID_UNLINK, post(unlink))
}

/// What somebody goes to ORCID for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Errand {
    SignIn,
    Link,
    Fetch,
    Send,
}

impl Errand {
    const ALL: [Errand; 4] = [Errand::SignIn, Errand::Link, Errand::Fetch, Errand::Send];

    fn word(self) -> &'static str {
        match self {
            Errand::SignIn => "sign-in",
            Errand::Link => "link",
            Errand::Fetch => "fetch",
            Errand::Send => "send",
        }
    }

    fn of(word: &str) -> Option<Errand> {
        Errand::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// An errand under way, as the cookie says it.
struct Begun {
    errand: Errand,
    /// Whose, 0 of who is not signed in.
    account: i64,
    next: String,
    cookie: String,
}

impl Begun {
    fn new(errand: Errand, account: i64, next: &str) -> Result<Begun, accounts::Error> {
        let nonce = accounts::token()?;
        let cookie = format!("{nonce}.{}.{account}.{}", errand.word(), percent::query(next));
        Ok(Begun { errand, account, next: next.to_owned(), cookie })
    }

    fn read(cookie: &str) -> Option<Begun> {
        let mut parts = cookie.splitn(4, '.').skip(1);
        let errand = Errand::of(parts.next()?)?;
        let account = parts.next()?.parse().ok()?;
        let next = percent::decode(parts.next()?)?;
        Some(Begun { errand, account, next, cookie: cookie.to_owned() })
    }

    fn state(&self) -> String {
        Sha256::digest(&self.cookie).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn door(site: &Site) -> Answer<&Door> {
    site.orcid().ok_or_else(|| Problem::missing(urls::ORCID))
}

/// Where ORCID sends people back to, as it knows it.
fn way_back(site: &Site) -> Answer<String> {
    Ok(site.accounts()?.sender().address(urls::ORCID_BACK))
}

/// The way in by ORCID, for the page for signing in.
pub(super) fn way_in(site: &Site, t: &Messages, next: &str) -> Markup {
    html! {
        @if site.orcid().is_some() { p { (away(Errand::SignIn, next, t.orcid.open)) } }
    }
}

/// A link and no form: the policy of our pages lets no form be led to another site.
fn away(errand: Errand, next: &str, words: Text) -> Markup {
    html! { a.btn href=(urls::orcid_go(errand.word(), next)) rel="nofollow" { (words) } }
}

async fn show(State(site): State<Site>, lang: Lang, who: Who) -> Answer<Response> {
    page(&site, lang.messages(), &who, None).await
}

/// The page of who is signed in, with what was done or is wrong.
async fn page(site: &Site, t: &Messages, who: &Who, told: Option<Markup>) -> Answer<Response> {
    let (door, words) = (door(site)?, &t.orcid);
    let linked = site.accounts()?.orcid(who).await?;
    let main = html! {
        @if let Some(told) = told { (told) }
        p.read { (words.intro) }
        @match &linked {
            None => p { (away(Errand::Link, "", words.link)) }
            Some((orcid, at)) => {
                p { (fill(words.linked, &[("orcid", &view::outward(&orcid.address(), orcid.as_str())), ("day", &t.day(*at))])) }
                form method="post" action=(urls::ORCID_UNLINK) { button { (words.unlink) } }
                (errands(door, t, who))
            }
        }
    };
    Ok(own_page(site, t, who, (urls::ORCID, words.title), main).into_response())
}

fn errands(door: &Door, t: &Messages, who: &Who) -> Markup {
    let words = &t.orcid;
    html! {
        @if who.powers.author().is_none() {
            p { (words.no_profile) " " a href=(urls::PROFILE) { (t.claims.make_profile) } }
        } @else {
            h2 { (words.fetch) }
            p { (words.fetch_text) }
            p { (away(Errand::Fetch, "", words.fetch)) }
            @if door.may_write() {
                h2 { (words.send) }
                p { (words.send_text) }
                p { (away(Errand::Send, "", words.send)) }
            }
        }
    }
}

/// Sends somebody to ORCID. From another site nobody is: they would not know what for.
async fn go(State(site): State<Site>, who: Option<Who>, headers: HeaderMap, uri: Uri) -> Answer<Response> {
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let errand = Errand::of(asked.get("errand")).ok_or_else(|| Problem::missing(urls::ORCID_GO))?;
    let door = door(&site)?;
    let from = headers.get("sec-fetch-site").map_or("none", |it| it.to_str().unwrap_or(""));
    if !matches!(from, "same-origin" | "none") || (who.is_none() && errand != Errand::SignIn) {
        return Ok(Redirect::to(urls::ORCID).into_response());
    }
    let account = who.map_or(0, |it| it.account.id);
    let begun = Begun::new(errand, account, urls::own_next(asked.get("next")))?;
    let scope = if errand == Errand::Send { Scope::Write } else { Scope::Prove };
    let to = door.address(scope, &begun.state(), &way_back(&site)?);
    let cookie = (session::errand_cookie(&site), Some(begun.cookie.as_str()), LASTS);
    Ok(session::given(&site, cookie, Redirect::to(&to).into_response()))
}

/// Somebody comes back. Whatever becomes of it, the errand is over.
async fn back(
    State(site): State<Site>,
    lang: Lang,
    who: Option<Who>,
    headers: HeaderMap,
    uri: Uri,
) -> Answer<Response> {
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let name = session::errand_cookie(&site);
    let begun = session::held(&headers, name).and_then(Begun::read);
    let begun = begun.filter(|it| it.state() == asked.get("state"));
    let answer = arrived(&site, lang.messages(), who, agent(&headers), (begun, asked.get("code"))).await?;
    Ok(session::given(&site, (name, None, 0), answer))
}

async fn arrived(
    site: &Site,
    t: &Messages,
    who: Option<Who>,
    agent: &str,
    (begun, code): (Option<Begun>, &str),
) -> Answer<Response> {
    let (door, words) = (door(site)?, &t.orcid);
    let account = who.as_ref().map_or(0, |it| it.account.id);
    let Some(begun) = begun.filter(|it| it.account == account) else {
        return told(site, t, who.as_ref(), words.over).await;
    };
    let proof = match door.proof(code, &way_back(site)?).await {
        Ok(proof) => proof,
        Err(error) => return told(site, t, who.as_ref(), said(t, &error)).await,
    };
    match (begun.errand, who) {
        (Errand::SignIn, who) => {
            match site.accounts()?.sign_in_by_orcid(&proof.orcid, agent, site.now()).await? {
                Some(entered) => let_in(site, who, &entered, &begun.next).await,
                None => Ok(sign_in::again(site, t, urls::ORCID, words.unknown).into_response()),
            }
        }
        (Errand::Link, Some(who)) => link(site, t, &who, &proof.orcid).await,
        (errand, Some(who)) => with_record(site, t, &who, door, (errand, &proof)).await,
        (_, None) => told(site, t, None, words.over).await,
    }
}

async fn link(site: &Site, t: &Messages, who: &Who, orcid: &Orcid) -> Answer<Response> {
    match site.accounts()?.link_orcid(who, orcid, site.now()).await {
        Ok(()) => Ok(Redirect::to(urls::ORCID).into_response()),
        Err(accounts::Error::OrcidTaken) => told(site, t, Some(who), t.orcid.taken).await,
        Err(error) => Err(error.into()),
    }
}

/// Errands that only the record of one's own iD is for.
async fn with_record(
    site: &Site,
    t: &Messages,
    who: &Who,
    door: &Door,
    (errand, proof): (Errand, &Proof),
) -> Answer<Response> {
    let linked = site.accounts()?.orcid(who).await?;
    if linked.is_none_or(|(orcid, _)| orcid != proof.orcid) {
        return told(site, t, Some(who), t.orcid.other).await;
    }
    let done = match errand {
        Errand::Send => brought::send(site, t, who, (door, proof)).await?,
        _ => brought::fetch(site, t, who, (door, proof)).await?,
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(error) => told(site, t, Some(who), said(t, &error)).await,
    }
}

/// What went wrong, on the page it began on.
async fn told(site: &Site, t: &Messages, who: Option<&Who>, wrong: Text) -> Answer<Response> {
    match who {
        Some(who) => page(site, t, who, Some(html! { p.wait role="alert" { (wrong) } })).await,
        None => Ok(sign_in::again(site, t, "", wrong).into_response()),
    }
}

fn said(t: &Messages, error: &Error) -> Text {
    match error {
        Error::Away(_) => t.orcid.away,
        Error::Refused(_) | Error::Odd(_) => {
            tracing::warn!("{error}");
            t.orcid.refused
        }
    }
}

async fn unlink(State(site): State<Site>, who: Who) -> Answer<Redirect> {
    door(&site)?;
    site.accounts()?.unlink_orcid(&who, site.now()).await?;
    Ok(Redirect::to(urls::ORCID))
}
