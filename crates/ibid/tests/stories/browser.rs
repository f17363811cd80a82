//! The pages in a real browser: they fit every screen, stand without scripts, and no record can make
//! them do anything.

use ibid_testkit::Browser;

use crate::world::{Server, World};

/// One address of every type of page.
const PAGES: [&str; 16] = [
    "/",
    "/search?q=korea",
    "/search?q=xyzzyplugh",
    "/search?q=about:1955..1960&sort=newest",
    "/p/hst/ghsdps/gd11-190.html",
    "/t/rak/lectur/2014-03-11.html",
    "/c/xyz/softwr/s000001.html",
    "/p/hst/ghsdps/gd11-190/history",
    "/s/hst/ghsdps.html",
    "/s/rak/lectur.html",
    "/archives/",
    "/archives/hst/",
    "/archives/xyz/",
    "/about/",
    "/p/hst/ghsdps/gd11-19.html",
    "/nowhere",
];

/// What must be true of every page, as JavaScript; each answers a list of complaints.
const COMPLAINTS: &str = "(() => {
    const said = [];
    const all = [...document.querySelectorAll('*')];
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) said.push(`moves sideways by ${wide}`);
    if (document.querySelectorAll('h1').length !== 1) said.push('not one h1');
    if (document.querySelectorAll('main').length !== 1) said.push('not one main');
    if (!document.documentElement.lang) said.push('no language');
    if (!document.title.trim()) said.push('no title');
    for (const it of document.querySelectorAll('img:not([alt]), svg:not([role]):not([aria-hidden])'))
        said.push(`no words for ${it.outerHTML.slice(0, 60)}`);
    for (const it of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
        if (!it.labels.length && !it.ariaLabel) said.push(`no label: ${it.outerHTML.slice(0, 60)}`);
    for (const it of performance.getEntriesByType('resource'))
        if (!it.name.startsWith(location.origin)) said.push(`asks ${it.name}`);
    for (const it of all) for (const at of it.attributes)
        if (/^on/i.test(at.name)) said.push(`${at.name} on ${it.tagName}`);
    for (const it of document.querySelectorAll('[href]:not([rel=icon]), [src], [action]')) {
        const to = String(it.href?.baseVal ?? it.href ?? it.src ?? it.action);
        if (!/^(https?|ftp|mailto):/i.test(new URL(to, location).href)) said.push(`leads to ${to}`);
    }
    if (document.querySelector('iframe, object, embed, base, meta[http-equiv]')) said.push('a foreign frame');
    if (window.hurt !== undefined) said.push('a script ran');
    return said;
})()";

fn complaints(browser: &mut Browser, server: &Server, path: &str) -> Vec<String> {
    browser.open(&server.url(path));
    let said = browser.eval(COMPLAINTS);
    said.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

fn served() -> (World, Server) {
    let world = World::toy();
    world.harvest("");
    let server = world.serve();
    (world, server)
}

#[test]
fn every_page_fits_every_screen() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    for (width, height) in [(1440, 900), (1024, 768), (390, 844), (320, 568)] {
        browser.size(width, height);
        for path in PAGES {
            let said = complaints(&mut browser, &server, path);
            assert!(said.is_empty(), "{path} at {width}: {said:?}");
        }
    }
}

#[test]
fn pages_are_dark_in_the_dark_and_stand_in_print() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    let page = server.url("/p/hst/ghsdps/gd11-190.html");
    let paper = "getComputedStyle(document.body).backgroundColor";
    browser.media("screen", "light");
    browser.open(&page);
    let light = browser.eval(paper);
    browser.media("screen", "dark");
    assert_ne!(browser.eval(paper), light);
    browser.media("print", "light");
    let shown = browser.eval("document.querySelector('.only-print').checkVisibility()");
    assert_eq!(shown, true, "print says where it was printed from");
    assert!(browser.eval("document.body.innerText").as_str().unwrap().contains("Printed from"));
}

#[test]
fn pages_stand_without_scripts() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    browser.scripts(false);
    browser.open(&server.url("/search?q=korea"));
    let text = browser.eval("document.body.innerText");
    assert!(text.as_str().unwrap().contains("Toward Normalization of Relations with Japan"), "{text}");
}

#[test]
fn nothing_a_record_says_acts_on_a_page() {
    let Some(mut browser) = Browser::start() else { return };
    let (world, server) = served();
    browser.size(390, 844);
    browser.before("window.alert = window.open = () => { window.hurt = true }");
    let said =
        world.ibid(&["--format", "json", "search", "series:RePEc:xyz:hostil kind:paper", "--limit", "200"]);
    let hostile = said.json();
    assert!(hostile.len() > 30, "{}", hostile.len());
    let mut paths = vec!["/s/xyz/hostil.html".to_owned(), "/search?q=series:RePEc:xyz:hostil".to_owned()];
    for hit in &hostile {
        let handle = hit["handle"].as_str().unwrap();
        let (_, head, _) = server.get(&format!("/{}", handle.replace(' ', "%20")));
        let place = head.lines().find_map(|line| line.strip_prefix("location: ")).expect(handle);
        paths.push(place.to_owned());
    }
    for path in paths {
        let said = complaints(&mut browser, &server, &path);
        assert!(said.is_empty(), "{path}: {said:?}");
    }
}

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
    for (path, width) in [("/", 1440), ("/p/hst/ghsdps/gd11-19.html", 1440), ("/search?q=korea", 320)] {
        browser.size(width, 800);
        browser.open(&server.url(path));
        let height = browser.eval("document.querySelector('main').offsetHeight");
        assert_eq!(browser.eval(state), serde_json::json!(["false", null]), "{path}");
        let texts = typed(&mut browser, "norma");
        assert!(texts.iter().any(|it| it.contains("Toward Normalization")), "{path}: {texts:?}");
        assert_eq!(browser.eval("document.querySelector('main').offsetHeight"), height, "{path} moves");
        assert_eq!(browser.eval(COMPLAINTS), serde_json::json!([]), "{path}");
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
        assert_eq!(browser.eval(COMPLAINTS), serde_json::json!([]), "{text}");
    }
    let made = browser.eval("[...document.querySelectorAll('[role=listbox] *')].map(it => it.localName)");
    assert!(made.as_array().unwrap().iter().all(|it| it == "a" || it == "bdi"), "{made}");
}
