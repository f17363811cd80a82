//! People with accounts: what they do in a real browser, and what comes by mail.
//!
//! Here: signing in as somebody, for all of these stories.

mod account;
mod claims;
mod passkeys;
mod post;
mod profile;

use ibid_testkit::Browser;

use crate::world::{Server, World};
use post::Post;

/// The toy world, served under a name: browsers keep passkeys for no bare address.
pub(crate) fn served(world: &World) -> Server {
    world.harvest("");
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let settings = format!("listen = '127.0.0.1:{port}'\n[site]\nurl = 'http://localhost:{port}'\n");
    std::fs::write(world.data().join("ibid.toml"), settings).unwrap();
    world.serve_named(&format!("localhost:{port}"))
}

/// Signs somebody in by the link that comes by mail; they are on the page of their account then.
pub(crate) fn sign_in(browser: &mut Browser, world: &World, server: &Server, email: &str) {
    browser.open(&server.url("/account/sign-in"));
    let post = Post::of(world);
    let before = post.to(email).len();
    let typed = serde_json::json!(email);
    browser.eval(&format!("void (document.getElementById('email').value = {typed})"));
    press(browser, "/account/sign-in");
    let link = post.next_to(email, before).link();
    browser.open(&server.url(&link));
    press(browser, &link);
    assert_eq!(browser.eval("location.pathname"), "/account/", "{email} is not in");
}

/// Sends the form with this action, and waits for the page that comes.
pub(crate) fn press(browser: &mut Browser, action: &str) {
    let action = serde_json::json!(action);
    browser.follow(&format!(
        "[...document.forms].find(it => it.getAttribute('action') === {action}).requestSubmit()"
    ));
}

/// The text of the page.
pub(crate) fn text(browser: &mut Browser) -> String {
    browser.eval("document.querySelector('main').innerText").as_str().unwrap().to_owned()
}
