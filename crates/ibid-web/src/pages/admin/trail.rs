//! The audit trail: who did what, to what, for whom, when and why.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::Uri;
use ibid_core::Handle;
use ibid_core::date::Date;
use ibid_store::{Deed, Deeds};
use maud::{Markup, html};

use super::{PER_PAGE, page};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages};
use crate::problem::Answer;
use crate::session::Who;
use crate::{Site, urls};

const DAY: i64 = 86_400;

/// What was asked for, as it stands in the form and in the address of the next page.
struct Asked<'a> {
    by: &'a str,
    what: &'a str,
    whom: &'a str,
    from: &'a str,
    until: &'a str,
}

impl Asked<'_> {
    fn pairs<'a>(&'a self, before: &'a str) -> [(&'a str, &'a str); 6] {
        [
            ("by", self.by),
            ("what", self.what),
            ("whom", self.whom),
            ("from", self.from),
            ("until", self.until),
            ("before", before),
        ]
    }
}

pub(super) async fn show(State(site): State<Site>, lang: Lang, who: Who, uri: Uri) -> Answer {
    let t = lang.messages();
    let sent = Fields::read(uri.query().unwrap_or(""))?;
    let [by, what, whom, from, until] =
        ["by", "what", "whom", "from", "until"].map(|name| sent.get(name).trim());
    let asked = Asked { by, what, whom, from, until };
    let day = |text: &str| Date::parse(text).map(Date::to_epoch);
    let some = |text| Some(text).filter(|it: &&str| !it.is_empty());
    let accounts = site.accounts()?;
    // Whoever is looked for by address; a number that is nobody's did nothing.
    let doer = match some(by) {
        Some(text) => {
            let found = accounts.find(&who.powers, text).await?;
            Some(found.map_or_else(|| text.parse().unwrap_or(-1), |it| it.account.id))
        }
        None => None,
    };
    let which = Deeds {
        by: doer,
        whom: some(whom),
        what: some(what),
        from: day(from),
        until: day(until).map(|it| it + DAY),
    };
    let deeds = accounts.trail(&who.powers, &which, sent.number("before"), PER_PAGE).await?;
    let mut names = HashMap::new();
    for deed in &deeds {
        if deed.by != 0 && !names.contains_key(&deed.by) {
            let email = site.reader().account(deed.by).await?.map_or(String::new(), |it| it.email);
            names.insert(deed.by, email);
        }
    }
    let next = deeds.last().filter(|_| deeds.len() == PER_PAGE).map(|it| it.id.to_string());
    let main = html! {
        (form(t, &asked))
        @if deeds.is_empty() { p { (t.admin.no_deeds) } } @else { (table(t, &deeds, &names)) }
        @if let Some(next) = &next { p { a.btn href=(urls::trail(&asked.pairs(next))) { (t.admin.older) } } }
    };
    Ok(page(&site, t, (urls::ADMIN_TRAIL, t.admin.trail), main))
}

fn form(t: &Messages, asked: &Asked<'_>) -> Markup {
    let words = &t.admin;
    let boxes = [
        ("by", words.who, asked.by, "text"),
        ("what", words.what, asked.what, "text"),
        ("whom", words.whom, asked.whom, "text"),
        ("from", words.from, asked.from, "date"),
        ("until", words.until, asked.until, "date"),
    ];
    html! {
        form.row action=(urls::ADMIN_TRAIL) {
            @for (name, label, value, kind) in boxes {
                label.pair { (label) " " input name=(name) value=(value) type=(kind) size="14"; }
            }
            button { (words.filter) }
        }
    }
}

fn table(t: &Messages, deeds: &[Deed], names: &HashMap<i64, String>) -> Markup {
    let words = &t.admin;
    let heads = [words.when, words.who, words.what, words.whom, words.behalf, words.why];
    html! {
        table.stack {
            thead { tr { @for name in heads { th scope="col" { (name) } } } }
            tbody { @for deed in deeds { tr {
                td { (t.moment(deed.at)) }
                td data-l=(words.who) { (doer(t, deed.by, names)) }
                td data-l=(words.what) { a href=(urls::trail(&[("what", &deed.what)])) { code { (deed.what) } } }
                td data-l=(words.whom) { (thing(&deed.whom)) }
                td data-l=[(!deed.behalf.is_empty()).then_some(words.behalf)] { (thing(&deed.behalf)) }
                td data-l=[(!deed.why.is_empty()).then_some(words.why)] { (deed.why) }
            } } }
        }
    }
}

fn doer(t: &Messages, by: i64, names: &HashMap<i64, String>) -> Markup {
    match names.get(&by).map(String::as_str) {
        _ if by == 0 => html! { (t.admin.by_operator) },
        None | Some("") => html! { a href=(urls::admin_account(by)) { (t.admin.is_erased) " (" (by) ")" } },
        Some(email) => html! { a href=(urls::admin_account(by)) { (email) } },
    }
}

/// What something was done to, leading there.
fn thing(whom: &str) -> Markup {
    let account = whom.strip_prefix("account:").and_then(|id| id.parse().ok());
    match (account, Handle::parse(whom)) {
        (Some(id), _) => html! { a href=(urls::admin_account(id)) { (whom) } },
        (_, Some(handle)) => html! { a href=(urls::resolver(&handle)) { (handle) } },
        _ => html! { (whom) },
    }
}
