//! Pages of administrators: who is found, what is given, what the trail tells.

use ibid_core::policy::{Powers, Role};

use crate::tests::checked;
use crate::tests::world::{Got, World};

struct Office {
    world: World,
    cookie: String,
    una: i64,
}

impl Office {
    async fn new() -> Office {
        let world = World::empty().await;
        let site = world.site();
        let accounts = site.accounts().expect("accounts");
        let now = site.now();

        let admin = accounts.add("admin@example.org", "en", now).await.expect("an account");
        let una = accounts.add("una@example.org", "en", now).await.expect("an account");
        let operator = Powers::operator();
        let given = accounts.grant(&operator, admin, &Role::Administrator, "<b>first</b>", now).await;
        assert!(given.expect("a role"));
        let entered = accounts.sign_in(admin, "link", "", now).await.expect("a session");
        Office { world, cookie: format!("__Host-session={}", entered.token), una }
    }

    async fn look(&self, path: &str) -> Got {
        self.world.ask("GET", path, &[("accept", "text/html,*/*;q=0.8"), ("cookie", &self.cookie)]).await
    }

    async fn page(&self, path: &str) -> String {
        let got = self.look(path).await;
        assert_eq!(got.status, 200, "{path}: {}", got.text());
        checked::page(path, &got.text());
        got.text()
    }

    async fn send(&self, path: &str, form: &str) -> Got {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("cookie", self.cookie.as_str()),
        ];
        self.world.send("POST", path, &headers, form.to_owned()).await
    }
}

#[tokio::test]
async fn accounts_are_listed_found_and_given_roles() {
    let office = Office::new().await;
    let all = office.page("/admin/").await;
    assert!(all.contains("admin@example.org") && all.contains("una@example.org"), "{all}");
    let own = format!("/admin/account/{}", office.una);
    for text in ["UNA@example.org", &office.una.to_string()] {
        let found = office.look(&format!("/admin/?q={text}")).await;
        assert_eq!((found.status, found.header("location")), (303, own.as_str()), "{text}");
    }
    let none = office.page("/admin/?q=nobody%40example.org").await;
    assert!(none.contains("There is no such account"), "{none}");
    let odd = office.send(&own, "do=grant&role=maintainer").await;
    assert!(odd.text().contains("needs to be said for what"), "{}", odd.text());
    assert_eq!(office.send(&own, "do=grant&role=maintainer&scope=hst&why=she+asked").await.status, 303);
    assert!(office.page(&own).await.contains("maintainer of an archive · <code>hst</code>"));
    assert_eq!(office.send(&own, "do=revoke&role=maintainer&scope=hst").await.status, 303);
    assert!(!office.page(&own).await.contains("<code>hst</code>"));
    assert_eq!(office.send(&own, "do=lock&why=spam").await.status, 303);
    assert!(office.page(&own).await.contains("Let in again"));
    assert_eq!(office.look("/admin/account/99").await.status, 404);
    assert_eq!(office.look("/admin/account/x").await.status, 400);
}

#[tokio::test]
async fn the_trail_is_narrowed_and_paged() {
    let office = Office::new().await;
    let own = format!("/admin/account/{}", office.una);
    for at in 0..30 {
        office.send(&own, &format!("do=grant&role=editor&scope=nep-{at}&why=round+{at}")).await;
        office.send(&own, &format!("do=revoke&role=editor&scope=nep-{at}")).await;
    }
    let first = office.page("/admin/trail").await;
    assert!(first.contains("editor:nep-29: round 29") && !first.contains("editor:nep-2: "), "{first}");
    let older = first.split("href=\"").find(|it| it.contains("before=")).expect("older ones");
    let older = older.split('"').next().expect("an address").replace("&amp;", "&");
    let second = office.page(&older).await;
    assert!(second.contains("editor:nep-2: round 2") && !second.contains("round 29"));
    assert!(second.contains("&lt;b&gt;first&lt;/b&gt;"), "text of people is text");
    let of = |what: &str, text: &str| (text.matches(what).count(), text.contains("operator"));
    let granted = office.page("/admin/trail?what=role.grant&by=admin@example.org").await;
    assert_eq!(of("<code>role.revoke</code>", &granted).0, 0);
    assert_eq!(of("<code>role.grant</code>", &granted).0, 30);
    let nobody = office.page("/admin/trail?by=nobody@example.org").await;
    assert!(nobody.contains("Nothing of the kind"), "{nobody}");
    let whom = office.page(&format!("/admin/trail?whom=account:{}&what=account.add", office.una)).await;
    assert!(whom.contains("Nothing of the kind") || whom.contains("account.add"), "{whom}");
    let today = ibid_core::date::Date::from_epoch(office.world.site().now());
    assert!(
        !office
            .page(&format!("/admin/trail?from={today}&until={today}"))
            .await
            .contains("Nothing of the kind")
    );
    assert!(office.page("/admin/trail?until=2001-01-01").await.contains("Nothing of the kind"));
}

#[tokio::test]
async fn letters_are_told_by_their_state_but_not_what_they_say() {
    let office = Office::new().await;
    let ask = office.send("/account/sign-in", "email=una%40example.org").await;
    assert_eq!(ask.status, 200);
    let page = office.page("/admin/mail?state=waiting").await;
    assert!(page.contains("Sign in to ibid") && page.contains("una@example.org"), "{page}");
    assert!(!page.contains("/account/link/"), "the link is for its reader");
    assert!(office.page("/admin/mail?state=returned").await.contains("There are no such letters"));
    let letter = page.split("name=\"letter\" value=\"").nth(1).and_then(|it| it.split('"').next());
    let again = office.send("/admin/mail", &format!("letter={}", letter.expect("a button"))).await;
    assert_eq!((again.status, again.header("location")), (303, "/admin/mail?state=waiting"));
}
