//! Who may do what over the wire: every route that takes a form, by everybody there is.
//!
//! The router itself says which routes there are; one that is not in the table fails the test.

use std::collections::BTreeSet;

use ibid_app::accounts::Accounts;
use ibid_core::Handle;
use ibid_core::policy::{Powers, Role};
use ibid_store::account_name;

use super::world::{Got, NOW, World};

const LANKOV: &str = "RePEc:per:1963-07-26:andrei_lankov";
const KIMURA: &str = "RePEc:per:2011-07-27:mitsuhiko_kimura";
const WORK: &str = "RePEc:hst:ghsdps:gd11-190";

/// Everybody, in the order of the columns: nobody, a reader, the author, a helper, another author, a
/// maintainer, a curator, an administrator.
const EVERYBODY: usize = 8;

/// Paths with a form, and who may: `+`, or who is told that they may not: `-`.
const FORMS: &[(&str, &str, &str)] = &[
    ("/account/sign-in", "email=una%40example.org", "++++++++"),
    ("/account/link/{token}", "", "++++++++"),
    ("/account/leave/{token}", "", "++++++++"),
    ("/account/passkeys/ask", "", "++++++++"),
    ("/account/passkeys/open", "token=x&credential=%7B%7D", "++++++++"),
    ("/account/passkeys/begin", "", "-+++++++"),
    ("/account/passkeys/add", "token=x&credential=%7B%7D", "-+++++++"),
    ("/account/passkeys/change", "id=1&name=x", "-+++++++"),
    ("/account/orcid/names", "name=x", "-+++++++"),
    ("/account/orcid/unlink", "", "-+++++++"),
    ("/account/sessions", "session=0", "-+++++++"),
    ("/account/address", "email=x", "-+++++++"),
    ("/account/letters", "", "-+++++++"),
    ("/account/helpers/invite", "email=x", "-+++++++"),
    ("/account/helpers/uninvite", "id=0", "-+++++++"),
    ("/account/helpers/end", "person=RePEc:per:1963-07-26:andrei_lankov&helper={helper}", "--++---+"),
    ("/account/roles/lay-down", "role=curator", "-+++++++"),
    ("/account/roles/archive", "archive=zzz", "-+++++++"),
    ("/account/works/", "person=RePEc:per:1963-07-26:andrei_lankov&do=refuse", "--++--++"),
    ("/account/works/", "person=RePEc:per:1963-07-26:andrei_lankov&do=back", "--++--++"),
    ("/account/works/", "person=RePEc:per:1963-07-26:andrei_lankov&do=claim", "--++--++"),
    ("/account/works/list", "person=RePEc:per:1963-07-26:andrei_lankov&list=x", "--++--++"),
    (
        "/account/works/dispute",
        "person=RePEc:per:1963-07-26:andrei_lankov&work=RePEc:hst:ghsdps:gd11-190&reason=",
        "-+-+++++",
    ),
    ("/inbox/", "do=answer&dispute={dispute}&text=x", "--++----"),
    ("/inbox/", "do=uphold&dispute={dispute}&text=x", "------++"),
    ("/inbox/", "do=dismiss&dispute={dispute}&text=x", "------++"),
    ("/account/profile", "person=RePEc:per:1963-07-26:andrei_lankov", "--++--++"),
    (
        "/account/profile/institutions",
        "person=RePEc:per:1963-07-26:andrei_lankov&institution=RePEc:rak:none",
        "--++--++",
    ),
    ("/account/profile/propose", "person=RePEc:per:1963-07-26:andrei_lankov&name=The+House", "--++--++"),
    ("/account/profile/erase", "person=RePEc:per:1963-07-26:andrei_lankov", "--++--++"),
    ("/account/profile/take", "handle=RePEc:per:2015-02-03:seoyeon_park", "-+++++++"),
    ("/account/profile/ask", "handle=RePEc:per:2015-02-03:seoyeon_park&why=x", "-+++++++"),
    ("/inbox/people/", "do=fate&person=RePEc:per:1963-07-26:andrei_lankov&fate=here", "------++"),
    (
        "/inbox/people/",
        "do=merge&person=RePEc:per:1963-07-26:andrei_lankov&into=RePEc:per:2011-07-27:mitsuhiko_kimura",
        "------++",
    ),
    ("/admin/account/{id}", "do=grant&role=organiser", "-------+"),
    ("/admin/account/{id}", "do=revoke&role=organiser", "-------+"),
    ("/admin/account/{id}", "do=lock", "-------+"),
    ("/admin/account/{id}", "do=unlock", "-------+"),
    ("/admin/mail", "letter=0", "-------+"),
    ("/account/stay", "", "-+++++++"),
    ("/account/data", "", "-+++++++"),
    ("/account/sign-out", "", "-+++++++"),
];

