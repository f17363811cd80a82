//! What somebody is beyond a reader: seeing it, laying it down, and proving to look after an archive.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ibid_app::accounts::{self, Asked, Offer};
use ibid_core::policy::Role;
use maud::{Markup, html};

use super::{own_page, page};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, Text, fill};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::session::Who;
use crate::{Site, urls};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(urls::ROLES, get(show))
        .route(urls::ROLE_LAY_DOWN, post(lay_down))
        .route(urls::ROLE_ARCHIVE, post(ask))
}

impl Messages {
    /// What a role is called.
    pub(crate) fn role(&self, role: &Role) -> Text {
        let words = &self.powers;
        match role {
            Role::Author(_) => words.author,
            Role::Helper(_) => words.helper,
            Role::Maintainer(_) => words.maintainer,
            Role::ReportEditor(_) => words.editor,
            Role::Organiser => words.organiser,
            Role::Curator => words.curator,
            Role::Administrator => words.administrator,
        }
    }
}

/// A role in words, and what it is for.
pub(crate) fn said(t: &Messages, role: &Role) -> Markup {
    html! { (t.role(role)) @if !role.scope().is_empty() { " · " code { (role.scope()) } } }
}

async fn show(State(site): State<Site>, lang: Lang, who: Who) -> Page {
    listed(&site, lang.messages(), &who, None, None)
}

/// `told`: what became of asking; `wrong`: what was typed and why it will not do.
fn listed(site: &Site, t: &Messages, who: &Who, told: Option<Markup>, wrong: Option<(&str, Text)>) -> Page {
    let words = &t.powers;
    let mut roles = who.powers.roles().peekable();
    let main = html! {
        @if let Some(told) = told { p.box.note role="status" { (told) } }
        @if roles.peek().is_none() { p.read { (words.no_roles) } }
        @else { ul.list { @for role in roles { li {
            form.ways method="post" action=(urls::ROLE_LAY_DOWN) {
                p { b { (said(t, role)) } }
                @if may_lay_down(role) {
                    input type="hidden" name="role" value=(role);
                    button aria-label={ (words.lay_down) ": " (role) } { (words.lay_down) }
                }
            }
        } } } }
        h2 { (words.archive) }
        p { (words.archive_intro) }
        form.paste method="post" action=(urls::ROLE_ARCHIVE) {
            label for="archive" { (words.letters) }
            input #archive name="archive" value=(wrong.map_or("", |it| it.0)) required maxlength="40" autocapitalize="none" spellcheck="false"
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "archive-wrong")];
            @if let Some((_, wrong)) = wrong { p.s.wait #archive-wrong role="alert" { (wrong) } }
            button { (words.prove) }
        }
    };
    own_page(site, t, who, (urls::ROLES, words.roles), main)
}

/// Being an author ends with the profile, helping on its own page, and the last administrator stays.
fn may_lay_down(role: &Role) -> bool {
    !matches!(role, Role::Author(_) | Role::Helper(_) | Role::Administrator)
}

async fn lay_down(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Response> {
    let role = Role::parse(sent.get("role")).filter(may_lay_down);
    let role = role.ok_or_else(|| Problem::missing(sent.get("role")))?;
    site.accounts()?.revoke(&who.powers, who.account.id, &role, "", site.now()).await?;
    Ok(Redirect::to(urls::ROLES).into_response())
}

async fn ask(State(site): State<Site>, lang: Lang, who: Who, sent: Fields) -> Answer<Response> {
    let (t, archive) = (lang.messages(), sent.get("archive").trim());
    let words = &t.powers;
    let wrong = match site.accounts()?.ask_archive(&who, archive, site.now()).await {
        Ok(Asked::Proved) => return Ok(Redirect::to(urls::ROLES).into_response()),
        Ok(Asked::Sent(address)) => {
            let told = fill(words.sent, &[("address", &html! { b { (address) } })]);
            return Ok(listed(&site, t, &who, Some(told), None).into_response());
        }
        Err(accounts::Error::Missing(_) | accounts::Error::NotAnAddress(_)) => words.no_archive,
        Err(accounts::Error::TooMany) => words.too_many,
        Err(error) => return Err(error.into()),
    };
    Ok(listed(&site, t, &who, None, Some((archive, wrong))).into_response())
}

/// What a link to an archive's address is for, with the button that proves it.
pub(super) fn offered(site: &Site, t: &Messages, who: &Who, (token, offer): (&str, &Offer)) -> Page {
    let words = &t.powers;
    let email = html! { b { (who.account.email) } };
    let main = html! {
        article.narrow {
            h1 { (words.prove_title) " " code { (offer.detail) } }
            p.read { (fill(words.prove_asked, &[("email", &email)])) }
            form method="post" action=(urls::link(token)) { button.btn.one { (words.prove_yes) } }
        }
    };
    page(site, t, words.prove_title, main)
}

/// Proves it.
pub(super) async fn prove(site: &Site, who: &Who, token: &str) -> Answer<Response> {
    site.accounts()?.prove_archive(who, token, site.now()).await?;
    Ok(Redirect::to(urls::ROLES).into_response())
}
