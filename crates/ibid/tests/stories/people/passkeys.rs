//! Passkeys, kept by a virtual authenticator of the real browser.

use ibid_testkit::Browser;
use serde_json::Value;

use super::post::Post;
use super::{press, served, sign_in, text};
use crate::world::{Server, World};

const UNA: &str = "una@example.org";
const OPEN: &str = "/account/passkeys/open";
const CHANGE: &str = "/account/passkeys/change";

#[test]
fn a_passkey_is_added_used_renamed_and_removed() {
    World::each(|world| {
        let Some(mut browser) = Browser::start() else { return };
        browser.authenticator();
        let server = served(&world);
        sign_in(&mut browser, &world, &server, UNA);
        add(&mut browser, &server, "laptop");
        assert!(text(&mut browser).contains("laptop"), "{}", text(&mut browser));
        assert!(text(&mut browser).contains("not used yet"));
        let letter = Post::of(&world).next_to(UNA, 1);
        assert_eq!(letter.subject, "A passkey was added on ibid");
        assert!(letter.text.contains("“laptop”"), "{letter:?}");

        // The same device keeps one passkey of an account.
        browser.open(&server.url("/account/passkeys/"));
        let refused = "(form => { form.requestSubmit(); const said = form.querySelector('[role=alert]');
            return new Promise(done => new MutationObserver(() => said.hidden || done(true)).observe(said, { attributes: true }))
        })(document.querySelector('[data-passkey=add]'))";
        assert_eq!(browser.eval(refused), true);

        sign_out(&mut browser, &server);
        browser.open(&server.url("/account/sign-in?next=/account/passkeys/"));
        press(&mut browser, OPEN);
        assert_eq!(browser.eval("location.pathname"), "/account/passkeys/");
        assert!(text(&mut browser).contains("last used"), "{}", text(&mut browser));

        browser.eval("void (document.querySelector('input[name=name]').value = 'old laptop')");
        press(&mut browser, CHANGE);
        assert!(text(&mut browser).contains("old laptop"));
        browser.follow("document.querySelector('button[name=remove]').click()");
        assert!(text(&mut browser).contains("You have no passkeys yet"));
        sign_out(&mut browser, &server);
        browser.open(&server.url("/account/sign-in"));
        press(&mut browser, OPEN);
        assert!(text(&mut browser).contains("not known here"), "{}", text(&mut browser));
        assert_eq!(signed_in(&mut browser, &server), false);
    });
}

#[test]
fn what_a_device_said_is_good_once_and_as_it_said_it() {
    World::each(|world| {
        let Some(mut browser) = Browser::start() else { return };
        browser.authenticator();
        let server = served(&world);
        sign_in(&mut browser, &world, &server, UNA);
        add(&mut browser, &server, "laptop");
        sign_out(&mut browser, &server);

        let said = prove(&mut browser, &server);
        assert!(send(&mut browser, &said).contains("/account/"), "let in");
        sign_out(&mut browser, &server);
        assert!(send(&mut browser, &said).contains("That did not work"), "the ceremony is over");
        assert_eq!(signed_in(&mut browser, &server), false);

        // One letter of the signature changed, again and again: then even the right one has to wait.
        for _ in 0..5 {
            let said = prove(&mut browser, &server);
            let at = said.find("signature%22%3A%22").unwrap() + 25;
            let other = if &said[at..=at] == "A" { "B" } else { "A" };
            let forged = format!("{}{other}{}", &said[..at], &said[at + 1..]);
            assert!(send(&mut browser, &forged).contains("That did not work"));
        }
        let said = prove(&mut browser, &server);
        assert!(send(&mut browser, &said).contains("Too many tries failed"));
        assert_eq!(signed_in(&mut browser, &server), false);
        sign_in(&mut browser, &world, &server, UNA);
    });
}

/// Without a name browsers have no passkeys, and nothing is offered that cannot be.
#[test]
fn a_site_without_a_name_offers_none() {
    let Some(mut browser) = Browser::start() else { return };
    let world = World::toy();
    world.harvest("");
    let server = world.serve();
    browser.open(&server.url("/account/sign-in"));
    assert_eq!(browser.eval("document.querySelectorAll('[data-passkey]').length"), 0);
    let (status, _, body) = server.send(&format!(
        "POST /account/passkeys/ask HTTP/1.1\r\nHost: {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        server.address
    ));
    assert_eq!(status, 400, "{body}");
}

fn add(browser: &mut Browser, server: &Server, name: &str) {
    browser.open(&server.url("/account/passkeys/"));
    browser.eval(&format!("void (document.getElementById('passkey-name').value = '{name}')"));
    press(browser, "/account/passkeys/add");
    assert_eq!(browser.eval("location.pathname"), "/account/passkeys/", "{}", text(browser));
}

fn sign_out(browser: &mut Browser, server: &Server) {
    browser.open(&server.url("/account/"));
    press(browser, "/account/sign-out");
}

fn signed_in(browser: &mut Browser, server: &Server) -> Value {
    browser.open(&server.url("/account/"));
    browser.eval("location.pathname === '/account/'")
}

/// What the script would send to sign in, kept from being sent.
fn prove(browser: &mut Browser, server: &Server) -> String {
    browser.open(&server.url("/account/sign-in"));
    let said = browser.eval(
        "new Promise(done => {
            HTMLFormElement.prototype.submit = function () { done(String(new URLSearchParams(new FormData(this)))) };
            document.querySelector('[data-passkey=open]').requestSubmit();
        })",
    );
    said.as_str().unwrap().to_owned()
}

/// Sends a form as the page would; where it led, and the text there.
fn send(browser: &mut Browser, form: &str) -> String {
    let script = format!(
        "fetch('{OPEN}', {{ method: 'POST', body: {}, headers: {{ 'content-type': 'application/x-www-form-urlencoded' }} }})
            .then(async it => it.url + ' ' + await it.text())",
        serde_json::json!(form)
    );
    browser.eval(&script).as_str().unwrap().to_owned()
}
