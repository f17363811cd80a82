//! Where somebody is signed in, with a button to end each.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::accounts;
use ibid_store::Session;
use maud::{Markup, html};

use super::{own_page, said};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, fill};
use crate::problem::{Answer, Problem};
use crate::session::{Who, led_with};
use crate::{Site, urls};

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri, who: Who) -> Answer {
    let t = lang.messages();
    let words = &t.account;
    let sessions = site.accounts()?.sessions(&who, site.now()).await?;
    let many = sessions.len() > 1;
    let main = html! {
        (said(uri.query().map(|_| words.ended_others)))
        ul.list { @for session in &sessions { li { (line(t, &who, session)) } } }
        @if many {
            form method="post" action=(urls::SESSIONS) { button name="session" value="others" { (words.end_others) } }
        } @else { p.s.soft { (words.only_here) } }
    };
    Ok(own_page(&site, t, &who, (urls::SESSIONS, words.sessions), main))
}

fn line(t: &Messages, who: &Who, session: &Session) -> Markup {
    let words = &t.account;
    let own = session.id == who.session.id;
    let name = browser(t, &session.agent);
    let means = match session.means.as_str() {
        "passkey" => words.by_passkey,
        "orcid" => words.by_orcid,
        _ => words.by_link,
    };
    html! {
        form.ways method="post" action=(urls::SESSIONS) {
            div {
                p { b { (name) } @if own { " (" (words.this_browser) ")" } }
                p.s.soft {
                    (fill(words.opened, &[("means", &means), ("day", &t.day(session.made))])) " · "
                    (fill(words.last_seen, &[("day", &t.day(session.seen))]))
                }
            }
            button name="session" value=(session.id) aria-label=(words.end_which.replace("{browser}", &name)) { (words.end) }
        }
    }
}

/// "Firefox on Linux", as far as what a browser calls itself can be told apart.
fn browser(t: &Messages, agent: &str) -> String {
    // Later ones pretend to be earlier ones too.
    const BROWSERS: [(&str, &str); 7] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let of =
        |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| agent.contains(mark)).map(|it| it.1);
    match (of(&BROWSERS), of(&SYSTEMS)) {
        (Some(browser), Some(system)) => {
            t.account.browser_on.replace("{browser}", browser).replace("{system}", system)
        }
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => t.account.unknown_browser.to_owned(),
    }
}

/// Ends the session that is named, or all others.
pub(crate) async fn end(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Response> {
    let accounts = site.accounts()?;
    if sent.get("session") == "others" {
        accounts.end_other_sessions(&who, site.now()).await?;
        return Ok(Redirect::to(&urls::done(urls::SESSIONS)).into_response());
    }
    let which = sent.number("session").ok_or_else(|| Problem::unreadable(|t| t.problem.no_text))?;
    match accounts.end_session(&who, which).await {
        // Ended elsewhere meanwhile, or never ours: the list says what there is.
        Ok(()) | Err(accounts::Error::Missing(_)) if which != who.session.id => {
            Ok(Redirect::to(urls::SESSIONS).into_response())
        }
        Ok(()) | Err(accounts::Error::Missing(_)) => Ok(led_with(&site, None, urls::HOME)),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart() {
        let check = |agent: &str, expected: &str| {
            assert_eq!(browser(Lang::En.messages(), agent), expected, "{agent}")
        };
        check("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox on Linux");
        check(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
            "Edge on Windows",
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        );
        check("curl/8.5.0", "curl");
        check("<script>", "An unknown browser");
        check("", "An unknown browser");
    }
}