/// What takes a body and changes nothing.
const QUESTIONS: [&str; 3] = ["/lookup", "/oai", "/mcp"];

/// Pages that are not everybody's.
const PAGES: &[(&str, &str)] = &[
    ("/account/", "-+++++++"),
    ("/account/sessions", "-+++++++"),
    ("/account/passkeys/", "-+++++++"),
    ("/account/orcid/", "-+++++++"),
    ("/account/helpers/", "-+++++++"),
    ("/account/roles/", "-+++++++"),
    ("/account/data", "-+++++++"),
    ("/account/data.json", "-+++++++"),
    ("/account/works/?person=RePEc:per:1963-07-26:andrei_lankov", "--++--++"),
    ("/account/profile?person=RePEc:per:1963-07-26:andrei_lankov", "--++--++"),
    ("/inbox/", "-+++++++"),
    ("/inbox/people/", "------++"),
    ("/admin/", "-------+"),
    ("/admin/account/{id}", "-------+"),
    ("/admin/trail", "-------+"),
    ("/admin/mail", "-------+"),
];

struct Town {
    world: World,
    accounts: Accounts,
    /// Nobody's is 0.
    ids: [i64; EVERYBODY],
    /// Somebody to whom things are done.
    target: i64,
    dispute: i64,
}

impl Town {
    async fn new() -> Town {
        let world = World::fresh_toy().await;
        let _orcid = world.with_orcid(false);
        let accounts = world.site().accounts().expect("accounts").clone();
        let mut ids = [0; EVERYBODY];
        for (at, id) in ids.iter_mut().enumerate().skip(1) {
            *id = accounts.add(&format!("p{at}@example.org"), "en", NOW).await.expect("an account");
        }
        let target = accounts.add("target@example.org", "en", NOW).await.expect("an account");
        let town = Town { world, accounts, ids, target, dispute: 0 };
        town.profile(2, LANKOV).await;
        town.profile(4, KIMURA).await;
        town.roles().await;
        let form = format!("person={LANKOV}&do=claim&work={WORK}&role=author");
        assert_eq!(town.send(2, "/account/works/", &form).await.status, 303);
        let form = format!("person={LANKOV}&work={WORK}&reason=it+is+by+another");
        let got = town.send(1, "/account/works/dispute", &form).await;
        assert_eq!(got.status, 303, "{}", got.text());
        let person = Handle::parse(LANKOV).expect("a handle");
        let record = town.world.reader().record(&person).await.expect("a ledger").expect("a person");
        let disputes = town.world.reader().disputes_of(record.id).await.expect("a ledger");
        Town { dispute: disputes[0].id, ..town }
    }

    async fn profile(&self, at: usize, person: &str) {
        let mut tx = self.world.store().writer().begin().await.expect("a transaction");
        let mut account = tx.account(self.ids[at]).await.expect("a ledger").expect("an account");
        account.person = person.to_owned();
        tx.change_account(&account).await.expect("a change");
        tx.commit().await.expect("a commit");
    }

