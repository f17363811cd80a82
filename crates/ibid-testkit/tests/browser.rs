//! The browser itself: that the pipe works and pages can be asked.

use ibid_testkit::Browser;

#[test]
fn a_page_can_be_opened_asked_and_sized() {
    let Some(mut browser) = Browser::start() else {
        return;
    };
    browser.size(390, 800);
    browser.open(
        "data:text/html,<meta name=viewport content=width=device-width><title>T</title><p>one <b>two</b>",
    );
    assert_eq!(browser.eval("document.body.textContent"), "one two");
    assert_eq!(browser.eval("innerWidth"), 390);
    browser.media("screen", "dark");
    assert_eq!(browser.eval("matchMedia('(prefers-color-scheme: dark)').matches"), true);
}
