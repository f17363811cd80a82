//! Roles, helpers and maintainers over a ledger in memory; signing in by the way.

use ibid_core::Handle;
use ibid_core::policy::{Denied, Powers, Role};
use ibid_store::{AccountState, Deeds, Store};

use super::*;
use crate::archives::harvest::harvest;
use crate::archives::source::Source;
use crate::recent::Recent;

const KIM: &str = "RePEc:per:1999-05-05:pki1";

struct World {
    accounts: Accounts,
}

impl World {
    async fn new() -> World {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let sender = Sender { name: "ibid".to_owned(), url: "https://ibid.example".to_owned() };
        World { accounts: Accounts::new(store, sender) }
    }

    /// The token in the last letter to an address.
    async fn token_to(&self, email: &str) -> String {
        let mails = self.accounts.reader().mails(None, None, 50).await.unwrap();
        let mail = mails.into_iter().find(|it| it.email == email).expect(email);
        let (_, rest) = mail.body.split_once(place::LINK).expect("a link");
        rest.chars().take_while(char::is_ascii_hexdigit).collect()
    }

    async fn letters_to(&self, email: &str) -> Vec<String> {
        let mails = self.accounts.reader().mails(None, None, 50).await.unwrap();
        mails.into_iter().filter(|it| it.email == email).map(|it| it.subject).collect()
    }

    async fn sign_in(&self, email: &str, now: i64) -> Who {
        self.accounts.ask_link(email, "en", "", now).await.unwrap();
        let token = self.token_to(email).await;
        let token = self.accounts.confirm(&token, "en", "test", now).await.unwrap().token;
        self.accounts.who(&token, now).await.unwrap().unwrap()
    }

    /// The same account as it is now.
    async fn again(&self, who: &Who) -> Powers {
        self.accounts.powers(who.account.id).await.unwrap()
    }

    async fn deeds(&self) -> Vec<String> {
        let deeds = self.accounts.reader().deeds(&Deeds::default(), None, 100).await.unwrap();
        let line = |it: ibid_store::Deed| format!("{} {} {} {}", it.by, it.what, it.whom, it.why);
        deeds.into_iter().rev().map(|it| line(it).trim().to_owned()).collect()
    }

