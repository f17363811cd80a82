//! Addresses of people's own side: signing in, sessions, letters, data. Never listed, never kept.

use ibid_app::mail::place;

use super::percent;

/// What is under it belongs to who is signed in; `robots.txt` names it.
pub(crate) const ACCOUNT: &str = place::ACCOUNT;
pub(crate) const INBOX: &str = place::INBOX;
pub(crate) const ADMIN: &str = "/admin/";
pub(crate) const SIGN_IN: &str = "/account/sign-in";
pub(crate) const SIGN_OUT: &str = "/account/sign-out";
pub(crate) const SESSIONS: &str = "/account/sessions";
pub(crate) const ADDRESS: &str = "/account/address";
pub(crate) const LETTERS: &str = "/account/letters";
/// Taking everything along, and leaving.
pub(crate) const DATA: &str = "/account/data";
pub(crate) const DATA_FILE: &str = "/account/data.json";
pub(crate) const STAY: &str = "/account/stay";

/// The page for signing in, which leads back to a path of the site.
pub(crate) fn sign_in(next: &str) -> String {
    match next {
        "" => SIGN_IN.to_owned(),
        next => format!("{SIGN_IN}?next={}", percent::query(next)),
    }
}

/// The page of a link that came by mail.
pub(crate) fn link(token: &str) -> String {
    format!("{}{}", place::LINK, percent::segment(token))
}

/// By what is in a letter, without signing in.
pub(crate) fn leave(token: &str) -> String {
    format!("{}{}", place::LEAVE, percent::segment(token))
}

/// A page of one's own that says what was done on it.
pub(crate) fn done(page: &str) -> String {
    [page, "?done"].concat()
}

/// A path of this site, as somebody asks to be led to; anything else leads to their account. Says what
/// a browser would make of it: no host, no way around the first slash.
pub(crate) fn own_next(text: &str) -> &str {
    let own = text.starts_with('/') && !text.starts_with("//") && text.len() <= 1_000;
    if own && text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') { text } else { ACCOUNT }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_off_the_site() {
        let check = |text: &str, expected: &str| assert_eq!(own_next(text), expected, "{text:?}");
        check("/e/pki42.html?x=1#claims", "/e/pki42.html?x=1#claims");
        check("/", "/");
        for bad in [
            "",
            "account/",
            "//evil.example/",
            "/\\evil.example",
            "https://evil.example/",
            "/a\r\nSet-Cookie: x",
            "/\t/evil.example",
            "/é",
            "javascript:alert(1)",
        ] {
            check(bad, ACCOUNT);
        }
        check(&format!("/{}", "x".repeat(1_000)), ACCOUNT);
    }

    #[test]
    fn the_way_back_is_carried_along() {
        assert_eq!(sign_in(""), "/account/sign-in");
        assert_eq!(sign_in("/e/x.html?a=b&c"), "/account/sign-in?next=%2Fe%2Fx.html%3Fa%3Db%26c");
    }
}
