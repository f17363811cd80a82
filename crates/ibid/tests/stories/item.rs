//! What readers do on the page of a work: setting the citation in their style and copying it, with and
//! without scripts.

use ibid_testkit::Browser;

use crate::pages::{complaints, served};

const PAPER: &str = "/p/hst/ghsdps/gd09-902.html";

/// Chooses a style; the citation once it has changed.
fn chosen(browser: &mut Browser, style: &str) -> String {
    let script = "(style => new Promise(done => {
        const cited = document.getElementById('cited');
        const said = () => done(cited.querySelector('.read').textContent);
        new MutationObserver(said).observe(cited, { childList: true });
        setTimeout(() => done('nothing came'), 10_000);
        const box = document.getElementById('style');
        box.value = style;
        box.dispatchEvent(new Event('change', { bubbles: true }));
    }))";
    let said = browser.eval(&format!("{script}({})", serde_json::json!(style)));
    said.as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_citation_is_set_and_copied_without_leaving_the_page() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    browser.before(
        "Object.defineProperty(navigator, 'clipboard', \
         { value: { writeText: async text => { window.copied = text } } })",
    );
    browser.size(1440, 900);
    browser.open(&server.url(PAPER));
    let apa = chosen(&mut browser, "apa");
    assert!(apa.starts_with("Isobe, T. (2009). Rebuilding"), "{apa}");
    let ieee = chosen(&mut browser, "ieee");
    assert!(ieee.starts_with("T. Isobe, “Rebuilding"), "{ieee}");
    assert_eq!(browser.eval("location.pathname"), PAPER);
    let said = browser.eval(
        "new Promise(done => { document.querySelector('[data-copy]').click();
            setTimeout(() => done([window.copied, document.querySelector('[data-copy]').textContent]), 100) })",
    );
    assert_eq!(said, serde_json::json!([ieee, "Copied"]));
    let back = chosen(&mut browser, "");
    assert!(back.starts_with("Tomoko Isobe, 2009."), "{back}");
    assert_eq!(complaints(&mut browser), Vec::<String>::new());
    assert!(browser.heard().wrong.is_empty());
}

#[test]
fn related_works_come_when_a_reader_comes_near() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    browser.size(1024, 500);
    browser.open(&server.url("/p/hst/ghsdps/gd11-190.html"));
    let count = "document.querySelectorAll('#related li h3').length";
    let asked = |browser: &mut Browser| browser.heard().asked.iter().any(|it| it.contains("/related"));
    assert!(!asked(&mut browser), "nothing is searched for who reads the top");
    let shown = browser.eval(&format!(
        "new Promise(done => {{
            new MutationObserver(() => done({count})).observe(document.querySelector('#related div'), {{ childList: true }});
            setTimeout(() => done(0), 10_000);
            document.getElementById('subjects').scrollIntoView();
        }})"
    ));
    assert!(shown.as_u64() > Some(0), "{shown}");
    assert!(asked(&mut browser));
    let text = browser.eval("document.getElementById('related').innerText");
    assert!(text.as_str().unwrap_or_default().contains("Both are about 1955–1960"), "{text}");
    assert_eq!(complaints(&mut browser), Vec::<String>::new());
    browser.scripts(false);
    browser.open(&server.url("/p/hst/ghsdps/gd11-190.html"));
    browser.follow("document.querySelector('#related a').click()");
    assert_eq!(browser.eval("location.pathname"), "/p/hst/ghsdps/gd11-190/related");
}

#[test]
fn without_scripts_a_style_is_a_form_and_nothing_is_missing() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    browser.size(1024, 768);
    browser.scripts(false);
    browser.open(&server.url(PAPER));
    let text = browser.eval("document.querySelector('main').innerText");
    let text = text.as_str().unwrap_or_default();
    for part in ["大正期の小売物価指数", "Taishō-ki", "磯部朋子", "CC BY 4.0", "Suggested here", "line 30"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("Copy"), "a button that does nothing: {text}");
    browser.follow(
        "document.getElementById('style').value = 'mla'; document.querySelector('form.pick button').click()",
    );
    assert_eq!(browser.eval("location.search"), "?style=mla");
    let text = browser.eval("document.getElementById('cited').innerText");
    assert!(text.as_str().unwrap_or_default().starts_with("Isobe, Tomoko. Rebuilding"), "{text}");
}

#[test]
fn on_paper_a_work_is_whole_and_says_where_it_is_from() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    browser.size(800, 1_000);
    browser.media("print", "light");
    browser.open(&server.url(PAPER));
    let text = browser.eval("document.body.innerText");
    let text = text.as_str().unwrap_or_default();
    for part in
        [&*server.url(PAPER), "Printed from", "Institute of Economic Research", "RePEc:hst:ghsdps:gd09-902"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    for part in ["We have no references", "Download", "Copy"] {
        assert!(!text.contains(part), "{part}: {text}");
    }
    let after = "getComputedStyle(document.querySelector('a.full'), '::after').content";
    let address = browser.eval(after);
    assert!(address.as_str().unwrap_or_default().contains("https://example.org/hi-stat/"), "{address}");
}
