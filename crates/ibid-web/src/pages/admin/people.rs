//! Accounts: all of them, and one with its roles, to which roles are given and which is locked.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::accounts::Seen;
use ibid_app::mail::LOST_AFTER;
use ibid_core::Handle;
use ibid_core::policy::Role;
use ibid_store::{Account, AccountState, account_name};
use maud::{Markup, html};

use super::{PER_PAGE, page};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, Text};
use crate::pages::account::roles;
use crate::problem::{Answer, Problem};
use crate::session::Who;
use crate::{Site, urls};

pub(super) async fn list(State(site): State<Site>, lang: Lang, who: Who, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let words = &t.admin;
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let (text, after) = (asked.get("q"), asked.number("after").unwrap_or(0));
    let accounts = site.accounts()?;
    if !text.is_empty()
        && let Some(found) = accounts.find(&who.powers, text).await?
    {
        return Ok(Redirect::to(&urls::admin_account(found.account.id)).into_response());
    }
    let seen = accounts.list(&who.powers, after, PER_PAGE).await?;
    let next = seen.last().filter(|_| seen.len() == PER_PAGE).map(|it| it.account.id.to_string());
    let main = html! {
        form.row action=(urls::ADMIN) {
            label for="account" { (words.find) }
            input #account name="q" value=(text) size="30";
            button { (words.search) }
        }
        @if !text.is_empty() { p.wait role="status" { (words.none_found) } }
        table.stack {
            thead { tr { @for name in [words.account, words.roles, words.state, words.since, words.seen] { th scope="col" { (name) } } } }
            tbody { @for one in &seen { (row(t, one)) } }
        }
        @if let Some(next) = next { p { a.btn href=(urls::after(urls::ADMIN, &next)) { (t.site.next_page) } } }
    };
    Ok(page(&site, t, (urls::ADMIN, words.people), main).into_response())
}

fn row(t: &Messages, Seen { account, roles }: &Seen) -> Markup {
    let words = &t.admin;
    html! { tr {
        td { a href=(urls::admin_account(account.id)) { (account.email) } }
        td data-l=[(!roles.is_empty()).then_some(words.roles)] { @for (at, role) in roles.iter().enumerate() { @if at > 0 { ", " } (roles::said(t, role)) } }
        td data-l=(words.state) { (state(t, account)) }
        td data-l=(words.since) { (t.day(account.since)) }
        td data-l=(words.seen) { (t.day(account.seen)) }
    } }
}

fn state(t: &Messages, account: &Account) -> Text {
    let words = &t.admin;
    match account.state {
        AccountState::Open if account.bounces >= LOST_AFTER => words.unreached,
        AccountState::Open => words.is_open,
        AccountState::Locked => words.is_locked,
        AccountState::Leaving => words.is_leaving,
        AccountState::Erased => words.is_erased,
    }
}

pub(super) async fn show(
    State(site): State<Site>,
    lang: Lang,
    who: Who,
    Path(id): Path<i64>,
) -> Answer<Response> {
    one(&site, lang.messages(), &who, id, None).await
}

async fn one(site: &Site, t: &Messages, who: &Who, id: i64, wrong: Option<Text>) -> Answer<Response> {
    let found = site.accounts()?.find(&who.powers, &id.to_string()).await?;
    let seen = found.ok_or_else(|| Problem::missing(account_name(id)))?;
    let (words, account) = (&t.admin, &seen.account);
    let title = if account.email.is_empty() { account_name(id) } else { account.email.clone() };
    let name = account_name(id);
    let number = id.to_string();
    let main = html! {
        dl.kv {
            dt { (words.state) } dd { (state(t, account)) }
            dt { (words.since) } dd { (t.day(account.since)) }
            dt { (words.seen) } dd { (t.day(account.seen)) }
            @if let Some(person) = Handle::parse(&account.person) {
                dt { (words.profile) } dd { a href=(urls::resolver(&person)) { (person) } }
            }
        }
        ul.dots {
            li { a href=(urls::trail(&[("by", &number)])) { (words.did) } }
            li { a href=(urls::trail(&[("whom", &name)])) { (words.done_to) } }
        }
        @if account.state != AccountState::Erased {
            @if !seen.roles.is_empty() { h2 { (words.roles) } ul.list { @for role in &seen.roles { li { (taking(t, id, role)) } } } }
            (giving(t, id, wrong))
            (locking(t, account))
        }
    };
    Ok(page(site, t, ("", &title), main).into_response())
}

/// The role of author comes and goes with the profile.
fn taking(t: &Messages, id: i64, role: &Role) -> Markup {
    let words = &t.admin;
    html! {
        form.ways method="post" action=(urls::admin_account(id)) {
            p { (roles::said(t, role)) }
            input type="hidden" name="role" value=(role.word());
            input type="hidden" name="scope" value=(role.scope());
            button name="do" value="revoke" aria-label={ (words.take) ": " (role) } { (words.take) }
        }
    }
}

fn giving(t: &Messages, id: i64, wrong: Option<Text>) -> Markup {
    let words = &t.admin;
    let of = String::new;
    let choice = [
        Role::Curator,
        Role::Organiser,
        Role::ReportEditor(of()),
        Role::Maintainer(of()),
        Role::Administrator,
    ];
    html! {
        h2 { (words.give) }
        form.paste method="post" action=(urls::admin_account(id)) {
            label for="role" { (words.which) }
            select #role name="role" { @for role in &choice { option value=(role.word()) { (t.role(role)) } } }
            label for="scope" { (words.scope) }
            input #scope name="scope" maxlength="40" aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "scope-wrong")];
            @if let Some(wrong) = wrong { p.s.wait #scope-wrong role="alert" { (wrong) } }
            label for="why" { (words.why) }
            input #why name="why" maxlength="200" size="40";
            button.btn.one name="do" value="grant" { (words.give_it) }
        }
    }
}

fn locking(t: &Messages, account: &Account) -> Markup {
    let words = &t.admin;
    let locked = account.state == AccountState::Locked;
    let (what, name) = if locked { ("unlock", words.unlock) } else { ("lock", words.lock) };
    html! {
        h2 { (name) }
        p { (words.lock_hint) }
        form.paste method="post" action=(urls::admin_account(account.id)) {
            label for="lock-why" { (words.why) }
            input #lock-why name="why" maxlength="200" size="40";
            button name="do" value=(what) { (name) }
        }
    }
}

/// Gives or takes a role, locks or lets in again.
pub(super) async fn change(
    State(site): State<Site>,
    lang: Lang,
    who: Who,
    Path(id): Path<i64>,
    sent: Fields,
) -> Answer<Response> {
    let (accounts, by, now) = (site.accounts()?, &who.powers, site.now());
    let why: String = sent.get("why").chars().take(200).collect();
    let role = Role::of(sent.get("role"), sent.get("scope").trim());
    match (sent.get("do"), role) {
        ("grant", Some(role)) => drop(accounts.grant(by, id, &role, &why, now).await?),
        ("revoke", Some(role)) => drop(accounts.revoke(by, id, &role, &why, now).await?),
        ("lock", _) => accounts.lock(by, id, &why, now).await?,
        ("unlock", _) => accounts.unlock(by, id, &why, now).await?,
        _ => {
            let t = lang.messages();
            return one(&site, t, &who, id, Some(t.admin.odd_role)).await;
        }
    }
    Ok(Redirect::to(&urls::admin_account(id)).into_response())
}
