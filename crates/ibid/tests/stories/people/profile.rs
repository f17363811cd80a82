//! A profile from nothing to nothing: registered, edited, joined with a double, parted, erased.

use ibid_testkit::Browser;

use super::{press, served, sign_in, text};
use crate::world::World;

const ANNA: &str = "anna@example.org";
const CURATOR: &str = "curator@example.org";

/// Types into a box of the page, by its name.
fn fill(browser: &mut Browser, name: &str, value: &str) {
    let (name, value) = (serde_json::json!(name), serde_json::json!(value));
    browser.eval(&format!("void (document.getElementsByName({name})[0].value = {value})"));
}

#[test]
fn somebody_registers_is_joined_with_a_double_and_erased() {
    World::each(|world| {
        let Some(mut browser) = Browser::start() else { return };
        let server = served(&world);
        sign_in(&mut browser, &world, &server, ANNA);
        browser.open(&server.url("/account/profile"));
        fill(&mut browser, "first", "Mitsuhiko");
        fill(&mut browser, "last", "Kimura");
        press(&mut browser, "/account/profile");
        assert!(text(&mut browser).contains("Is one of these you?"), "{}", text(&mut browser));
        // The last form of the page: none of these.
        browser.follow("[...document.querySelectorAll('main form')].at(-1).requestSubmit()");
        assert!(text(&mut browser).contains("pki43"), "{}", text(&mut browser));
        fill(&mut browser, "homepage", "kimura.example");
        fill(&mut browser, "variations", "木村光彦");
        press(&mut browser, "/account/profile");
        assert!(text(&mut browser).contains("Saved"), "{}", text(&mut browser));
        browser.open(&server.url("/e/pki43.html"));
        let page = text(&mut browser);
        assert!(page.contains("kimura.example") && !page.contains(ANNA), "{page}");

        // A curator joins it with the profile that was there before, and thinks better of it.
        browser.open(&server.url("/account/"));
        press(&mut browser, "/account/sign-out");
        sign_in(&mut browser, &world, &server, CURATOR);
        let said = world.ibid(&["user", "grant", CURATOR, "curator"]);
        assert_eq!(said.status, 0, "{}", said.err);
        browser.open(&server.url("/inbox/people/"));
        browser.eval("void (document.getElementById('merge-from').value = 'pki43', document.getElementById('merge-into').value = 'pki42', document.getElementById('merge-why').value = 'the same person')");
        browser.follow("document.querySelector('#doubles button[value=merge]').click()");
        browser.open(&server.url("/e/pki43.html"));
        assert_eq!(browser.eval("location.pathname"), "/e/pki42.html");
        browser.open(&server.url("/inbox/people/"));
        browser.eval("void (document.getElementById('merge-from').value = 'pki43', document.getElementById('merge-why').value = 'somebody else')");
        browser.follow("document.querySelector('#doubles button[value=unmerge]').click()");
        browser.open(&server.url("/e/pki43.html"));
        assert_eq!(browser.eval("location.pathname"), "/e/pki43.html");
        browser.open(&server.url("/e/pki42.html"));
        assert!(!text(&mut browser).contains("kimura.example"), "{}", text(&mut browser));
    });
}
