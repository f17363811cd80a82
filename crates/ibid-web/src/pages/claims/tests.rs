//! (tests) Pages of claims over the whole router: what is shown, what is done, and who may not.

use ibid_app::people::record;
use ibid_core::Handle;
use ibid_core::record::Person;
use ibid_store::Granted;

use crate::tests::checked;
use crate::tests::world::World;

const PAPERS: &str = "Template-Type: ReDIF-Paper 1.0\n\
    Author-Name: Jon Smith\n\
    Title: Names in the Catalogue\n\
    Creation-Date: 2024\n\
    Handle: RePEc:abc:papers:1\n\n\
    Template-Type: ReDIF-Paper 1.0\n\
    Author-Name: J. <b>Smith\n\
    Author-Name: Ann Roe\n\
    Title: Salt & Borders\n\
    Creation-Date: 2023\n\
    Handle: RePEc:abc:papers:2\n";

/// Somebody signed in with a profile: the cookie, and the profile's handle.
async fn registered(world: &World, email: &str, first: &str, last: &str) -> (String, Handle) {
    let cookie = world.enter(&email.replace('@', "%40")).await;
    let store = world.store();
    let mut tx = store.writer().begin().await.expect("a transaction");
    let nobody = Handle::parse("RePEc:per:2000-01-01:x").expect("a handle");
    let name = format!("{first} {last}");
    let (first, last) = (first.to_owned(), last.to_owned());
    let person = Person { name, first, last, ..Person::new(nobody) };
    let (_, person) = record::register(&mut tx, person, 20).await.expect("a profile");
    let mut account = tx.account_of(email).await.expect("asked").expect("an account");
    account.person = person.handle.as_str().to_owned();
    tx.change_account(&account).await.expect("changed");
    tx.commit().await.expect("a commit");
    world.follow().await;
    (cookie, person.handle)
}

async fn curator(world: &World) -> String {
    let cookie = world.enter("cur%40example.org").await;
    let store = world.store();
    let mut tx = store.writer().begin().await.expect("a transaction");
    let account = tx.account_of("cur@example.org").await.expect("asked").expect("an account").id;
    let role = Granted { account, role: "curator".to_owned(), target: String::new(), at: 1, by: 0 };
    tx.grant(&role).await.expect("granted");
    tx.commit().await.expect("a commit");
    cookie
}

#[tokio::test]
async fn works_are_offered_claimed_and_refused() {
    let world = World::of(PAPERS).await;
    let (cookie, person) = registered(&world, "jon@example.org", "Jon", "Smith").await;
    let page = world.look("/account/works/", &cookie).await;
    checked::page("/account/works/", &page.text());
    let text = page.text();
    for expected in ["Likely yours", "Perhaps yours", "signed <bdi>Jon Smith</bdi>", "RePEc:abc:papers:2"] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert_eq!(page.header("cache-control"), "no-store");
    let form = format!("person={person}&do=claim&work=RePEc:abc:papers:1&work=RePEc:abc:papers:2");
    let done = world.submit("/account/works/", &form, &cookie).await;
    assert_eq!(done.status, 303, "{}", done.text());
    world.follow().await;
    let text = world.look(done.header("location"), &cookie).await.text();
    assert!(text.contains("Noted.") && text.contains("On your profile <span class=\"soft\">(2)"), "{text}");
    let form = "do=refuse&work=RePEc:abc:papers:2";
    assert_eq!(world.submit("/account/works/", form, &cookie).await.status, 303);
    let text = world.look("/account/works/", &cookie).await.text();
    assert!(text.contains("Said not to be yours (1)"), "{text}");
    let form = "do=claim&role=editor&work=RePEc:abc:papers:1";
    assert_eq!(world.submit("/account/works/", form, &cookie).await.status, 303);
    let text = world.look("/account/works/", &cookie).await.text();
    assert!(text.contains("value=\"editor\" selected"), "{text}");
    let unknown = world.submit("/account/works/", "do=claim&work=RePEc:abc:papers:9", &cookie).await;
    assert_eq!(unknown.status, 404);
    let many = vec!["work=RePEc:abc:papers:1"; 501].join("&");
    let many = world.submit("/account/works/", &format!("do=claim&{many}"), &cookie).await;
    assert_eq!(many.status, 409, "{}", many.text());
}

