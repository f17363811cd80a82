//! Every page on every screen, on paper, in the dark, without scripts and in every language.

use ibid_testkit::{Browser, Heard};

use super::{LANGUAGES, Look, complaints, pages, served};
use crate::world::Server;

/// Adds up what moves on a page after it was first drawn, as the browser counts it.
const WATCH: &str = "window.moved = 0;
    new PerformanceObserver(list => {
        for (const it of list.getEntries()) if (!it.hadRecentInput) window.moved += it.value;
    }).observe({ type: 'layout-shift', buffered: true });";

/// What moved, once two more pictures have been drawn.
const MOVED: &str =
    "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.moved))))";

/// Most that may move; what readers do not see.
const STILL: f64 = 0.01;

/// Opens a page and answers everything that is wrong with it.
fn look_at(browser: &mut Browser, server: &Server, path: &str, status: u16) -> Vec<String> {
    browser.open(&server.url(path));
    let mut said = complaints(browser);
    let got = browser.eval("performance.getEntriesByType('navigation')[0].responseStatus");
    if got != status {
        said.push(format!("answered with {got}"));
    }
    let heard = browser.heard();
    said.extend(foreign(&heard, server));
    // A page that is missing is itself an error to the console.
    let itself = |it: &String| status >= 400 && it.starts_with(&server.url(path));
    said.extend(heard.wrong.into_iter().filter(|it| !itself(it)));
    said
}

fn foreign(heard: &Heard, server: &Server) -> Vec<String> {
    let home = server.url("/");
    let other = heard.asked.iter().filter(|url| !url.starts_with(&home) && !url.starts_with("data:"));
    other.map(|url| format!("asks {url}")).collect()
}

/// Every page of the toy world: opened in the first look, then looked at in the others.
fn all_stand(looks: &[Look]) {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    browser.before(WATCH);
    let (pages, mut said) = (pages(&server), Vec::new());
    for (path, status) in &pages {
        looks[0].set(&mut browser);
        let mut of_page = look_at(&mut browser, &server, path, *status);
        if !matches!(looks[0], Look::NoScript) {
            let moved = browser.eval(MOVED);
            if moved.as_f64().is_none_or(|moved| moved >= STILL) {
                of_page.push(format!("moves by {moved}"));
            }
        }
        for look in &looks[1..] {
            look.set(&mut browser);
            of_page.extend(complaints(&mut browser).into_iter().map(|it| format!("{look:?}: {it}")));
        }
        said.extend(of_page.into_iter().map(|it| format!("{path}: {it}")));
    }
    assert!(said.is_empty(), "{looks:?}\n{}", said.join("\n"));
}

#[test]
fn every_page_stands_on_every_screen_in_the_dark_and_on_paper() {
    all_stand(&[Look::Wide, Look::Laptop, Look::Dark, Look::Print]);
}

#[test]
fn every_page_stands_on_a_phone() {
    all_stand(&[Look::Phone, Look::SmallPhone]);
}

#[test]
fn every_page_stands_without_scripts() {
    all_stand(&[Look::NoScript]);
}

#[test]
fn every_page_stands_in_every_language() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    Look::Phone.set(&mut browser);
    let (pages, mut said) = (pages(&server), Vec::new());
    // Twice, so that what was kept for one language is not shown in another.
    for language in LANGUAGES.into_iter().chain(["ko"]) {
        browser.headers(&[("Accept-Language", language)]);
        for (path, status) in &pages {
            let of_page = look_at(&mut browser, &server, path, *status);
            said.extend(of_page.into_iter().map(|it| format!("{language} {path}: {it}")));
            let lang = browser.eval("document.documentElement.lang");
            if lang.as_str().and_then(|lang| lang.split('-').next()) != Some(language) {
                said.push(format!("{language} {path}: says it is in {lang}"));
            }
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn pages_are_dark_in_the_dark_and_stand_in_print() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    let page = server.url("/p/hst/ghsdps/gd11-190.html");
    let paper = "getComputedStyle(document.body).backgroundColor";
    Look::Wide.set(&mut browser);
    browser.open(&page);
    let light = browser.eval(paper);
    Look::Dark.set(&mut browser);
    assert_ne!(browser.eval(paper), light);
    Look::Print.set(&mut browser);
    let shown = browser.eval("document.querySelector('.only-print').checkVisibility()");
    assert_eq!(shown, true, "print says where it was printed from");
    assert!(browser.eval("document.body.innerText").as_str().unwrap().contains("Printed from"));
}

#[test]
fn pages_say_the_same_without_scripts() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    Look::NoScript.set(&mut browser);
    browser.open(&server.url("/search?q=korea"));
    let text = browser.eval("document.body.innerText");
    assert!(text.as_str().unwrap().contains("Toward Normalization of Relations with Japan"), "{text}");
}

/// Bytes over the wire that the page of a work may cost who sees the site for the first time.
const LIGHT: u64 = 30_000;

#[test]
fn the_page_of_a_work_is_light() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    browser.heard();
    for path in ["/p/hst/ghsdps/gd11-190.html", "/t/rak/lectur/2014-03-11.html"] {
        browser.open(&server.url(path));
        // The sheet for paper comes last, after the page has been shown.
        crate::world::until("the sheet for paper", || {
            let got = "performance.getEntriesByType('resource').every(it => it.responseEnd > 0)";
            browser.eval(got) == true
        });
        let heard = browser.heard();
        assert!(
            heard.bytes > 3_000 && heard.bytes < LIGHT,
            "{path}: {} bytes for {:?}",
            heard.bytes,
            heard.asked
        );
    }
}
