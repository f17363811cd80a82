//! From a new profile to a decided dispute: works found, claimed, changed by their publisher, disputed.

use ibid_testkit::Browser;

use super::post::Post;
use super::{press, served, sign_in, text};
use crate::world::{Server, World, until};

const JON: &str = "jon@example.org";
const ANN: &str = "ann@example.org";
const CUR: &str = "cur@example.org";
const PAPER: &str = "RePEc:xyz:wpaper:7";
const PAGE: &str = "/p/xyz/wpaper/7.html";
const WORKS: &str = "/account/works/";
const INBOX: &str = "/inbox/";

fn sign_out(browser: &mut Browser, server: &Server) {
    browser.open(&server.url("/account/"));
    press(browser, "/account/sign-out");
}

/// Makes a profile of this name, and answers its short-id.
fn register(browser: &mut Browser, server: &Server, first: &str, last: &str) -> String {
    browser.open(&server.url("/account/profile"));
    for (id, value) in [("first", first), ("last", last)] {
        let (id, value) = (serde_json::json!(id), serde_json::json!(value));
        browser.eval(&format!("void (document.getElementById({id}).value = {value})"));
    }
    press(browser, "/account/profile");
    // Somebody of that name may be registered already.
    if browser.eval("document.querySelector('input[name=new]') !== null") == true {
        press(browser, "/account/profile");
    }
    browser.open(&server.url("/account/profile"));
    browser.eval("document.querySelector('code').textContent").as_str().expect("a short-id").to_owned()
}

/// Presses the button that says what to do.
fn choose(browser: &mut Browser, deed: &str) {
    let deed = serde_json::json!(deed);
    browser.follow(&format!("document.querySelector('main button[value=' + {deed} + ']').click()"));
}

/// Waits until a page says something, or no longer does.
fn says(browser: &mut Browser, address: &str, what: &str, is: bool) {
    until(&format!("{address} says {what:?}: {is}"), || {
        browser.open(address);
        text(browser).contains(what) == is
    });
}

#[test]
fn a_work_is_claimed_changed_disputed_and_decided() {
    World::each(|world| {
        let Some(mut browser) = Browser::start() else { return };
        let server = served(&world);
        sign_in(&mut browser, &world, &server, JON);
        let short = register(&mut browser, &server, "Jon", "Smith");
        let works = server.url(WORKS);

        // From the page of the work to the profile.
        browser.open(&server.url(PAGE));
        assert!(text(&mut browser).contains("If you have authored this item"));
        browser.follow("document.querySelector('main a[href^=\"/account/works/claim\"]').click()");
        assert!(text(&mut browser).contains("signed Jon Smith"), "{}", text(&mut browser));
        choose(&mut browser, "claim");
        assert!(text(&mut browser).contains("On your profile (1)"), "{}", text(&mut browser));
        says(&mut browser, &server.url(&format!("/e/{short}.html")), "Names in the Catalogue", true);

        // What is not theirs is not offered again.
        says(&mut browser, &works, "These may be yours", true);

        // The publisher puts another name in its place: its owner stands by it.
        world.edit("xyz/wpaper/2024.rdf", "Author-Name: Jon Smith", "Author-Name: Ivan Petrov");
        world.harvest("xyz");
        says(&mut browser, &works, "Changed since you claimed them", true);
        browser.open(&server.url(INBOX));
        assert!(text(&mut browser).contains("The name in it is now one that is not among yours"));
        browser.open(&works);
        browser.follow("document.querySelector('#doubts button[value=claim]').click()");
        assert!(!text(&mut browser).contains("Changed since you claimed them"));
        assert!(text(&mut browser).contains("On your profile (1)"));
        let handle = browser.eval("document.querySelector('input[name=person]').value");
        let handle = handle.as_str().unwrap().to_owned();
        sign_out(&mut browser, &server);

        // Somebody else knows better.
        sign_in(&mut browser, &world, &server, ANN);
        browser.open(&server.url(&format!("/account/works/dispute?person={handle}&work={PAPER}")));
        browser.eval("void (document.getElementById('reason').value = 'The title page says Petrov.')");
        press(&mut browser, "/account/works/dispute");
        assert!(text(&mut browser).contains("Disputes you raised"), "{}", text(&mut browser));
        sign_out(&mut browser, &server);

        // Its owner hears of it and answers.
        let post = Post::of(&world);
        until("a letter about the dispute", || {
            post.to(JON).iter().any(|it| it.subject == "Is this work yours?" && it.text.contains("Petrov"))
        });
        sign_in(&mut browser, &world, &server, JON);
        browser.open(&server.url(INBOX));
        browser.eval("void (document.querySelector('textarea').value = 'It is my pen name.')");
        choose(&mut browser, "answer");
        assert!(text(&mut browser).contains("It is my pen name."));
        sign_out(&mut browser, &server);

        // A curator decides, and thinks again.
        sign_in(&mut browser, &world, &server, CUR);
        assert_eq!(world.ibid(&["user", "grant", CUR, "curator"]).status, 0);
        browser.open(&server.url(INBOX));
        assert!(text(&mut browser).contains("It is my pen name."), "{}", text(&mut browser));
        browser.eval("void (document.querySelector('textarea').value = 'No proof.')");
        choose(&mut browser, "uphold");
        assert!(text(&mut browser).contains("found wrong: No proof."), "{}", text(&mut browser));
        says(&mut browser, &server.url(&format!("/e/{short}.html")), "Names in the Catalogue", false);
        browser.open(&server.url(INBOX));
        choose(&mut browser, "undo");
        browser.open(&server.url(INBOX));
        choose(&mut browser, "dismiss");
        says(&mut browser, &server.url(&format!("/e/{short}.html")), "Names in the Catalogue", true);
        until("a letter about the decision", || {
            post.to(JON).iter().any(|it| it.subject == "A work was taken off a profile")
        });
    });
}

#[test]
fn works_are_offered_by_grades_and_claimed_from_a_list() {
    World::each(|world| {
        let Some(mut browser) = Browser::start() else { return };
        let server = served(&world);
        sign_in(&mut browser, &world, &server, JON);
        register(&mut browser, &server, "Jon", "Smith");
        browser.open(&server.url(WORKS));
        let seen = text(&mut browser);
        assert!(seen.contains("Likely yours (1)") && seen.contains("signed Jon Smith"), "{seen}");
        // Without a tick, nothing is answered.
        choose(&mut browser, "refuse");
        assert!(text(&mut browser).contains("Likely yours (1)"));
        browser.eval("document.querySelector('#offered input[type=checkbox]').click()");
        choose(&mut browser, "refuse");
        let seen = text(&mut browser);
        assert!(seen.contains("Noted.") && !seen.contains("Likely yours"), "{seen}");
        assert!(seen.contains("Said not to be yours (1)"), "{seen}");

        browser.open(&server.url("/account/works/list"));
        let list = serde_json::json!(
            "@techreport{a, note = {RePEc:xyz:wpaper:7}}\n@misc{b, title={Of Nothing at All}, author={Z. Z.}}"
        );
        browser.eval(&format!("void (document.getElementById('list').value = {list})"));
        press(&mut browser, "/account/works/list");
        let seen = text(&mut browser);
        assert!(
            seen.contains("Names in the Catalogue") && seen.contains("not found in the catalogue"),
            "{seen}"
        );
        choose(&mut browser, "claim");
        let seen = text(&mut browser);
        assert!(seen.contains("On your profile (1)") && !seen.contains("Said not to be yours"), "{seen}");
    });
}
