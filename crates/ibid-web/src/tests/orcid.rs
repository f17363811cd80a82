//! ORCID over the whole router, against one on this machine: in, linked, names and works, and out again.

use ibid_app::orcid::{Door, Registered};
use ibid_testkit::orcid::{CLIENT, Orcid, SECRET};
use serde_json::json;

use super::checked;
use super::world::{Got, World};

const JOSIAH: &str = "0000-0002-1825-0097";
const PAPERS: &str = "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Josiah Carberry\n\
    Title: Toward a Unified Theory of Cracked Pots\nCreation-Date: 2008\nDOI: 10.5555/12345678\n\
    Handle: RePEc:abc:papers:1\n\n\
    Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Josiah Carberry\nTitle: Pots of the North\n\
    Creation-Date: 2009\nHandle: RePEc:abc:papers:2\n";

impl World {
    /// The same site with an ORCID, whose only researcher is Josiah.
    pub(crate) fn with_orcid(&self, member: bool) -> Orcid {
        let there = Orcid::start(JOSIAH, "Josiah Carberry");
        let (client, secret) = (CLIENT.to_owned(), SECRET.to_owned());
        let at = Registered { site: there.site(), api: there.api(), client, secret, member };
        let _ = self.site().with_orcid(Door::new(at).expect("a door"));
        there
    }
}

/// A browser that keeps two cookies: of the session, and of the errand.
struct Browser<'w> {
    world: &'w World,
    there: &'w Orcid,
    session: String,
}

/// A cookie an answer gives; empty when it takes it away.
fn given(got: &Got, name: &str) -> Option<String> {
    let mut all = got.headers.get_all("set-cookie").into_iter().filter_map(|it| it.to_str().ok());
    let own = all.rfind(|it| it.starts_with(name))?;
    let value = own.split(';').next().unwrap_or("");
    Some(if own.contains("Max-Age=0") { String::new() } else { value.to_owned() })
}

impl Browser<'_> {
    async fn look(&self, path: &str) -> String {
        let got = self.world.look(path, &self.session).await;
        assert_eq!(got.status, 200, "{path}: {}", got.text());
        checked::page(path, &got.text());
        got.text()
    }

    /// Begins an errand: the cookie, and where ORCID sends the browser back to.
    async fn begin(&self, errand: &str) -> (String, String) {
        let path = format!("/account/orcid/go?errand={errand}&next=%2Fabout%2F");
        let got = self.world.look(&path, &self.session).await;
        assert_eq!(got.status, 303, "{}", got.text());
        let set = got.header("set-cookie");
        for part in ["__Host-orcid=", "; Path=/", "; Max-Age=600", "; HttpOnly", "; SameSite=Lax", "; Secure"]
        {
            assert!(set.contains(part), "{set}");
        }
        (given(&got, "__Host-orcid").expect("a cookie"), self.there.visit(got.header("location")))
    }

    async fn errand(&mut self, errand: &str) -> Got {
        let (cookie, back) = self.begin(errand).await;
        let got = self.world.look(&back, &format!("{}; {cookie}", self.session)).await;
        assert_eq!(given(&got, "__Host-orcid").as_deref(), Some(""), "the errand is over");
        if let Some(session) = given(&got, "__Host-session") {
            self.session = session;
        }
        if got.status == 200 {
            checked::page(errand, &got.text());
        }
        got
    }
}

#[tokio::test]
async fn where_no_orcid_is_set_there_is_none() {
    let world = World::empty().await;
    let session = world.enter("una@example.org").await;
    for path in ["/account/sign-in", "/account/", "/privacy/"] {
        for cookie in ["", session.as_str()] {
            assert!(!world.look(path, cookie).await.text().contains("ORCID"), "{path}");
        }
    }
    for path in ["/account/orcid/", "/account/orcid/go?errand=link", "/account/orcid/back?state=&code="] {
        assert_eq!(world.look(path, &session).await.status, 404, "{path}");
    }
    assert_eq!(world.submit("/account/orcid/unlink", "", &session).await.status, 404);
}

