//! The pages of an account, as somebody sees them who may do everything: on every screen, in every
//! language, before axe: without a profile, and with one, a claim and a dispute. Which pages there are is read
//! off the account's own page and the pages it leads to.

use std::collections::BTreeSet;

use ibid_testkit::Browser;

use super::axe::{RUN, axe};
use super::{LANGUAGES, Look, complaints, served, texts};
use crate::world::{Server, World};

/// Where pages of one's own begin.
const OWN: [&str; 3] = ["/account/", "/inbox/", "/admin/"];
const EMAIL: &str = "una@example.org";

/// Signs the browser in as an administrator who has no profile yet.
fn enter(browser: &mut Browser, world: &World, server: &Server) {
    let roles = ["--role", "administrator", "--role", "curator"];
    let added = world.ibid(&[&["user", "add", EMAIL], &roles[..]].concat());
    assert_eq!(added.status, 0, "{}", added.err);
    let link = world.ibid(&["user", "link", EMAIL]).out;
    let path = link.trim().splitn(4, '/').nth(3).expect("a path");
    browser.open(&server.url(&format!("/{path}")));
    browser.follow("document.querySelector('main form').requestSubmit()");
    assert_eq!(browser.eval("location.pathname"), "/account/");
}

/// Pages that look otherwise as long as there is no profile.
const BARE: [&str; 5] =
    ["/account/profile", "/account/works/", "/account/works/list", "/account/helpers/", "/inbox/people/"];
const WORK: &str = "RePEc:hst:ghsdps:gd11-190";
const OTHER: &str = "RePEc:per:2011-07-27:mitsuhiko_kimura";

/// Gives the account a profile, works claimed and refused, and a dispute about somebody else's.
fn settle(browser: &mut Browser, server: &Server) {
    browser.open(&server.url("/account/profile"));
    browser.eval("for (const [name, text] of [['first', 'Una'], ['last', 'Newcomer']]) document.querySelector(`main [name=${name}]`).value = text");
    browser.follow("document.querySelector('main form.profile').requestSubmit()");
    let claim = format!("/account/works/claim?work={WORK}");
    for button in ["claim", "refuse"] {
        browser.open(&server.url(&claim));
        browser.follow(&format!("document.querySelector('main button[value={button}]').click()"));
        assert_eq!(browser.eval("location.pathname"), "/account/works/", "{button}");
    }
    browser.open(&server.url(&format!("/account/works/dispute?person={OTHER}&work={WORK}")));
    browser.eval("document.querySelector('#reason').value = 'Signed by another Kimura.'");
    browser.follow("document.querySelector('main form').requestSubmit()");
    assert_eq!(browser.eval("location.pathname"), "/inbox/");
}

/// The pages to look at, before and after there is a profile.
fn stages(browser: &mut Browser, server: &Server, settled: bool) -> BTreeSet<String> {
    if !settled {
        return BARE.map(str::to_owned).into();
    }
    settle(browser, server);
    let mut pages = pages(browser, server);
    assert!(pages.len() >= 18, "{pages:?}");
    pages.insert(format!("/account/works/claim?work={WORK}"));
    pages.insert(format!("/account/works/dispute?person={OTHER}&work={WORK}"));
    pages.insert("/account/profile/institutions?q=institute".to_owned());
    pages
}

/// Every page of one's own that can be reached by links, in order.
fn pages(browser: &mut Browser, server: &Server) -> BTreeSet<String> {
    let (mut seen, mut next) = (BTreeSet::new(), vec!["/account/".to_owned()]);
    while let Some(path) = next.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        browser.open(&server.url(&path));
        let links = "[...document.querySelectorAll('main a[href]:not([download])')].map(it => it.pathname)";
        let links = texts(&browser.eval(links)).into_iter();
        next.extend(links.filter(|to| OWN.iter().any(|own| to.starts_with(own)) && !to.ends_with(".json")));
    }
    seen
}

#[test]
fn every_page_of_ones_own_stands() {
    let Some(mut browser) = Browser::start() else { return };
    let (world, server) = served();
    enter(&mut browser, &world, &server);
    let mut said = Vec::new();
    for settled in [false, true] {
        let pages = stages(&mut browser, &server, settled);
        for (language, path) in LANGUAGES.iter().flat_map(|it| pages.iter().map(move |path| (it, path))) {
            browser.headers(&[("Accept-Language", language)]);
            Look::Phone.set(&mut browser);
            browser.open(&server.url(path));
            for look in [Look::Phone, Look::SmallPhone, Look::Laptop, Look::Wide, Look::Dark, Look::Print] {
                look.set(&mut browser);
                let wrong = complaints(&mut browser).into_iter();
                said.extend(wrong.map(|it| format!("{language} {look:?} {path}: {it}")));
            }
            said.extend(browser.heard().wrong.into_iter().map(|it| format!("{language} {path}: {it}")));
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn axe_finds_nothing_on_pages_of_ones_own() {
    let (Some(axe), Some(mut browser)) = (axe(), Browser::start()) else { return };
    let (world, server) = served();
    enter(&mut browser, &world, &server);
    browser.before(&axe);
    let mut said = Vec::new();
    for settled in [false, true] {
        for path in &stages(&mut browser, &server, settled) {
            for look in [Look::Phone, Look::Wide, Look::Dark] {
                look.set(&mut browser);
                browser.open(&server.url(path));
                let found = texts(&browser.eval(RUN)).into_iter();
                said.extend(found.map(|it| format!("{look:?} {path}: {it}")));
            }
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
}
