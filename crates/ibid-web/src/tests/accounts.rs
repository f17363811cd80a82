//! Cases for people's own side, over the whole router: what browsers are given, and what is refused.

use ibid_app::mail::post::{From, Post, send_due};
use ibid_store::MailState;

use super::checked;
use super::world::{Got, World};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

impl World {
    /// Sends a form as a browser on our own pages does.
    pub(crate) async fn submit(&self, path: &str, form: &str, cookie: &str) -> Got {
        self.send("POST", path, &[FORM, OWN, ("cookie", cookie)], form.to_owned()).await
    }

    pub(crate) async fn look(&self, path: &str, cookie: &str) -> Got {
        self.ask("GET", path, &[("accept", "text/html,*/*;q=0.8"), ("cookie", cookie)]).await
    }

    /// The path in the newest letter that waits, as it was written.
    async fn letter(&self) -> String {
        let mails = self.reader().mails(Some(MailState::Waiting), None, 1).await.expect("letters");
        let body = mails.into_iter().next().expect("a letter").body;
        let at = body.find("https://ibid.example/account/").expect("an address");
        let rest = &body[at + "https://ibid.example".len()..];
        rest.split_whitespace().next().expect("a path").to_owned()
    }

    /// Signs in and answers the cookie.
    pub(crate) async fn enter(&self, email: &str) -> String {
        self.submit("/account/sign-in", &format!("email={email}"), "").await;
        let got = self.submit(&self.letter().await, "", "").await;
        assert_eq!(got.status, 303, "{}", got.text());
        cookie(&got)
    }
}

fn cookie(got: &Got) -> String {
    got.header("set-cookie").split(';').next().expect("a cookie").to_owned()
}

#[tokio::test]
async fn somebody_signs_in_and_out() {
    let world = World::empty().await;
    let got = world.look("/account/", "").await;
    assert_eq!((got.status, got.header("location")), (303, "/account/sign-in?next=%2Faccount%2F"));
    let got = world.look("/account/sign-in?next=/e/x.html", "").await;
    checked::page("/account/sign-in", &got.text());
    let asked = world.submit("/account/sign-in", "email=una%40example.org&next=%2Fabout%2F", "").await;
    assert_eq!(asked.status, 200);
    assert!(asked.text().contains("una@example.org"));
    let link = world.letter().await;
    for _ in 0..3 {
        let page = world.look(&link, "").await;
        assert_eq!(page.status, 200, "looking spends nothing");
        checked::page(&link, &page.text());
    }
    let entered = world.submit(&link, "", "").await;
    assert_eq!((entered.status, entered.header("location")), (303, "/about/"));
    let set = entered.header("set-cookie");
    for part in ["__Host-session=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains("Domain"), "{set}");
    assert_eq!(world.submit(&link, "", "").await.status, 410, "used up");
    let cookie = cookie(&entered);
    let own = world.look("/account/", &cookie).await;
    assert_eq!(own.status, 200);
    assert!(own.text().contains("una@example.org"));
    let out = world.submit("/account/sign-out", "", &cookie).await;
    assert!(out.header("set-cookie").contains("__Host-session=; Path=/; Max-Age=0"));
    assert_eq!(world.look("/account/", &cookie).await.status, 303);
}

/// What is said does not depend on who has an account.
#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let world = World::empty().await;
    world.enter("una@example.org").await;
    let known = world.submit("/account/sign-in", "email=una%40example.org", "").await;
    let unknown = world.submit("/account/sign-in", "email=eve%40example.org", "").await;
    assert_eq!(known.status, unknown.status);
    assert_eq!(known.text().replace("una@", "eve@"), unknown.text());
    let wrong = world.submit("/account/sign-in", "email=una%40", "").await;
    assert!(wrong.text().contains("value=\"una@\""), "nothing typed is lost");
}