#[tokio::test]
async fn an_id_is_proved_used_and_let_go() {
    let world = World::of(PAPERS).await;
    let there = world.with_orcid(true);
    there.record(json!({
        "person": { "name": { "given-names": { "value": "Josiah" }, "family-name": { "value": "Carberry" } },
            "other-names": { "other-name": [{ "content": "J. S. Carberry" }] } },
        "activities-summary": { "works": { "group": [
            { "external-ids": { "external-id": [{ "external-id-type": "doi", "external-id-value": "10.5555/12345678",
                "external-id-relationship": "self" }] },
              "work-summary": [{ "title": { "title": { "value": "Toward a Unified Theory of Cracked Pots" } },
                "publication-date": { "year": { "value": "2008" } } }] },
            { "work-summary": [{ "title": { "title": { "value": "Nothing of the Kind at All" } } }] },
        ] } },
    }));
    let mut browser = Browser { world: &world, there: &there, session: String::new() };
    assert!(browser.look("/account/sign-in").await.contains("/account/orcid/go?errand=sign-in"));
    assert!(browser.look("/privacy/").await.contains("__Host-orcid"));
    // Nobody has it yet: first by mail, and then on to linking.
    let unknown = browser.errand("sign-in").await;
    assert!(unknown.text().contains("No account here has this iD"), "{}", unknown.text());
    assert!(unknown.text().contains("value=\"/account/orcid/\""), "{}", unknown.text());
    browser.session = world.enter("josiah@example.org").await;
    let form = "first=Josiah&last=Carberry";
    assert_eq!(world.submit("/account/profile", form, &browser.session).await.status, 303);
    world.follow().await;
    assert!(browser.look("/account/").await.contains("href=\"/account/orcid/\""));
    assert!(browser.look("/account/orcid/").await.contains("Link my ORCID iD"));
    assert!(browser.errand("fetch").await.text().contains("another iD"), "linking comes first");
    let linked = browser.errand("link").await;
    assert_eq!((linked.status, linked.header("location")), (303, "/account/orcid/"));
    assert!(browser.look("/account/orcid/").await.contains("https://orcid.org/0000-0002-1825-0097"));
    world.follow().await;
    let profile = world.get("/e/pca1.html").await.text();
    assert!(profile.contains("0000-0002-1825-0097") && profile.contains("(proved)"), "{profile}");
    // In by it, with whatever session there was ended, and on to where it was asked for.
    let before = std::mem::take(&mut browser.session);
    let entered = browser.errand("sign-in").await;
    assert_eq!((entered.status, entered.header("location")), (303, "/about/"));
    assert!(browser.look("/account/").await.contains("josiah@example.org"));
    assert!(browser.look("/account/sessions").await.contains("by ORCID"));
    assert_ne!(before, browser.session);
    assert!(browser.look("/account/orcid/").await.contains("0000-0002-1825-0097"));
    let all = world.look("/account/data.json", &browser.session).await.text();
    assert!(all.contains("\"id\": \"0000-0002-1825-0097\""), "{all}");
    names_and_works(&world, &mut browser).await;
    // A second account cannot have it.
    let mut other = Browser { world: &world, there: &there, session: world.enter("eve@example.org").await };
    assert!(other.errand("link").await.text().contains("linked to another account"));
    // Without it, the iD is one that somebody wrote.
    let gone = world.submit("/account/orcid/unlink", "", &browser.session).await;
    assert_eq!((gone.status, gone.header("location")), (303, "/account/orcid/"));
    let profile = world.get("/e/pca1.html?again").await.text();
    assert!(profile.contains("0000-0002-1825-0097") && !profile.contains("(proved)"), "{profile}");
    browser.session.clear();
    assert!(browser.errand("sign-in").await.text().contains("No account here has this iD"));
}

