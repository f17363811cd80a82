//! The search page while somebody works with it: results as they type, facets and years without loading
//! anew, and the way back. Needs a browser; without a script the same links load pages, which page tests
//! hold.

use ibid_testkit::Browser;
use serde_json::json;

use crate::world::{Server, World};

fn served() -> (World, Server) {
    let world = World::toy();
    world.harvest("");
    let server = world.serve();
    (world, server)
}

/// Waits until an expression is true, ten seconds at most.
#[track_caller]
fn until(browser: &mut Browser, expression: &str) {
    let script = format!(
        "new Promise(done => {{ const end = Date.now() + 10_000; const look = () => ({expression}) ? \
         done(true) : Date.now() > end ? done(false) : setTimeout(look, 15); look(); }})"
    );
    let came = browser.eval(&script);
    assert_eq!(came, true, "{expression} at {}", browser.eval("location.href"));
}

/// Opens a page and marks it, so that a load would show.
fn open(browser: &mut Browser, server: &Server, path: &str) {
    browser.open(&server.url(path));
    browser.eval("window.kept = true");
}

fn typed(browser: &mut Browser, text: &str) {
    browser.eval(&format!(
        "(text => {{ const box = document.getElementById('q'); box.focus(); box.value = text; \
         box.dispatchEvent(new Event('input', {{ bubbles: true }})); }})({})",
        json!(text)
    ));
}

#[test]
fn results_come_as_one_types() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    for (width, height) in [(1440, 900), (390, 844)] {
        browser.size(width, height);
        open(&mut browser, &server, "/search?q=korea&kind=paper");
        let entries = browser.eval("history.length");
        for text in ["n", "norm", "normali"] {
            typed(&mut browser, text);
        }
        until(&mut browser, "location.search == '?q=normali&kind=paper'");
        typed(&mut browser, "normalization japan");
        until(&mut browser, "location.search == '?q=normalization+japan&kind=paper'");
        let list = browser.eval("document.querySelector('.list').innerText");
        assert!(list.as_str().unwrap().contains("Toward Normalization"), "{list}");
        let state = "[window.kept, history.length, document.activeElement.id, scrollY, \
                     document.querySelector('[role=status].vh').textContent.length > 3]";
        assert_eq!(browser.eval(state), json!([true, entries, "q", 0, true]));
        assert_eq!(browser.eval("document.title.startsWith('normalization japan')"), true);
        typed(&mut browser, "xyzzyplugh");
        until(&mut browser, "document.querySelector('[data-live] h2')?.textContent == 'Nothing was found'");
        browser.follow("history.back()");
    }
}

#[test]
fn what_fails_while_one_types_takes_nothing_away() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    open(&mut browser, &server, "/search?q=korea");
    let found = browser.eval("document.querySelector('.list').innerText");
    browser.eval(
        "(asked => window.fetch = async (url, ...rest) => { const answer = await asked(url, ...rest); \
         if (url.pathname == '/search') window.told = answer.status; return answer; })(window.fetch)",
    );
    // Longer than any query may be: refused, as a crowded server refuses.
    typed(&mut browser, &"norm ".repeat(1_000));
    until(&mut browser, "window.told == 400");
    until(&mut browser, "!document.querySelector('[data-live][aria-busy]')");
    assert_eq!(browser.eval("[window.kept, location.search]"), json!([true, "?q=korea"]));
    assert_eq!(browser.eval("document.querySelector('.list').innerText"), found);
    // Who sends it off is told.
    browser.follow("document.getElementById('q').form.requestSubmit()");
    assert_eq!(
        browser.eval("[window.kept ?? false, !document.querySelector('[data-live]')]"),
        json!([false, true])
    );
}

#[test]
fn facets_combine_and_undo_without_a_load() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    browser.size(1440, 900);
    open(&mut browser, &server, "/search?q=korea");
    let all = browser.eval("document.querySelector('[data-count]').textContent");
    let click = |which: &str| {
        format!(
            "document.querySelector('{which}').dispatchEvent(new MouseEvent('click', {{ bubbles: true, cancelable: true }}))"
        )
    };
    browser.eval(&click(".fac li a[href*=\"kind=paper\"]"));
    until(&mut browser, "location.search.includes('kind=paper')");
    browser.eval(&click(".fac li a[href*=\"kind=paper&kind=\"]"));
    until(
        &mut browser,
        "location.search.split('kind=').length == 3 && document.querySelectorAll('.chips li').length == 3",
    );
    browser.eval("history.back()");
    until(&mut browser, "document.querySelectorAll('.chips li').length == 1");
    browser.eval(&click(".chips a"));
    until(&mut browser, "location.search == '?q=korea' && !document.querySelector('.chips')");
    assert_eq!(browser.eval("document.querySelector('[data-count]').textContent"), all);
    assert_eq!(browser.eval("window.kept"), true);
}

#[test]
fn years_are_drawn_over_and_typed() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    browser.size(1440, 1200);
    open(&mut browser, &server, "/search");
    let drag = "(() => {
        const svg = document.querySelector('form[data-years=about_from] svg');
        const bars = [...svg.querySelectorAll('a')];
        const at = (bar) => { const box = bar.getBoundingClientRect(); return { clientX: box.x + box.width / 2, clientY: box.y + 5, bubbles: true, button: 0 }; };
        const [first, last] = [bars[3], bars[bars.length - 4]];
        first.dispatchEvent(new PointerEvent('pointerdown', at(first)));
        last.dispatchEvent(new PointerEvent('pointermove', at(last)));
        last.dispatchEvent(new PointerEvent('pointerup', at(last)));
        return [first.dataset.from, last.dataset.to];
    })()";
    let chosen = browser.eval(drag);
    let there =
        format!("?about_from={}&about_to={}", chosen[0].as_str().unwrap(), chosen[1].as_str().unwrap());
    until(&mut browser, &format!("location.search == '{there}'"));
    assert_eq!(browser.eval("document.querySelectorAll('form[data-years=about_from] .off').length"), 6);
    browser.eval("(form => { form.elements.from.value = '2011'; form.requestSubmit(); })(document.querySelector('form[data-years=from]'))");
    until(
        &mut browser,
        "location.search.includes('from=2011') && document.querySelectorAll('.chips li').length == 3",
    );
    assert_eq!(browser.eval("window.kept"), true);
}

#[test]
fn why_unfolds_and_the_slash_leads_to_the_box() {
    let Some(mut browser) = Browser::start() else { return };
    let (_world, server) = served();
    browser.size(390, 844);
    open(&mut browser, &server, "/search?q=normalization+japan");
    browser.eval("document.querySelector('.why').click()");
    until(&mut browser, "document.querySelector('.because table')");
    let said = browser.eval("document.querySelector('.because').innerText");
    assert!(said.as_str().unwrap().contains("Its score is"), "{said}");
    assert_eq!(browser.eval("document.documentElement.scrollWidth <= innerWidth"), true, "moves sideways");
    browser.eval("document.querySelector('.why').click()");
    until(&mut browser, "!document.querySelector('.because')");
    assert_eq!(browser.eval("window.kept"), true);
    let slash = "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }))";
    for path in ["/search?q=korea", "/p/hst/ghsdps/gd11-190.html"] {
        browser.open(&server.url(path));
        browser.eval(slash);
        assert_eq!(browser.eval("document.activeElement.id"), "q", "{path}");
    }
}
