//! Profiles through the pages: what each form does, and for whom.

use ibid_app::people::profiles::Profiles;
use ibid_core::Handle;
use ibid_store::{Granted, Store};

use crate::tests::checked;
use crate::tests::world::{Got, World};

/// A browser in which somebody is signed in.
struct Browser<'w> {
    world: &'w World,
    cookie: String,
}

impl<'w> Browser<'w> {
    async fn of(world: &'w World, email: &str, roles: &[&str]) -> Browser<'w> {
        let site = world.site();
        let (accounts, now) = (site.accounts().expect("accounts"), site.now());
        let account = match world.reader().account_of(email).await.expect("read") {
            Some(account) => account.id,
            None => accounts.add(email, "en", now).await.expect("an account"),
        };
        let store: &Store = accounts.store();
        let mut tx = store.writer().begin().await.expect("a transaction");
        for role in roles {
            let role = (*role).to_owned();
            tx.grant(&Granted { account, role, target: String::new(), at: now, by: 0 })
                .await
                .expect("a role");
        }
        tx.commit().await.expect("a commit");
        let entered = accounts.sign_in(account, "test", "", now).await.expect("signed in");
        Browser { world, cookie: format!("__Host-session={}", entered.token) }
    }

    async fn get(&self, path: &str) -> Got {
        let got = self.world.ask("GET", path, &[("accept", "text/html"), ("cookie", &self.cookie)]).await;
        if got.status == 200 {
            assert_eq!(got.header("cache-control"), "no-store", "{path}");
            checked::page(path, &got.text());
        }
        got
    }

    /// Sends a form and answers where that leads.
    async fn post(&self, path: &str, form: &str) -> Got {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("cookie", &self.cookie),
            ("sec-fetch-site", "same-origin"),
            ("accept", "text/html"),
        ];
        let got = self.world.send("POST", path, &headers, form.to_owned()).await;
        self.world.site().look_again().await.expect("looked");
        got
    }
}

const KIMURA: &str = "Template-Type: ReDIF-Person 1.0\nName-Full: Mitsuhiko Kimura\nName-First: Mitsuhiko\nName-Last: Kimura\nShort-ID: pki42\nEmail: k@example.org\nAuthor-Paper: RePEc:abc:papers:1\nHandle: RePEc:abc:2011-07-27:kimura\n\n";
const PAPER: &str = "Template-Type: ReDIF-Paper 1.0\nTitle: Rice\nAuthor-Name: Mitsuhiko Kimura\nCreation-Date: 2001\nHandle: RePEc:abc:papers:1\n\n";
const SLIP: &str = "Template-Type: ReDIF-Paper 1.0\nTitle: Barley\nAuthor-Name: Mitsuhiko Kimuran\nCreation-Date: 2002\nHandle: RePEc:abc:papers:2\n\n";
const HOUSE: &str = "Template-Type: ReDIF-Institution 1.0\nPrimary-Name: House of Letters\nPrimary-Location: Seoul, Korea\nHandle: RePEc:abc:hletters\n\n";