/// What comes is only offered; what goes was claimed.
async fn names_and_works(world: &World, browser: &mut Browser<'_>) {
    let offered = browser.errand("fetch").await.text();
    for expected in ["value=\"J. S. Carberry\"", "value=\"RePEc:abc:papers:1\"", "Nothing of the Kind at All"]
    {
        assert!(offered.contains(expected), "{expected}: {offered}");
    }
    assert!(!offered.contains("RePEc:abc:papers:2"), "{offered}");
    let works = world.look("/account/works/", &browser.session).await.text();
    assert!(!works.contains("On your profile <span class=\"soft\">(1)"), "nothing is claimed by looking");
    let added = world.submit("/account/orcid/names", "name=J.+S.+Carberry", &browser.session).await;
    assert_eq!(added.status, 303, "{}", added.text());
    assert!(browser.look("/account/profile").await.contains("J. S. Carberry"));
    let claimed = world.submit("/account/works/", "do=claim&work=RePEc:abc:papers:1", &browser.session).await;
    assert_eq!(claimed.status, 303, "{}", claimed.text());
    world.follow().await;
    let sent = browser.errand("send").await.text();
    assert!(sent.contains("Added: 1. There already: 0."), "{sent}");
    let work = browser.there.works()[0].clone();
    assert_eq!(work["work"]["external-ids"]["external-id"][0]["external-id-value"], "10.5555/12345678");
    assert_eq!(work["work"]["url"]["value"], "https://ibid.example/p/abc/papers/1.html");
    assert!(browser.errand("send").await.text().contains("Added: 0. There already: 1."));
}

#[tokio::test]
async fn an_answer_counts_where_it_was_asked_for() {
    let world = World::empty().await;
    let there = world.with_orcid(false);
    let una = Browser { world: &world, there: &there, session: world.enter("una@example.org").await };
    let eve = Browser { world: &world, there: &there, session: world.enter("eve@example.org").await };
    let is_linked = async |browser: &Browser<'_>| {
        let text = world.look("/account/orcid/", &browser.session).await.text();
        text.contains(JOSIAH)
    };
    let (cookie, back) = una.begin("link").await;
    let (others, _) = eve.begin("link").await;
    let sealed = cookie.replace(".link.", ".sign-in.");
    // No cookie, somebody else's, another errand, another account, nobody, no state.
    let state = back.split("state=").nth(1).expect("a state");
    let no_state = back.replace(state, "");
    let tries = [
        (una.session.clone(), &back),
        (format!("{}; {others}", una.session), &back),
        (format!("{}; {sealed}", una.session), &back),
        (format!("{}; {cookie}", eve.session), &back),
        (cookie.clone(), &back),
        (format!("{}; {cookie}", una.session), &no_state),
    ];
    for (cookies, path) in tries {
        let got = world.look(path, &cookies).await;
        assert!(got.text().contains("began elsewhere"), "{cookies}: {}", got.text());
        assert_eq!(got.header("cache-control"), "no-store");
    }
    assert!(!is_linked(&una).await && !is_linked(&eve).await);
    let refused = format!("/account/orcid/back?error=access_denied&state={state}");
    let got = world.look(&refused, &format!("{}; {cookie}", una.session)).await;
    assert!(got.text().contains("ORCID did not confirm it"), "{}", got.text());
    let own = format!("{}; {cookie}", una.session);
    assert_eq!(world.look(&back, &own).await.header("location"), "/account/orcid/");
    assert!(is_linked(&una).await);
    let got = world.look(&back, &own).await;
    assert!(got.text().contains("ORCID did not confirm it"), "a code is good once: {}", got.text());
    // From another site nobody is sent anywhere.
    let headers = [("sec-fetch-site", "cross-site"), ("cookie", una.session.as_str())];
    let led = world.ask("GET", "/account/orcid/go?errand=send", &headers).await;
    assert_eq!((led.header("location"), led.header("set-cookie")), ("/account/orcid/", ""));
    // Works are put by members only: here, nothing offers it.
    let text = world.look("/account/orcid/", &una.session).await.text();
    assert!(!text.contains("errand=send"), "{text}");
}
