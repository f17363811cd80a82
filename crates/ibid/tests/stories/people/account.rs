//! An account from its first letter to its last, in a real browser, on every ledger.

use ibid_testkit::Browser;
use serde_json::json;

use super::post::Post;
use super::{press, served, sign_in, text};
use crate::world::World;

const UNA: &str = "una@example.org";

/// Presses the button of a form that has this name and value.
fn button(browser: &mut Browser, name: &str, value: &str) {
    let selector = json!(format!("button[name={name}][value='{value}']"));
    browser.follow(&format!("document.querySelector({selector}).click()"));
}

fn fill(browser: &mut Browser, id: &str, value: &str) {
    browser.eval(&format!("void (document.getElementById({}).value = {})", json!(id), json!(value)));
}

#[test]
fn somebody_keeps_an_account() {
    World::each(|world| {
        let Some(mut browser) = Browser::start() else { return };
        let server = served(&world);
        let post = Post::of(&world);
        // A page of one's own leads to signing in, and from there back.
        browser.open(&server.url("/account/letters"));
        assert_eq!(browser.eval("location.pathname"), "/account/sign-in");
        fill(&mut browser, "email", UNA);
        press(&mut browser, "/account/sign-in");
        let link = post.next_to(UNA, 0).link();
        // What follows the links of letters spends nothing.
        for _ in 0..3 {
            assert_eq!(server.get(&link).0, 200);
        }
        browser.open(&server.url(&link));
        press(&mut browser, &link);
        assert_eq!(browser.eval("location.pathname"), "/account/letters", "back where they wanted to go");
        assert_eq!(browser.eval("document.cookie.includes('session')"), false, "no script sees the cookie");
        // Used once, it is no good to whoever reads the letter later.
        assert_eq!(server.get(&link).0, 410);

        // Which letters, in which language.
        browser.eval("void [...document.querySelectorAll('[name=topic]')].forEach(it => it.checked = it.value == 'claims')");
        browser.eval("void (document.getElementById('lang').value = 'ru')");
        press(&mut browser, "/account/letters");
        assert_eq!(browser.eval("document.querySelector('[role=status]') != null"), true);
        assert_eq!(browser.eval("document.querySelectorAll('[name=topic]:checked').length"), 1);

        // Signed in from somewhere else too, and ended there from here.
        browser.eval("fetch('/account/sign-out', { method: 'POST' }).then(it => it.status)");
        sign_in(&mut browser, &world, &server, UNA);
        browser.open(&server.url("/account/sessions"));
        let shown = text(&mut browser);
        assert!(shown.contains("Chrome"), "{shown}");

        // Another address: the old one is told, and can take it back.
        browser.open(&server.url("/account/address"));
        fill(&mut browser, "email", "una@new.example");
        press(&mut browser, "/account/address");
        let letter = post.next_to("una@new.example", 0);
        browser.open(&server.url(&letter.link()));
        press(&mut browser, &letter.link());
        assert!(text(&mut browser).contains("una@new.example"));
        // Two to sign in came before.
        let told = post.next_to(UNA, 2).link();
        browser.open(&server.url(&told));
        press(&mut browser, &told);
        browser.open(&server.url("/account/"));
        assert_eq!(browser.eval("location.pathname"), "/account/sign-in", "whoever it was is out");
    });
}

#[test]
fn somebody_erases_an_account() {
    World::each(|world| {
        let Some(mut browser) = Browser::start() else { return };
        let server = served(&world);
        let post = Post::of(&world);
        sign_in(&mut browser, &world, &server, UNA);
        let export = browser.eval("fetch('/account/data.json').then(it => it.json())");
        assert_eq!(export["account"]["email"], UNA);
        assert_eq!(export["sessions"].as_array().unwrap().len(), 1);

        // Later, with a way back.
        browser.open(&server.url("/account/data"));
        fill(&mut browser, "email", "somebody@else.example");
        button(&mut browser, "when", "later");
        assert_eq!(browser.eval("document.querySelector('[role=alert]') != null"), true);
        fill(&mut browser, "email", UNA);
        button(&mut browser, "when", "later");
        assert!(post.next_to(UNA, 1).text.contains("Stay"));
        browser.open(&server.url("/account/"));
        press(&mut browser, "/account/stay");
        assert_eq!(browser.eval("document.querySelector('.note') == null"), true);

        // At once.
        browser.open(&server.url("/account/data"));
        fill(&mut browser, "email", UNA);
        button(&mut browser, "when", "now");
        browser.open(&server.url("/account/"));
        assert_eq!(browser.eval("location.pathname"), "/account/sign-in");
        assert!(post.next_to(UNA, 2).subject.contains("erased"));
        let list = world.ibid(&["--format", "json", "user", "list"]);
        assert_eq!(list.json(), Vec::<serde_json::Value>::new(), "{}", list.out);
        // Whoever comes back is somebody new.
        sign_in(&mut browser, &world, &server, UNA);
        let list = world.ibid(&["--format", "json", "user", "list"]).json();
        assert_eq!((list.len(), &list[0]["account"]), (1, &json!(2)));
    });
}

/// Everything about accounts can be done without a page.
#[test]
fn the_operator_keeps_accounts_on_the_command_line() {
    World::each(|world| {
        let added =
            world.ibid(&["--format", "json", "user", "add", UNA, "--role", "administrator", "--lang", "ko"]);
        let account = &added.json()[0];
        assert_eq!((&account["email"], &account["roles"]), (&json!(UNA), &json!(["administrator"])));
        assert_eq!(account["language"], "ko");
        let check = |arguments: &[&str], status: i32, told: &str| {
            let said = world.ibid(&[&["user"], arguments].concat());
            let all = format!("{}{}", said.out, said.err);
            assert!(said.status == status && all.contains(told), "{arguments:?}: {} {all}", said.status);
        };
        check(&["add", UNA], 2, "has an account already");
        check(&["add", "una"], 2, "is not an e-mail address");
        check(&["grant", UNA, "maintainer:hst"], 0, "maintainer:hst");
        check(&["grant", UNA, "maintainer:hst"], 1, "already");
        check(&["grant", UNA, "king"], 2, "\"king\" is no role");
        check(&["grant", "nobody@example.org", "curator"], 2, "nobody@example.org: no such account");
        check(&["revoke", UNA, "maintainer:hst", "--why", "moved on"], 0, "administrator");
        check(&["revoke", UNA, "maintainer:hst"], 1, "is not maintainer:hst");
        check(&["lock", UNA], 0, "locked");
        check(&["unlock", UNA], 0, "open");
        check(&["link", UNA], 0, "/account/link/");
        check(&["bounced", UNA, "nobody@example.org"], 1, "no such account");
        check(&["list"], 0, UNA);
        check(&["erase", UNA], 0, "erased");
        check(&["show", UNA], 2, "no such account");
    });
}