#[tokio::test]
async fn somebody_registers_and_edits_their_profile() {
    let world = World::of(&format!("{PAPER}{HOUSE}")).await;
    let stranger = world.get("/account/profile").await;
    assert_eq!(
        (stranger.status, stranger.header("location")),
        (303, "/account/sign-in?next=%2Faccount%2Fprofile")
    );
    let anna = Browser::of(&world, "anna@example.org", &[]).await;
    let form = anna.get("/account/profile").await;
    assert!(form.text().contains("name=\"last\""), "{}", form.text());
    let wrong = anna.post("/account/profile", "first=Anna&last=").await;
    assert!(wrong.text().contains("A family name is needed") && wrong.text().contains("value=\"Anna\""));
    let made = anna.post("/account/profile", "first=Anna&last=Kim").await;
    assert_eq!((made.status, made.header("location")), (303, "/account/profile"));
    let page = world.get("/e/pki1.html").await.text();
    assert!(page.contains("Anna Kim") && page.contains("href=\"/account/profile\""), "{page}");
    // Spellings, an institution of the directory, one that is not in it.
    let found = anna.get("/account/profile/institutions?q=letters").await.text();
    assert!(found.contains("value=\"RePEc:abc:hletters\""), "{found}");
    anna.post("/account/profile/institutions", "institution=RePEc%3Aabc%3Ahletters&as=work").await;
    anna.post("/account/profile/institutions", "institution=RePEc%3Aabc%3Ahletters&as=study").await;
    anna.post("/account/profile/propose", "name=New+House&location=Busan&homepage=").await;
    let page = anna.get("/account/profile").await.text();
    assert!(page.contains("New House") && page.contains("Waiting for a curator"), "{page}");
    let form = "first=Anna&last=Kim&name=Anna+Kim&variations=A.+Kim%0D%0A&variation=Kim%2C+Anna&orcid=0000000218250097\
        &place-0-institution=RePEc%3Aabc%3Ahletters&place-0-name=House+of+Letters&place-0-share=60\
        &place-1-name=New+House&place-1-share=40&place-1-hidden=1&alumni=RePEc%3Aabc%3Ahletters";
    let saved = anna.post("/account/profile", form).await;
    assert_eq!((saved.status, saved.header("location")), (303, "/account/profile?saved=1"));
    assert!(anna.get("/account/profile?saved=1").await.text().contains("role=\"status\""));
    let public = world.get("/e/pki1.html").await.text();
    assert!(public.contains("House of Letters") && public.contains("60%") && !public.contains("New House"));
    assert!(
        public.contains("https://orcid.org/0000-0002-1825-0097") && !public.contains("anna@"),
        "{public}"
    );
    let history = world.get("/e/pki1/history").await;
    checked::page("/e/pki1/history", &history.text());
    assert!(history.text().contains("written here") && history.text().contains("A. Kim"));
    let over = anna.post("/account/profile", &form.replace("share=60", "share=61")).await;
    assert!(over.text().contains("more than 100") && over.text().contains("value=\"61\""));
    let removed = anna.post("/account/profile", &format!("{form}&place-1-remove=1")).await;
    assert_eq!(removed.status, 303);
    assert!(!anna.get("/account/profile").await.text().contains("value=\"New House\""));
}