#[tokio::test]
async fn forms_come_from_our_own_pages() {
    let world = World::empty().await;
    let cookie = world.enter("una@example.org").await;
    let host = ("host", "ibid.example");
    let check = async |headers: &[(&str, &str)], expected: u16| {
        let all = [&[FORM, host, ("cookie", cookie.as_str())], headers].concat();
        let got = world.send("POST", "/account/letters", &all, "lang=ko".to_owned()).await;
        assert_eq!(got.status, expected, "{headers:?}");
    };
    check(&[("sec-fetch-site", "cross-site")], 403).await;
    check(&[("sec-fetch-site", "same-site"), ("origin", "https://evil.ibid.example")], 403).await;
    check(&[("origin", "https://evil.example")], 403).await;
    check(&[("origin", "null")], 403).await;
    check(&[OWN], 303).await;
    check(&[("origin", "https://ibid.example")], 303).await;
    let behind =
        [FORM, ("host", "inside:8080"), ("origin", "https://ibid.example"), ("cookie", cookie.as_str())];
    let got = world.send("POST", "/account/letters", &behind, "lang=ko".to_owned()).await;
    assert_eq!(got.status, 303, "a server in front that does not hand on the host");
    let got =
        world.send("POST", "/account/sign-out", &[("sec-fetch-site", "cross-site")], String::new()).await;
    assert!(got.text().contains("was not sent from our own page"), "{}", got.text());
}

#[tokio::test]
async fn what_is_somebodys_own_is_kept_by_nobody() {
    let world = World::empty().await;
    let cookie = world.enter("una@example.org").await;
    for path in ["/account/", "/account/sign-in", "/account/sessions", "/account/data", "/account/data.json"]
    {
        for cookie in [cookie.as_str(), ""] {
            for _ in 0..3 {
                let got = world.look(path, cookie).await;
                let headers = (got.header("cache-control"), got.header("x-robots-tag"), got.header("etag"));
                assert_eq!(headers, ("no-store", "noindex", ""), "{path}");
                let mine = got.text().contains("una@example.org");
                assert!(!mine || !cookie.is_empty(), "{path} shows somebody's own to a stranger");
            }
        }
    }
    let robots = world.get("/robots.txt").await.text();
    for kept_from in ["/account/", "/inbox/", "/admin/"] {
        assert!(robots.contains(&format!("Disallow: {kept_from}")), "{robots}");
    }
}

/// The frame, and with it every page that everybody sees, is the same whoever asks.
#[tokio::test]
async fn public_pages_do_not_know_who_asks() {
    let world = World::empty().await;
    let cookie = world.enter("una@example.org").await;
    for path in ["/", "/about/", "/archives/"] {
        assert_eq!(world.look(path, &cookie).await.bytes, world.look(path, "").await.bytes, "{path}");
    }
}

#[tokio::test]
async fn a_session_is_never_brought_along() {
    let world = World::empty().await;
    let planted = "__Host-session=0123456789abcdef";
    world.submit("/account/sign-in", "email=una%40example.org", planted).await;
    let entered = world.submit(&world.letter().await, "", planted).await;
    assert!(!entered.header("set-cookie").contains("0123456789abcdef"));
    let first = cookie(&entered);
    world.submit("/account/sign-in", "email=una%40example.org", "").await;
    let again = world.submit(&world.letter().await, "", &first).await;
    assert_ne!(cookie(&again), first);
    assert_eq!(world.look("/account/", &first).await.status, 303, "the one before has ended");
    let both = format!("other=1; {}; language=ko", cookie(&again));
    let own = world.look("/account/", &both).await;
    assert!(own.status == 200 && own.text().contains("lang=\"ko\""));
}

#[tokio::test]
async fn nobody_is_led_off_the_site() {
    let world = World::empty().await;
    for (next, expected) in [
        ("/about/", "/about/"),
        ("//evil.example/", "/account/"),
        ("https://evil.example/", "/account/"),
        ("/\\evil.example", "/account/"),
        ("", "/account/"),
    ] {
        let form = format!("email=una%40example.org&next={}", crate::urls::percent::query(next));
        world.submit("/account/sign-in", &form, "").await;
        let got = world.submit(&world.letter().await, "", "").await;
        assert_eq!(got.header("location"), expected, "{next}");
        let cookie = cookie(&got);
        let got = world
            .look(&format!("/account/sign-in?next={}", crate::urls::percent::query(next)), &cookie)
            .await;
        assert_eq!(got.header("location"), expected, "{next}, signed in");
    }
}