    /// Everybody is what they are, whatever was laid down or ended before.
    async fn roles(&self) {
        let roles = [
            (3, Role::Helper(LANKOV.to_owned())),
            (5, Role::Maintainer("hst".to_owned())),
            (6, Role::Curator),
            (7, Role::Administrator),
        ];
        for (at, role) in roles {
            let given = self.accounts.grant(&Powers::operator(), self.ids[at], &role, "", NOW).await;
            given.expect("a role");
        }
    }

    /// A cookie of somebody's, of a session of its own.
    async fn cookie(&self, at: usize) -> String {
        if at == 0 {
            return String::new();
        }
        let now = self.world.site().now();
        let entered = self.accounts.sign_in(self.ids[at], "link", "", now).await.expect("a session");
        format!("__Host-session={}", entered.token)
    }

    fn filled(&self, text: &str) -> String {
        let places = [("{helper}", self.ids[3]), ("{dispute}", self.dispute), ("{id}", self.target)];
        let fill = |text: String, (place, id): (&str, i64)| text.replace(place, &id.to_string());
        places.into_iter().fold(text.replace("{token}", "0"), fill)
    }

    async fn send(&self, at: usize, path: &str, form: &str) -> Got {
        self.from(at, path, form, "same-origin").await
    }

    async fn from(&self, at: usize, path: &str, form: &str, site: &str) -> Got {
        let cookie = self.cookie(at).await;
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", site),
            ("cookie", cookie.as_str()),
        ];
        self.world.send("POST", &self.filled(path), &headers, self.filled(form)).await
    }
}

#[tokio::test]
async fn every_form_is_taken_from_whom_it_may_be() {
    let town = Town::new().await;
    for (path, form, grid) in FORMS {
        assert_eq!(grid.len(), EVERYBODY, "{path}");
        for (at, sign) in grid.chars().enumerate() {
            town.roles().await;
            let got = town.send(at, path, form).await;
            let refused = got.status == 403;
            assert_eq!(refused, sign == '-', "{at} {path} {form}: {} {}", got.status, got.text());
            assert!(got.status < 500, "{at} {path} {form}: {}", got.status);
            assert_eq!(got.header("cache-control"), "no-store", "{at} {path}");
        }
    }
}

#[tokio::test]
async fn no_other_site_sends_our_forms() {
    let town = Town::new().await;
    let before = town.world.reader().deeds(&Default::default(), None, 1).await.expect("deeds")[0].id;
    for (path, form, _) in FORMS {
        for site in ["cross-site", "same-site"] {
            let got = town.from(7, path, form, site).await;
            assert_eq!(got.status, 403, "{path} from {site}");
            assert_eq!(got.header("set-cookie"), "", "{path} from {site}");
        }
    }
    let which = Default::default();
    let deeds = town.world.reader().deeds(&which, None, 500).await.expect("deeds");
    let since: BTreeSet<_> = deeds.into_iter().filter(|it| it.id > before).map(|it| it.what).collect();
    assert_eq!(since, BTreeSet::from(["session.open".to_owned()]), "all that was done is signing in");
}

#[tokio::test]
async fn pages_of_somebody_are_shown_to_whom_they_may_be() {
    let town = Town::new().await;
    for (path, grid) in PAGES {
        for (at, sign) in grid.chars().enumerate() {
            let cookie = town.cookie(at).await;
            let headers = [("accept", "text/html,*/*;q=0.8"), ("cookie", cookie.as_str())];
            let got = town.world.ask("GET", &town.filled(path), &headers).await;
            let led_away = got.status == 303 && got.header("location").starts_with("/account/sign-in");
            let refused = got.status == 403 || led_away;
            assert_eq!(refused, sign == '-', "{at} {path}: {} {}", got.status, got.text());
            assert_eq!(got.header("cache-control"), "no-store", "{at} {path}");
            if got.status == 200 {
                assert_eq!(got.header("x-robots-tag"), "noindex", "{at} {path}");
            }
            assert_eq!(got.header("etag"), "", "{at} {path}");
        }
    }
}