#[tokio::test]
async fn nobody_writes_in_anothers_profile() {
    let world = World::of(PAPER).await;
    let anna = Browser::of(&world, "anna@example.org", &[]).await;
    anna.post("/account/profile", "first=Anna&last=Kim").await;
    let handle = world.reader().by_short_id("pki1").await.expect("read")[0].handle.to_string();
    let person = handle.replace(':', "%3A");
    let other = Browser::of(&world, "other@example.org", &[]).await;
    assert_eq!(other.get(&format!("/account/profile?person={person}")).await.status, 403);
    for path in [
        "/account/profile",
        "/account/profile/erase",
        "/account/profile/institutions",
        "/account/profile/propose",
    ] {
        let form = format!("person={person}&first=X&last=Y&sure=1&institution=RePEc:abc:x&name=Z");
        assert_eq!(other.post(path, &form).await.status, 403, "{path}");
    }
    // A form from elsewhere is not taken, whoever is signed in.
    let headers = [
        ("cookie", anna.cookie.as_str()),
        ("sec-fetch-site", "cross-site"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let foreign = world.send("POST", "/account/profile", &headers, "first=X&last=Y".to_owned()).await;
    assert_eq!(foreign.status, 403);
    // A helper may; a curator as well.
    let curator = Browser::of(&world, "c@example.org", &["curator"]).await;
    assert!(
        curator
            .get(&format!("/account/profile?person={person}"))
            .await
            .text()
            .contains("You are writing for")
    );
}

#[tokio::test]
async fn a_harvested_profile_is_taken_over() {
    let world = World::of(&format!("{PAPER}{KIMURA}")).await;
    let public = world.get("/e/pki42.html").await.text();
    assert!(public.contains("/account/profile/take?handle="), "{public}");
    let stranger = Browser::of(&world, "x@example.org", &[]).await;
    let offered = stranger.post("/account/profile", "first=Mitsuhiko&last=Kimura").await.text();
    assert!(
        offered.contains("Is one of these you?") && !offered.contains("carries the address"),
        "{offered}"
    );
    let asking =
        stranger.post("/account/profile/take", "handle=RePEc%3Aabc%3A2011-07-27%3Akimura").await.text();
    assert!(asking.contains("Ask a curator"), "{asking}");
    let asked =
        stranger.post("/account/profile/ask", "handle=RePEc%3Aabc%3A2011-07-27%3Akimura&why=It+is+me").await;
    assert_eq!(asked.status, 303);
    let owner = Browser::of(&world, "K@example.org", &[]).await;
    let offered = owner.post("/account/profile", "first=Mitsuhiko&last=Kimura").await.text();
    assert!(offered.contains("carries the address"), "{offered}");
    assert!(
        owner
            .get("/account/profile/take?handle=RePEc%3Aabc%3A2011-07-27%3Akimura")
            .await
            .text()
            .contains("This is me")
    );
    let taken = owner.post("/account/profile/take", "handle=RePEc%3Aabc%3A2011-07-27%3Akimura").await;
    assert_eq!((taken.status, taken.header("location")), (303, "/account/profile"));
    assert!(world.get("/e/pki42.html").await.text().contains("href=\"/account/profile\""));
    assert!(!world.get("/e/pki42.redif").await.text().contains("k@example.org"));
}

#[tokio::test]
async fn merged_and_erased_profiles_lead_on_or_say_so() {
    let world = World::of(&format!("{PAPER}{KIMURA}")).await;
    let anna = Browser::of(&world, "anna@example.org", &[]).await;
    anna.post("/account/profile", "first=Mitsuhiko&last=Kimura&new=1").await;
    let made = world.reader().by_short_id("pki43").await.expect("read").remove(0).handle;
    let kimura = Handle::parse("RePEc:abc:2011-07-27:kimura").expect("a handle");
    let curator = Browser::of(&world, "c@example.org", &["curator"]).await;
    let site = world.site();
    let token = curator.cookie.split_once('=').expect("a cookie").1.to_owned();
    let who =
        site.accounts().expect("accounts").who(&token, site.now()).await.expect("read").expect("signed in");
    let profiles: Profiles = site.profiles().expect("profiles");
    profiles.merge(&who, (&kimura, &made), "the same", site.now()).await.expect("merged");
    site.look_again().await.expect("looked");
    let moved = world.get("/e/pki42.html").await;
    assert_eq!((moved.status, moved.header("location")), (308, "/e/pki43.html"));
    assert_eq!(moved.header("cache-control"), "no-cache", "it may be undone");
    assert!(world.get("/e/pki43.html").await.text().contains("/p/abc/papers/1.html"));
    assert_eq!(world.get("/api/v1/people/pki42").await.status, 200);
    profiles.unmerge(&who, &kimura, "another", site.now()).await.expect("parted");
    site.look_again().await.expect("looked");
    assert_eq!(world.get("/e/pki42.html").await.status, 200);
    // Erased only by who is sure.
    assert_eq!(anna.post("/account/profile/erase", "").await.header("location"), "/account/profile#erase");
    assert_eq!(anna.post("/account/profile/erase", "sure=1").await.header("location"), "/account/");
    let gone = world.get("/e/pki43.html").await;
    assert!(gone.status == 410 && !gone.text().contains("Mitsuhiko"), "{}", gone.text());
}

#[tokio::test]
async fn curators_decide_on_profiles() {
    let world = World::of(&format!("{PAPER}{KIMURA}{HOUSE}")).await;
    let asker = Browser::of(&world, "x@example.org", &[]).await;
    assert_eq!(asker.get("/inbox/people/").await.status, 403);
    for form in
        ["do=merge&person=pki42&into=pki42", "do=fate&person=pki42&fate=lost", "do=unmerge&person=pki42"]
    {
        let status = asker.post("/inbox/people/", form).await.status;
        assert!(matches!(status, 403 | 404), "{form}: {status}");
    }
    asker.post("/account/profile/ask", "handle=RePEc%3Aabc%3A2011-07-27%3Akimura&why=It+is+me").await;
    let curator = Browser::of(&world, "c@example.org", &["curator"]).await;
    let page = curator.get("/inbox/people/").await.text();
    assert!(page.contains("It is me") && page.contains("name=\"petition\" value=\"1\""), "{page}");
    assert_eq!(asker.post("/inbox/people/", "do=grant&petition=1").await.status, 403);
    let granted = curator.post("/inbox/people/", "do=grant&petition=1&answer=Welcome").await;
    assert_eq!((granted.status, granted.header("location")), (303, "/inbox/people/?done=1"));
    assert!(asker.get("/account/profile").await.text().contains("pki42"));
    curator.post("/inbox/people/", "do=fate&person=PKI42&fate=lost&why=letters").await;
    assert!(world.get("/e/pki42.html").await.text().contains("Not reached since"));
    curator.post("/inbox/people/", "do=fate&person=pki42&fate=died&date=2025-03&why=a+notice").await;
    let died = world.get("/e/pki42.html").await.text();
    assert!(died.contains("Died") && !died.contains("Is this you?"), "{died}");
    asker.post("/account/profile/propose", "name=New+House").await;
    let other = Browser::of(&world, "y@example.org", &[]).await;
    other.post("/account/profile", "first=Mitsuhiko&last=Kimura&new=1").await;
    curator.post("/inbox/people/", "do=merge&person=pki43&into=pki42&why=the+same").await;
    assert_eq!(world.get("/e/pki43.html").await.header("location"), "/e/pki42.html");
    curator.post("/inbox/people/", "do=unmerge&person=pki43&why=no").await;
    assert_eq!(world.get("/e/pki43.html").await.status, 200);
    assert_eq!(curator.post("/inbox/people/", "do=dance").await.status, 404);
    let nobody = curator.post("/inbox/people/", "do=fate&person=pzz9&fate=lost&why=letters").await;
    assert!(nobody.status == 409 && nobody.text().contains("pzz9"), "{}", nobody.text());
}

/// Who came to claim a work is led back to it.
#[tokio::test]
async fn registering_leads_on_to_the_work() {
    let world = World::of(&format!("{PAPER}{SLIP}{KIMURA}")).await;
    let somebody = Browser::of(&world, "m@example.org", &[]).await;
    let claim = somebody.get("/account/works/claim?work=RePEc:abc:papers:2").await.text();
    let form = "/account/profile?work=RePEc:abc:papers:2";
    assert!(claim.contains(&format!("href=\"{form}\"")), "{claim}");
    let work = "name=\"work\" value=\"RePEc:abc:papers:2\"";
    assert!(somebody.get(form).await.text().contains(work));
    let sent = "first=Mitsuhiko&last=Kimura&work=RePEc:abc:papers:2";
    let offered = somebody.post("/account/profile", sent).await.text();
    assert_eq!(offered.matches(work).count(), 2, "{offered}");
    let made = somebody.post("/account/profile", &format!("{sent}&new=1")).await;
    assert_eq!(made.header("location"), "/account/works/claim?work=RePEc:abc:papers:2");
    // A slip at the end of the family name (Kimuran) is offered all the same.
    let offers = somebody.get("/account/works/").await.text();
    assert!(offers.contains("Barley"), "{offers}");
    let outside = somebody.post("/account/profile/ask", "handle=RePEc:abc:2011-07-27:kimura&why=me").await;
    assert_eq!(outside.status, 409, "the account has a profile");
}