#[tokio::test]
async fn every_page_of_an_account_is_whole_in_every_language() {
    let world = World::empty().await;
    let cookie = world.enter("una@example.org").await;
    for path in [
        "/account/",
        "/account/sessions",
        "/account/sessions?done",
        "/account/address",
        "/account/letters",
        "/account/data",
    ] {
        for tag in ["en", "ko", "ja", "ru", "zh"] {
            let headers = [("accept", "text/html"), ("accept-language", tag), ("cookie", cookie.as_str())];
            let got = world.ask("GET", path, &headers).await;
            assert_eq!(got.status, 200, "{path}");
            checked::page(path, &got.text());
        }
    }
}

#[tokio::test]
async fn an_account_is_kept_by_its_pages() {
    let world = World::empty().await;
    let (una, other) = (world.enter("una@example.org").await, world.enter("una@example.org").await);
    let list = world.look("/account/sessions", &una).await.text();
    assert_eq!(list.matches("name=\"session\"").count(), 3, "two, and all others");
    world.submit("/account/sessions", "session=others", &una).await;
    assert_eq!(world.look("/account/", &other).await.status, 303);
    world.submit("/account/letters", "lang=ru&topic=claims", &una).await;
    let page = world.look("/account/letters", &una).await.text();
    assert_eq!(page.matches(" checked").count(), 1, "{page}");
    let got = world.submit("/account/address", "email=nonsense", &una).await;
    assert!(got.text().contains("value=\"nonsense\""));
    world.submit("/account/address", "email=una%40new.example", &una).await;
    let link = world.letter().await;
    let led = world.look(&link, "").await;
    assert_eq!(led.status, 303, "only in a session of the account");
    assert!(world.look(&link, &una).await.text().contains("una@new.example"));
    assert_eq!(world.submit(&link, "", "").await.status, 403);
    assert_eq!(world.submit(&link, "", &una).await.header("location"), "/account/address?done");
    let back = world.letter().await;
    assert_eq!(world.submit(&back, "", "").await.header("location"), "/account/sign-in");
    assert_eq!(world.look("/account/", &una).await.status, 303, "every session has ended");
}

#[tokio::test]
async fn somebody_leaves_and_stays_and_goes() {
    let world = World::empty().await;
    let una = world.enter("una@example.org").await;
    let export = world.look("/account/data.json", &una).await;
    assert!(export.header("content-disposition").starts_with("attachment"));
    assert!(export.text().contains("una@example.org"));
    let wrong = world.submit("/account/data", "email=x&when=now", &una).await;
    assert!(wrong.text().contains("Nothing was erased"), "{}", wrong.text());
    world.submit("/account/data", "email=una%40example.org&when=later", &una).await;
    assert!(world.look("/account/", &una).await.text().contains("will be erased on"));
    world.submit("/account/stay", "", &una).await;
    assert!(!world.look("/account/", &una).await.text().contains("will be erased on"));
    let gone = world.submit("/account/data", "email=una%40example.org&when=now", &una).await;
    assert!(gone.text().contains("Everything was erased") && gone.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(world.look("/account/", &una).await.status, 303);
}

/// Letters that wait are sent once whoever sends them.
#[tokio::test]
async fn two_that_send_do_not_send_twice() {
    let world = World::empty().await;
    world.submit("/account/sign-in", "email=una%40example.org", "").await;
    let (folder, from) =
        (tempfile::tempdir().expect("a folder"), From::new("x", "x@ibid.example").expect("one"));
    let post = Post::Folder(folder.path().to_owned());
    let now = world.site().now();
    let store = world.store();
    let (one, other) = tokio::join!(send_due(&store, &post, &from, now), send_due(&store, &post, &from, now));
    one.expect("sent");
    other.expect("sent");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
    assert_eq!(world.reader().mail_counts().await.expect("counts"), [(MailState::Sent, 1)]);
}