/// The addresses of all routes, as the router prints them.
fn addresses(world: &World) -> BTreeSet<String> {
    let printed = format!("{:?}", crate::router(world.site()));
    let quoted = printed.split('"').skip(1).step_by(2);
    quoted.filter(|it| it.starts_with('/')).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_route_that_takes_a_form_has_a_row() {
    let world = World::empty().await;
    let addresses = addresses(&world);
    assert!(addresses.len() > 80 && addresses.contains("/account/sign-in"), "{addresses:?}");
    let known: BTreeSet<&str> = FORMS.iter().map(|it| it.0).chain(QUESTIONS).collect();
    for address in &addresses {
        let path: String =
            address.replace("{*", "{").split('{').enumerate().fold(String::new(), |path, (at, part)| {
                match part.split_once('}') {
                    Some((_, rest)) if at > 0 => path + "0" + rest,
                    _ => path + part,
                }
            });
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let got = world.send(method, &path, &[("sec-fetch-site", "same-origin")], String::new()).await;
            let taken = !matches!(got.status, 404 | 405);
            let expected = method == "POST" && known.contains(address.as_str()) || address == "/mcp";
            assert!(!taken || expected, "{method} {address} ({}) has no row in FORMS", got.status);
        }
    }
    for (path, ..) in FORMS {
        assert!(addresses.contains(*path), "{path} is no route: its row in FORMS is stale");
    }
}

/// One of every type of page and file, with what may be said about it.
const SEEN: &[&str] = &[
    "/",
    "/about/",
    "/privacy/",
    "/search?q=korea",
    "/lookup",
    "/authors/",
    "/new/",
    "/j/F51.html",
    "/lists/",
    "/archives/",
    "/archives/hst/",
    "/series/",
    "/s/hst/ghsdps.html",
    "/p/hst/ghsdps/gd11-190.html",
    "/p/hst/ghsdps/gd11-190/history",
    "/p/hst/ghsdps/gd11-190.bib",
    "/e/pla7.html",
    "/i/",
    "/feeds/new.atom",
    "/oai?verb=Identify",
    "/api/v1/works",
    "/openapi.json",
    "/sitemap.xml",
    "/robots.txt",
    "/dumps/",
    "/favicon.ico",
    "/healthz",
    "/no/such/page",
    "/account/sign-in",
    "/account/link/0",
    "/account/",
    "/admin/",
    "/inbox/",
];

#[tokio::test]
async fn every_answer_has_the_headers_that_keep_it_safe() {
    let world = World::toy().await;
    for path in SEEN {
        let got = world.get(path).await;
        let policy = got.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && policy.contains("base-uri 'none'"), "{path}: {policy}");
        assert!(policy.contains("form-action 'self'; frame-ancestors 'none'"), "{path}: {policy}");
        let expected = [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ];
        for (name, value) in expected {
            assert_eq!(got.header(name), value, "{path}");
        }
        assert_eq!(got.header("set-cookie"), "", "{path}: who only looks is given nothing");
        assert_eq!(got.header("server"), "", "{path}");
    }
}

/// What everybody sees is the same for everybody, so it may be kept.
#[tokio::test]
async fn who_is_signed_in_sees_the_same_public_pages() {
    let town = Town::new().await;
    // A search says how long it took.
    let own = ["/account", "/admin", "/inbox", "/search"];
    for path in SEEN.iter().filter(|path| !own.iter().any(|start| path.starts_with(start))) {
        let of = async |at: usize| {
            let cookie = town.cookie(at).await;
            let headers = [("accept", "text/html,*/*;q=0.8"), ("cookie", cookie.as_str())];
            town.world.ask("GET", path, &headers).await.text()
        };
        assert_eq!(of(0).await, of(7).await, "{path}");
    }
    let trail = town.world.get(&format!("/admin/trail?whom={}", account_name(town.target))).await;
    assert_eq!(trail.status, 303);
}
