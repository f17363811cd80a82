//! What readers do in a real browser: typing, choosing, going there. Not here: how every page stands
//! on every screen (`pages/`).

use ibid_testkit::Browser;

use crate::pages::{complaints, served};

/// Types into the search box; the texts of the suggestions once they are there.
fn typed(browser: &mut Browser, text: &str) -> Vec<String> {
    let script = "(text => new Promise(done => {
        const [box, panel] = [document.getElementById('q'), document.querySelector('[role=listbox]')];
        const texts = () => done([...panel.children].map(it => it.textContent));
        new MutationObserver(() => panel.childElementCount && texts()).observe(panel, { childList: true });
        setTimeout(texts, 10_000);
        box.focus();
        box.value = text;
        box.dispatchEvent(new Event('input', { bubbles: true }));
    }))";
    let said = browser.eval(&format!("{script}({})", serde_json::json!(text)));
    said.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

fn press(key: &str) -> String {
    format!(
        "document.getElementById('q').dispatchEvent(new KeyboardEvent('keydown', \
         {{ key: '{key}', bubbles: true, cancelable: true }}))"
    )
}

#[test]
fn the_search_box_suggests_as_you_type() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    let state = "(box => [box.ariaExpanded, box.getAttribute('aria-activedescendant')])(document.getElementById('q'))";
    for (path, width) in [("/", 1440), ("/p/hst/ghsdps/gd11-19.html", 1440), ("/about/", 320)] {
        browser.size(width, 800);
        browser.open(&server.url(path));
        let height = browser.eval("document.querySelector('main').offsetHeight");
        assert_eq!(browser.eval(state), serde_json::json!(["false", null]), "{path}");
        let texts = typed(&mut browser, "norma");
        assert!(texts.iter().any(|it| it.contains("Toward Normalization")), "{path}: {texts:?}");
        assert_eq!(browser.eval("document.querySelector('main').offsetHeight"), height, "{path} moves");
        assert!(complaints(&mut browser).is_empty(), "{path}");
        browser.eval(&press("ArrowDown"));
        assert_eq!(browser.eval(state), serde_json::json!(["true", "q-offer-0"]), "{path}");
        browser.eval(&press("Escape"));
        assert_eq!(browser.eval(state), serde_json::json!(["false", null]), "{path}");
        browser.eval(&press("ArrowDown"));
        browser.eval(&press("ArrowDown"));
        browser.follow(&press("Enter"));
        assert_eq!(browser.eval("location.pathname"), "/p/hst/ghsdps/gd11-190.html", "{path}");
    }
}

#[test]
fn no_suggestion_acts_on_a_page() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    browser.before("window.alert = window.open = () => { window.hurt = true }");
    browser.open(&server.url("/"));
    for text in ["script", "half a tag", "image", "alert", "full width"] {
        assert!(!typed(&mut browser, text).is_empty(), "{text}");
        assert!(complaints(&mut browser).is_empty(), "{text}");
    }
    let made = browser.eval("[...document.querySelectorAll('[role=listbox] *')].map(it => it.localName)");
    assert!(made.as_array().unwrap().iter().all(|it| it == "a" || it == "bdi"), "{made}");
}