    /// Gives somebody a profile, as registering does.
    async fn give_profile(&self, who: &Who, person: &str) {
        let mut tx = self.accounts.store().writer().begin().await.unwrap();
        let mut account = tx.account(who.account.id).await.unwrap().unwrap();
        account.person = person.to_owned();
        tx.change_account(&account).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Harvests a template of archive `hst` that names this address.
    async fn archive(&self, email: &str, at: i64) {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("hst");
        std::fs::create_dir(&inside).unwrap();
        let text = format!(
            "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:hst\nName: Hi-Stat\n\
             Maintainer-Email: {email}\nURL: https://example.org/\n"
        );
        std::fs::write(inside.join("hstarch.rdf"), text).unwrap();
        let source = Source::find(folder.path()).unwrap();
        let store = self.accounts.store();
        let reports = harvest(store, &Recent::default(), &source, at, &mut |_| {}).await;
        assert_eq!(reports.len(), 1);
    }
}

fn role(text: &str) -> Role {
    Role::parse(text).unwrap()
}

fn denied(result: Result<impl std::fmt::Debug>) -> Denied {
    match result {
        Err(Error::Denied(denied)) => denied,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn roles_are_given_by_administrators_and_laid_down_by_anybody() {
    let world = World::new().await;
    let accounts = &world.accounts;
    let (una, park) =
        (world.sign_in("una@example.org", 10).await, world.sign_in("park@example.org", 11).await);
    let (una_id, park_id) = (una.account.id, park.account.id);
    let curator = role("curator");
    assert_eq!(
        denied(accounts.grant(&una.powers, park_id, &curator, "", 12).await),
        Denied::Needs("administrator")
    );
    let operator = Powers::operator();
    assert!(accounts.grant(&operator, una_id, &role("administrator"), "the first", 13).await.unwrap());
    assert!(!accounts.grant(&operator, una_id, &role("administrator"), "", 14).await.unwrap(), "has it");
    let una = world.again(&una).await;
    assert!(accounts.grant(&una, park_id, &curator, "", 15).await.unwrap());
    assert!(world.again(&park).await.is_curator());
    assert_eq!(
        denied(accounts.revoke(&world.again(&park).await, una_id, &role("administrator"), "", 16).await),
        Denied::Needs("administrator")
    );
    assert_eq!(denied(accounts.revoke(&una, una_id, &role("administrator"), "", 16).await), Denied::OwnCase);
    assert!(
        accounts.revoke(&world.again(&park).await, park_id, &curator, "", 17).await.unwrap(),
        "laid down"
    );
    assert!(!world.again(&park).await.is_curator());
    let author = Role::Author(KIM.to_owned());
    assert!(matches!(accounts.grant(&una, park_id, &author, "", 18).await, Err(Error::Missing(_))));
    let missing = accounts.grant(&una, 99, &curator, "", 18).await;
    assert!(matches!(missing, Err(Error::Missing("account"))), "{missing:?}");
    let deeds = world.deeds().await;
    assert_eq!(
        deeds[deeds.len() - 3..],
        [
            format!("0 role.grant account:{una_id} administrator: the first"),
            format!("{una_id} role.grant account:{park_id} curator"),
            format!("{park_id} role.revoke account:{park_id} curator"),
        ]
    );
    assert_eq!(world.letters_to("park@example.org").await[0], "A role on ibid");
}

#[tokio::test]
async fn nobody_is_in_a_locked_account() {
    let world = World::new().await;
    let accounts = &world.accounts;
    let una = world.sign_in("una@example.org", 10).await;
    accounts.ask_link("una@example.org", "en", "", 11).await.unwrap();
    let link = world.token_to("una@example.org").await;
    let operator = Powers::operator();
    accounts.grant(&operator, una.account.id, &role("administrator"), "", 12).await.unwrap();
    let own = accounts.lock(&world.again(&una).await, una.account.id, "", 13).await;
    assert_eq!(denied(own), Denied::OwnCase);
    accounts.lock(&operator, una.account.id, "spam", 14).await.unwrap();
    assert_eq!(world.again(&una).await, Powers::default(), "no powers");
    assert_eq!(accounts.reader().sessions(una.account.id, 15).await.unwrap(), [], "no sessions");
    assert!(matches!(accounts.confirm(&link, "en", "", 15).await, Err(Error::Locked)));
    assert!(matches!(accounts.sign_in(una.account.id, "passkey", "", 15).await, Err(Error::Locked)));
    accounts.unlock(&operator, una.account.id, "", 16).await.unwrap();
    assert_eq!(accounts.reader().account(una.account.id).await.unwrap().unwrap().state, AccountState::Open);
    assert!(matches!(accounts.confirm(&link, "en", "", 17).await, Err(Error::Spent)), "the link was used up");
    assert!(world.again(&una).await.is_administrator(), "roles stay");
}

#[tokio::test]
async fn a_helper_is_invited_acts_and_goes() {
    let world = World::new().await;
    let accounts = &world.accounts;
    let kim = Handle::parse(KIM).unwrap();
    let author = world.sign_in("kim@example.org", 10).await;
    assert_eq!(denied(accounts.invite(&author, &kim, "h@example.org", 11).await), Denied::NotYours);
    world.give_profile(&author, KIM).await;
    let author = Who { powers: world.again(&author).await, ..author };
    accounts.invite(&author, &kim, "h@example.org", 12).await.unwrap();
    let token = world.token_to("h@example.org").await;
    let own = accounts.accept(&token, Some(&author), ("en", ""), 13).await;
    assert_eq!(denied(own), Denied::OwnCase, "nobody helps themselves, and the link is not spent by it");
    let accepted = accounts.accept(&token, None, ("ko", "test"), 14).await.unwrap();
    assert_eq!(accepted.person, KIM);
    let held = accepted.signed_in.unwrap().token;
    let helper = accounts.who(&held, 15).await.unwrap().unwrap();
    assert_eq!((helper.account.email.as_str(), helper.account.lang.as_str()), ("h@example.org", "ko"));
    assert_eq!((helper.powers.behalf(KIM), author.powers.behalf(KIM)), (KIM, ""));
    assert!(helper.may(&Action::Claim(KIM)).is_ok() && helper.may(&Action::EraseProfile(KIM)).is_err());
    let again = accounts.accept(&token, None, ("en", ""), 16).await;
    assert!(matches!(again, Err(Error::Spent)), "{again:?}");
    let seen = accounts.helpers(&author, &kim).await.unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].account, seen[0].address.as_str()), (helper.account.id, "h…@example.org"));
    assert_eq!(denied(accounts.helpers(&helper, &kim).await), Denied::NotYours);
    accounts.end_help(&helper, &kim, helper.account.id, 17).await.unwrap();
    assert_eq!(world.again(&helper).await.behalf(KIM), "");
    assert!(matches!(accounts.end_help(&author, &kim, helper.account.id, 18).await, Err(Error::Missing(_))));
    let deeds = world.deeds().await;
    let help: Vec<_> = deeds.iter().filter(|it| it.contains("help.")).collect();
    let (author, helper) = (author.account.id, helper.account.id);
    let expected = [(author, "invite"), (helper, "accept"), (helper, "end")];
    assert_eq!(
        help,
        expected.map(|(who, what)| format!("{who} help.{what} {KIM}")).iter().collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn invitations_end_with_what_they_are_for() {
    let world = World::new().await;
    let accounts = &world.accounts;
    let kim = Handle::parse(KIM).unwrap();
    let author = world.sign_in("kim@example.org", 10).await;
    world.give_profile(&author, KIM).await;
    let author = Who { powers: world.again(&author).await, ..author };
    for (email, at) in [("a@example.org", 11), ("b@example.org", 12), ("c@example.org", 13)] {
        accounts.invite(&author, &kim, email, at).await.unwrap();
    }
    let [a, b, c] = ["a@example.org", "b@example.org", "c@example.org"];
    let open = accounts.invitations(&author, 20).await.unwrap();
    accounts.uninvite(&author, open[0].id, 20).await.unwrap();
    assert!(matches!(accounts.uninvite(&author, open[0].id, 20).await, Err(Error::Missing(_))));
    let spent = async |email: &str, at| {
        let token = world.token_to(email).await;
        matches!(accounts.accept(&token, None, ("en", ""), at).await, Err(Error::Spent))
    };
    assert!(spent(a, 21).await, "taken back");
    assert!(spent(b, 12 + 14 * 86_400).await, "too late");
    world.give_profile(&author, "").await;
    assert!(spent(c, 22).await, "the author gave the profile up");
    // A link of another kind opens nothing here, and the other way round.
    let token = world.token_to(c).await;
    assert!(matches!(accounts.confirm(&token, "en", "", 23).await, Err(Error::Spent)));
    for at in 0..10 {
        world.give_profile(&author, KIM).await;
        let invited = accounts.invite(&author, &kim, &format!("h{at}@example.org"), 30 + at).await;
        assert_eq!(invited.is_err(), at >= 8, "{at}: {invited:?}");
    }
}

/// Taking an invitation back takes no letter back.
#[tokio::test]
async fn nobody_is_invited_again_and_again() {
    let world = World::new().await;
    let (accounts, kim) = (&world.accounts, Handle::parse(KIM).unwrap());
    let author = world.sign_in("kim@example.org", 10).await;
    world.give_profile(&author, KIM).await;
    let author = Who { powers: world.again(&author).await, ..author };
    for at in 11..20 {
        let invited = accounts.invite(&author, &kim, "h@example.org", at).await;
        assert_eq!(invited.is_ok(), at < 16, "{at}: {invited:?}");
        for link in accounts.invitations(&author, at).await.unwrap() {
            accounts.uninvite(&author, link.id, at).await.unwrap();
        }
    }
    assert_eq!(world.letters_to("h@example.org").await.len(), 5);
}

#[tokio::test]
async fn an_archive_is_proved_by_its_own_address() {
    let world = World::new().await;
    let accounts = &world.accounts;
    let una = world.sign_in("Una@Example.org", 10).await;
    let park = world.sign_in("park@example.org", 11).await;
    assert!(matches!(accounts.ask_archive(&una, "hst", 12).await, Err(Error::Missing(_))), "no such archive");
    world.archive("una@example.org", 20).await;
    let keeps = async |who: &Who| world.again(who).await.has(&role("maintainer:hst"));
    assert_eq!(accounts.ask_archive(&una, "hst", 21).await.unwrap(), Asked::Proved);
    assert!(keeps(&una).await);
    // Park reads that address's mail as well, and has to show it.
    assert_eq!(
        accounts.ask_archive(&park, "HST", 22).await.unwrap(),
        Asked::Sent("u…@example.org".to_owned())
    );
    let token = world.token_to("una@example.org").await;
    assert!(matches!(accounts.prove_archive(&una, &token, 23).await, Err(Error::Spent)), "Park asked");
    assert_eq!(accounts.prove_archive(&park, &token, 24).await.unwrap(), "hst");
    assert!(keeps(&park).await);
    assert!(matches!(accounts.prove_archive(&park, &token, 25).await, Err(Error::Spent)));
    // The publisher names somebody else: what was proved by the old address counts no longer.
    accounts.grant(&Powers::operator(), una.account.id, &role("maintainer:xyz"), "", 26).await.unwrap();
    world.archive("new@example.org", 30).await;
    assert!(!keeps(&una).await && !keeps(&park).await);
    assert!(world.again(&una).await.has(&role("maintainer:xyz")), "what was given stays");
    world.archive("UNA@example.org", 40).await;
    assert!(keeps(&una).await, "and the old one again");
    for (at, expected) in [(50, true), (51, true), (52, false)] {
        assert_eq!(accounts.ask_archive(&park, "hst", at).await.is_ok(), expected, "{at}");
    }
}

#[tokio::test]
async fn a_link_goes_to_the_address_its_owner_wrote() {
    let world = World::new().await;
    world.sign_in("Kim@example.org", 10).await;
    world.accounts.ask_link("kIM@example.org", "en", "", 11).await.unwrap();
    assert_eq!(world.letters_to("kIM@example.org").await, Vec::<String>::new());
    assert_eq!(world.letters_to("Kim@example.org").await.len(), 2);
    // The Kelvin sign has k for its lower case, and is another mailbox.
    world.accounts.ask_link("\u{212a}im@example.org", "en", "", 12).await.ok();
    assert_eq!(world.letters_to("Kim@example.org").await.len(), 2);
}