#[tokio::test]
async fn one_work_and_a_list_are_looked_at_first() {
    let world = World::of(PAPERS).await;
    let (cookie, _) = registered(&world, "jon@example.org", "Jon", "Smith").await;
    for (path, expected) in [
        ("/account/works/claim?work=RePEc:abc:papers:1", "signed <bdi>Jon Smith</bdi>"),
        ("/account/works/list", "Paste the list"),
        ("/inbox/", "Nothing waits for you."),
    ] {
        let page = world.look(path, &cookie).await;
        checked::page(path, &page.text());
        assert!(page.text().contains(expected), "{path}: {}", page.text());
    }
    let listed =
        world.submit("/account/works/list", "list=RePEc:abc:papers:2%0A%0ANothing+at+all", &cookie).await;
    let text = listed.text();
    assert!(text.contains("Salt &amp; Borders") && text.contains("not found in the catalogue"), "{text}");
    assert!(!text.contains("<b>Smith"), "{text}");
    let bare = world.enter("una%40example.org").await;
    let text = world.look("/account/works/", &bare).await.text();
    assert!(text.contains("You have no profile yet"), "{text}");
    assert_eq!(world.look("/account/works/claim?work=RePEc:abc:papers:7", &cookie).await.status, 404);
}

#[tokio::test]
async fn a_dispute_goes_from_one_inbox_to_the_other() {
    let world = World::of(PAPERS).await;
    let (jon, person) = registered(&world, "jon@example.org", "Jon", "Smith").await;
    world.submit("/account/works/", "do=claim&work=RePEc:abc:papers:1", &jon).await;
    world.follow().await;
    let ann = world.enter("ann%40example.org").await;
    let form_page = format!("/account/works/dispute?person={person}&work=RePEc:abc:papers:1");
    checked::page(&form_page, &world.look(&form_page, &ann).await.text());
    let named = format!("person={person}&work=RePEc:abc:papers:1");
    assert_eq!(world.submit("/account/works/dispute", &format!("{named}&reason=+"), &ann).await.status, 409);
    let form = format!("{named}&reason=%3Cscript%3E+it+says+Petrov");
    assert_eq!(world.submit("/account/works/dispute", &form, &ann).await.status, 303);
    assert_eq!(world.submit("/account/works/dispute", &form, &ann).await.status, 409, "twice");
    assert!(world.look("/inbox/", &ann).await.text().contains("Disputes you raised"));
    let owner = world.look("/inbox/", &jon).await.text();
    assert!(owner.contains("Disputes about your works") && owner.contains("&lt;script&gt;"), "{owner}");
    for (who, deed) in
        [(&jon, "uphold"), (&jon, "dismiss"), (&ann, "uphold"), (&ann, "answer"), (&jon, "drop")]
    {
        let form = format!("dispute=1&do={deed}&text=x");
        assert_eq!(world.submit("/inbox/", &form, who).await.status, 403, "{deed}");
    }
    assert_eq!(world.submit("/inbox/", "dispute=1&do=answer&text=a+pen+name", &jon).await.status, 303);
    let curator = curator(&world).await;
    let text = world.look("/inbox/", &curator).await.text();
    checked::page("/inbox/", &text);
    assert!(text.contains("For curators") && text.contains("a pen name"), "{text}");
    assert_eq!(world.submit("/inbox/", "dispute=1&do=uphold&text=no+proof", &curator).await.status, 303);
    assert_eq!(world.submit("/inbox/", "dispute=1&do=dismiss", &curator).await.status, 409, "decided");
    let text = world.look("/inbox/", &curator).await.text();
    assert!(text.contains("found wrong") && text.contains("Undo"), "{text}");
    assert!(world.look("/account/works/", &jon).await.text().contains("Said not to be yours (1)"));
    assert_eq!(world.submit("/inbox/", "dispute=1&do=undo", &curator).await.status, 303);
    assert_eq!(world.submit("/inbox/", "dispute=99&do=undo", &curator).await.status, 404);
}

#[tokio::test]
async fn nobody_writes_for_others() {
    let world = World::of(PAPERS).await;
    let (_, person) = registered(&world, "jon@example.org", "Jon", "Smith").await;
    let (eve, _) = registered(&world, "eve@example.org", "Eve", "Doe").await;
    let form = format!("person={person}&do=claim&work=RePEc:abc:papers:1");
    assert_eq!(world.submit("/account/works/", &form, &eve).await.status, 403);
    assert_eq!(world.submit("/account/works/", &form, "").await.status, 403);
    for path in ["/account/works/", "/account/works/list", "/account/works/claim?work=x", "/inbox/"] {
        let got = world.look(path, "").await;
        assert_eq!(got.status, 303, "{path}");
        assert!(got.header("location").starts_with("/account/sign-in?next="), "{path}");
    }
    let other = world.look(&format!("/account/works/?person={person}"), &eve).await;
    assert_eq!(other.status, 403);
    let curator = curator(&world).await;
    let helped = world.look(&format!("/account/works/?person={person}"), &curator).await.text();
    assert!(helped.contains("it is noted who did it"), "{helped}");
}
