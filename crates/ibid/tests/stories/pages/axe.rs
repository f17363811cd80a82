//! What axe-core has to say about the pages: nothing.

use ibid_testkit::Browser;

use super::{Look, pages, served, texts};

/// Every rule of WCAG 2.0, 2.1 and 2.2, A and AA, and what is good practice besides.
pub(super) const RUN: &str = "(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
    const found = await axe.run(document, { runOnly: tags, resultTypes: ['violations'], preload: false });
    return found.violations.map(it =>
        `${it.id}: ${it.help}: ` + it.nodes.slice(0, 3).map(node => `${node.html} ${node.failureSummary}`).join(' | '));
})()";

/// Opens what is folded, as readers do; but not what opens over the page and hides what lies below.
const UNFOLD: &str = "for (const it of document.querySelectorAll('main details')) {
    it.open = true;
    it.open = [...it.children].every(one => getComputedStyle(one).position !== 'absolute');
}";

/// axe's own source, where `IBID_TEST_AXE` says it is.
pub(super) fn axe() -> Option<String> {
    let Some(path) = std::env::var_os("IBID_TEST_AXE") else {
        eprintln!("IBID_TEST_AXE is not set: skipped");
        return None;
    };
    Some(std::fs::read_to_string(path).expect("axe"))
}

fn finds_nothing(language: &str) {
    let (Some(axe), Some(mut browser)) = (axe(), Browser::start()) else { return };
    let (_world, server) = served();
    browser.before(&axe);
    browser.headers(&[("Accept-Language", language)]);
    let (pages, mut said) = (pages(&server), Vec::new());
    for (path, _) in &pages {
        Look::Phone.set(&mut browser);
        browser.open(&server.url(path));
        for (look, unfold) in [(Look::Phone, ""), (Look::Phone, UNFOLD), (Look::Wide, ""), (Look::Dark, "")] {
            look.set(&mut browser);
            browser.eval(unfold);
            let found = texts(&browser.eval(RUN));
            said.extend(found.into_iter().map(|it| format!("{look:?} {path}: {it}")));
        }
    }
    assert!(said.is_empty(), "{language}\n{}", said.join("\n"));
}

#[test]
fn axe_finds_nothing_in_english() {
    finds_nothing("en");
}

#[test]
fn axe_finds_nothing_in_korean() {
    finds_nothing("ko");
}

#[test]
fn axe_sees_what_is_wrong() {
    let (Some(axe), Some(mut browser)) = (axe(), Browser::start()) else { return };
    browser.before(&axe);
    browser
        .open("data:text/html,<title>x</title><p style='color:%23ccc;background:%23fff'>pale<img src='x'>");
    let found = texts(&browser.eval(RUN)).join("\n");
    for rule in ["color-contrast", "image-alt", "html-has-lang"] {
        assert!(found.contains(rule), "{rule}: {found}");
    }
}
