//! Profiles are records like any other, but for this: no harvest says what they are.

use std::fs;
use std::path::Path;

use ibid_app::accounts::{Accounts, Who};
use ibid_app::archives::harvest::harvest;
use ibid_app::archives::source::Source;
use ibid_app::mail::Sender;
use ibid_app::people::profiles::{Fate, Profiles};
use ibid_app::people::{Error, record};
use ibid_app::recent::Recent;
use ibid_core::date::Date;
use ibid_core::people::claim::{Answer, Role};
use ibid_core::people::profile::{Draft, Fault, Workplace};
use ibid_core::policy::Denied;
use ibid_core::record::{Organization, Person};
use ibid_core::{Handle, Record};
use ibid_store::{Claim, Deeds, Granted, NewAccount, State, Store, Stored};

fn handle(text: &str) -> Handle {
    Handle::parse(text).expect(text)
}

/// One archive of persons, as somebody else publishes it.
struct World {
    folder: tempfile::TempDir,
    store: Store,
}

impl World {
    async fn new() -> World {
        let world = World {
            folder: tempfile::tempdir().unwrap(),
            store: Store::open("sqlite::memory:").await.unwrap(),
        };
        let head = "Template-Type: ReDIF-Archive 1.0\nName: People\nHandle: RePEc:per\n";
        world.write("perarch.rdf", head);
        world.write("perseri.rdf", "");
        world
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join("per").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    async fn harvest(&self, at: i64) {
        let source = Source::find(Path::new(self.folder.path())).unwrap();
        for report in harvest(&self.store, &Recent::default(), &source, at, &mut |_| {}).await {
            assert_eq!((report.failed, report.unreadable), (None, 0));
        }
    }

    async fn save(&self, person: &Person, at: i64) -> i64 {
        let mut tx = self.store.writer().begin().await.unwrap();
        let id = record::save(&mut tx, person, at).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// An account of this address, with these roles, signed in.
    async fn who(&self, email: &str, roles: &[&str]) -> Who {
        let mut tx = self.store.writer().begin().await.unwrap();
        let account = match tx.account_of(email).await.unwrap() {
            Some(account) => account.id,
            None => {
                let new = NewAccount { email, lang: "en", secret: b"secret", at: NOW };
                tx.add_account(&new).await.unwrap()
            }
        };
        for role in roles {
            let role = (*role).to_owned();
            tx.grant(&Granted { account, role, target: String::new(), at: NOW, by: 0 }).await.unwrap();
        }
        tx.commit().await.unwrap();
        let sender = Sender { name: "Ibid".to_owned(), url: "https://ibid.example".to_owned() };
        let accounts = Accounts::new(self.store.clone(), sender);
        let entered = accounts.sign_in(account, "test", "", NOW).await.unwrap();
        accounts.who(&entered.token, NOW).await.unwrap().expect("signed in")
    }

    fn profiles(&self) -> Profiles {
        Profiles::new(self.store.clone())
    }

    async fn deeds(&self, handle: &Handle) -> Vec<String> {
        let asked = Deeds { whom: Some(handle.as_str()), ..Deeds::default() };
        let deeds = self.store.reader().deeds(&asked, None, 99).await.unwrap();
        deeds.into_iter().rev().map(|it| it.what).collect()
    }

    async fn stored(&self, name: &str) -> Stored {
        self.store.reader().record(&handle(name)).await.unwrap().expect(name)
    }

    async fn person(&self, name: &str) -> Person {
        match self.stored(name).await.record() {
            Some(Record::Person(person)) => *person,
            other => panic!("{other:?}"),
        }
    }
}

const KIMURA: &str = "RePEc:per:2011-07-27:mitsuhiko_kimura";

/// 20 November 2026, 06:10 UTC.
const NOW: i64 = 1_795_154_400;

fn draft(first: &str, last: &str) -> Draft {
    Draft { first: first.to_owned(), last: last.to_owned(), ..Draft::default() }
}

fn template(homepage: &str) -> String {
    format!(
        "Template-Type: ReDIF-Person 1.0\nName-Full: Mitsuhiko Kimura\nName-Last: Kimura\n\
         Short-ID: pki42\nEmail: k@example.org\nHomepage: {homepage}\nHandle: {KIMURA}\n"
    )
}

#[tokio::test]
async fn a_new_person_has_a_handle_without_a_name() {
    let world = World::new().await;
    world.write("pers/k.rdf", &template("http://example.org/"));
    world.harvest(100).await;
    let mut tx = world.store.writer().begin().await.unwrap();
    let named = |name: &str, last: &str| {
        let (name, last) = (name.to_owned(), last.to_owned());
        Person { name, last, email: "secret@example.org".to_owned(), ..Person::new(handle("RePEc:per")) }
    };
    let at = 1_795_154_400;
    let (id, person) = record::register(&mut tx, named("Anna Kim", "Kim"), at).await.unwrap();
    let (_, other) = record::register(&mut tx, named("Kiyo Kida", "Kida"), at).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(person.handle.as_str(), "RePEc:per:2026-11-20:pki43");
    assert_eq!(other.short_id, "pki44");
    let stored = world.stored("RePEc:per:2026-11-20:pki43").await;
    assert_eq!((stored.id, stored.version, stored.file.as_str()), (id, 1, "ibid/profiles.rdf"));
    assert!(!stored.text.contains("secret"), "{}", stored.text);
    assert_eq!(world.store.reader().by_short_id("pki43").await.unwrap().len(), 1);
    let lines = world.store.reader().journal(0, 99).await.unwrap();
    assert!(lines.iter().any(|line| line.record == id), "told like any other record");
    // A harvest of the same archive takes nothing away.
    world.harvest(at + 100).await;
    assert_eq!(world.stored("RePEc:per:2026-11-20:pki43").await.state, State::Live);
}

#[tokio::test]
async fn what_was_taken_over_is_not_put_back() {
    let world = World::new().await;
    world.write("pers/k.rdf", &template("http://example.org/"));
    world.harvest(100).await;
    let person = Person { homepage: "https://kimura.example/".to_owned(), ..world.person(KIMURA).await };
    let id = world.save(&person, 200).await;
    let taken = world.stored(KIMURA).await;
    assert_eq!((taken.id, taken.version, taken.file.as_str()), (id, 2, "ibid/profiles.rdf"));
    assert!(!taken.text.contains("k@example.org"));
    let beside = || async { world.store.reader().repeats(id).await.unwrap() };
    assert_eq!(beside().await, [("per/pers/k.rdf".to_owned(), 1)]);
    let unmoved =
        |it: Stored| assert_eq!((it.version, it.state, it.text), (2, State::Live, taken.text.clone()));

    world.harvest(300).await;
    unmoved(world.stored(KIMURA).await);
    // Changed, with another template before it, and read again although it is the same.
    let other = "Template-Type: ReDIF-Person 1.0\nName-Full: A\nHandle: RePEc:per:2001-01-01:a\n\n";
    world.write("pers/k.rdf", &format!("{other}{}", template("http://changed.example/")));
    world.harvest(400).await;
    unmoved(world.stored(KIMURA).await);
    assert_eq!(beside().await, [("per/pers/k.rdf".to_owned(), 5)]);
    let problems = world.store.reader().problems("per", None, 99).await.unwrap();
    assert!(problems.iter().all(|it| !it.problem.code.contains("handle")), "{problems:?}");
    // Gone from there.
    world.write("pers/k.rdf", other);
    world.harvest(500).await;
    unmoved(world.stored(KIMURA).await);
    assert_eq!(beside().await, []);
    // Withdrawn here, it stays withdrawn.
    let mut tx = world.store.writer().begin().await.unwrap();
    tx.withdraw(&[id], 600).await.unwrap();
    tx.commit().await.unwrap();
    world.write("pers/k.rdf", &template("http://example.org/"));
    world.harvest(700).await;
    let stored = world.stored(KIMURA).await;
    assert_eq!((stored.version, stored.state), (3, State::Withdrawn));
}

#[tokio::test]
async fn nothing_new_makes_no_version() {
    let world = World::new().await;
    let person = Person { name: "A  B".to_owned(), ..Person::new(handle("RePEc:per:2001-01-01:pab1")) };
    for (at, version, name) in [(100, 1, "A  B"), (200, 1, "A  B"), (300, 1, "A B"), (400, 2, "A C")] {
        world.save(&Person { name: name.to_owned(), ..person.clone() }, at).await;
        assert_eq!(world.stored("RePEc:per:2001-01-01:pab1").await.version, version, "{name}");
    }
}

#[tokio::test]
async fn somebody_registers_and_edits() {
    let world = World::new().await;
    let (profiles, who) = (world.profiles(), world.who("anna@example.org", &[]).await);
    let nameless = profiles.register(&who, draft("Anna", ""), NOW).await;
    assert!(matches!(nameless, Err(Error::Faults(faults)) if faults == [Fault::NoFamilyName]));
    let handle = profiles.register(&who, draft("Anna", "Kim"), NOW).await.unwrap();
    assert_eq!(handle.as_str(), "RePEc:per:2026-11-20:pki1");
    let again = profiles.register(&who, draft("Anna", "Kim"), NOW).await;
    assert!(matches!(again, Err(Error::Taken)));
    // The next session knows whose it is.
    let who = world.who("anna@example.org", &[]).await;
    assert_eq!(who.powers.author(), Some(handle.as_str()));
    let mut changed = profiles.own(handle.as_str()).await.unwrap().unwrap().draft();
    let place = |name: &str, hidden| {
        let organization = Organization { name: name.to_owned(), share: Some(50), ..Organization::default() };
        Workplace { organization, hidden }
    };
    changed.places = vec![place("Seen", false), place("Unseen", true)];
    profiles.edit(&who, &handle, changed.clone(), NOW + 10).await.unwrap();
    profiles.edit(&who, &handle, changed.clone(), NOW + 20).await.unwrap();
    let stored = world.stored(handle.as_str()).await;
    assert_eq!(stored.version, 2, "nothing new, nothing written");
    assert!(stored.text.contains("Seen") && !stored.text.contains("Unseen"), "{}", stored.text);
    assert_eq!(profiles.own(handle.as_str()).await.unwrap().unwrap().draft(), changed);
    let stranger = world.who("other@example.org", &[]).await;
    assert!(matches!(profiles.edit(&stranger, &handle, changed, NOW).await, Err(Error::Denied(_))));
    assert_eq!(world.deeds(&handle).await, ["profile.register", "profile.edit", "profile.edit"]);
}

/// What is typed is read as what it was typed as, though readers forgive lost line ends.
#[tokio::test]
async fn nobody_writes_themselves_more_than_the_form_has() {
    let world = World::new().await;
    let (profiles, who) = (world.profiles(), world.who("eve@example.org", &[]).await);
    let sly = Draft {
        variations: vec!["Short-ID: pki1".to_owned(), "Author-Paper: RePEc:abc:papers:1".to_owned()],
        ..draft("RePEc:abc:Short-ID:pki2", "Doe Template-Type: ReDIF-Person 1.0")
    };
    let handle = profiles.register(&who, sly, NOW).await.unwrap();
    let person = world.person(handle.as_str()).await;
    assert_eq!((person.short_id.as_str(), person.author_of.len()), ("pdo1", 0));
    let who = world.who("eve@example.org", &[]).await;
    let studied = Draft {
        alumni_of: vec![self::handle("RePEc:author-paper:RePEc:abc:papers:1")],
        ..draft("Eve", "Doe")
    };
    assert!(profiles.edit(&who, &handle, studied, NOW + 1).await.is_err());
    assert_eq!(world.person(handle.as_str()).await.author_of, []);
}

#[tokio::test]
async fn a_harvested_profile_goes_to_who_has_its_address() {
    let world = World::new().await;
    world.write("pers/k.rdf", &template("http://example.org/"));
    world.harvest(NOW).await;
    let (profiles, kimura) = (world.profiles(), handle(KIMURA));
    let stranger = world.who("x@example.org", &[]).await;
    assert!(matches!(profiles.take(&stranger, &kimura, NOW).await, Err(Error::Unproved)));
    let who = world.who("K@Example.org", &[]).await;
    profiles.take(&who, &kimura, NOW + 1).await.unwrap();
    assert_eq!(world.who("k@example.org", &[]).await.powers.author(), Some(KIMURA));
    assert!(!world.stored(KIMURA).await.text.contains('@'));
    // Whoever comes second asks, and is told that it is somebody's.
    profiles.ask_for(&stranger, &kimura, "It is me", NOW + 2).await.unwrap();
    assert!(matches!(profiles.ask_for(&stranger, &kimura, "It is me", NOW + 2).await, Err(Error::Decided)));
    let curator = world.who("c@example.org", &["curator"]).await;
    let open = world.store.reader().open_petitions(9).await.unwrap();
    assert!(matches!(
        profiles.decide(&stranger, open[0].id, (true, ""), NOW + 3).await,
        Err(Error::Denied(_))
    ));
    assert!(matches!(profiles.decide(&curator, open[0].id, (true, ""), NOW + 3).await, Err(Error::Taken)));
    profiles.decide(&curator, open[0].id, (false, "no"), NOW + 4).await.unwrap();
    assert!(matches!(profiles.decide(&curator, open[0].id, (true, ""), NOW + 5).await, Err(Error::Decided)));
    assert_eq!(world.deeds(&kimura).await, ["profile.take", "profile.ask", "profile.deny"]);
}

#[tokio::test]
async fn curators_give_profiles_and_find_institutions() {
    let world = World::new().await;
    world.write("pers/k.rdf", &template("http://example.org/"));
    world.harvest(NOW).await;
    let (profiles, kimura) = (world.profiles(), handle(KIMURA));
    let curator = world.who("c@example.org", &["curator"]).await;
    let who = world.who("new@example.org", &[]).await;
    profiles.ask_for(&who, &kimura, "I have moved", NOW).await.unwrap();
    let open = async || world.store.reader().open_petitions(9).await.unwrap();
    // Nobody gives themselves a profile.
    profiles.ask_for(&curator, &kimura, "Mine", NOW).await.unwrap();
    let own = open().await[1].id;
    let denied = profiles.decide(&curator, own, (true, ""), NOW + 1).await;
    assert!(matches!(denied, Err(Error::Denied(Denied::OwnCase))), "{denied:?}");
    profiles
        .decide(&world.who("d@example.org", &["curator"]).await, own, (false, ""), NOW + 1)
        .await
        .unwrap();
    profiles.decide(&curator, open().await[0].id, (true, ""), NOW + 1).await.unwrap();
    let who = world.who("new@example.org", &[]).await;
    assert_eq!(who.powers.author(), Some(KIMURA));
    let mut changed = profiles.own(KIMURA).await.unwrap().unwrap().draft();
    let organization = Organization { name: "A New University".to_owned(), ..Organization::default() };
    changed.places = vec![Workplace { organization, hidden: false }];
    profiles.edit(&who, &kimura, changed, NOW + 2).await.unwrap();
    profiles.propose(&who, &kimura, "A New University\nhttp://new.example/", NOW + 3).await.unwrap();
    let petition = open().await.remove(0);
    let unknown = profiles.decide(&curator, petition.id, (true, "RePEc:edi:nowhere"), NOW + 4).await;
    assert!(matches!(unknown, Err(Error::Missing("institution"))));
    let text =
        "Template-Type: ReDIF-Institution 1.0\nPrimary-Name: A New University\nHandle: RePEc:per:anuniug\n";
    world.write("inst/i.rdf", text);
    world.harvest(NOW + 5).await;
    profiles.decide(&curator, petition.id, (true, "RePEc:per:anuniug"), NOW + 6).await.unwrap();
    let places = world.person(KIMURA).await.workplaces;
    assert_eq!(places[0].institution, Some(handle("RePEc:per:anuniug")));
}

#[tokio::test]
async fn a_curator_says_what_became_of_somebody() {
    let world = World::new().await;
    world.write("pers/k.rdf", &template("http://example.org/"));
    world.harvest(NOW).await;
    let (profiles, kimura) = (world.profiles(), handle(KIMURA));
    let curator = world.who("c@example.org", &["curator"]).await;
    let died = Date::parse("2025-03").unwrap();
    for (fate, deceased, lost) in [
        (Fate::Lost, None, Date::parse("2026-11-20")),
        (Fate::Died(died), Some(died), None),
        (Fate::Here, None, None),
    ] {
        profiles.state(&curator, &kimura, fate, "a letter", NOW + 1).await.unwrap();
        let person = world.person(KIMURA).await;
        assert_eq!((person.deceased, person.lost), (deceased, lost));
    }
    assert_eq!(world.deeds(&kimura).await, ["profile.lost", "profile.deceased", "profile.found"]);
    let stranger = world.who("x@example.org", &[]).await;
    assert!(matches!(profiles.state(&stranger, &kimura, Fate::Lost, "", NOW).await, Err(Error::Denied(_))));
}

#[tokio::test]
async fn doubles_are_merged_and_parted() {
    let world = World::new().await;
    let work = |n: u8| handle(&format!("RePEc:abc:papers:{n}"));
    let person = |name: &str, short: &str, works: &[u8]| Person {
        name: name.to_owned(),
        short_id: short.to_owned(),
        author_of: works.iter().map(|n| work(*n)).collect(),
        ..Person::new(handle(&format!("RePEc:per:2001-01-01:{short}")))
    };
    let (kept, lost) = (person("Anna Kim", "pki1", &[1, 2]), person("A. Kim-Lee", "pki2", &[2, 3]));
    let kept_id = world.save(&kept, NOW).await;
    let lost_id = world.save(&lost, NOW).await;
    let claim = |person, work, at| Claim {
        person,
        work,
        answer: Answer::Refused,
        role: Role::Author,
        place: 1,
        version: 1,
        evidence: String::new(),
        at,
        account: 0,
    };
    let mut tx = world.store.writer().begin().await.unwrap();
    tx.put_claims(&[claim(kept_id, 50, 1), claim(lost_id, 50, 2), claim(lost_id, 51, 3)]).await.unwrap();
    tx.commit().await.unwrap();
    let (profiles, curator) = (world.profiles(), world.who("c@example.org", &["curator"]).await);
    let (from, into) = (lost.handle.clone(), kept.handle.clone());
    profiles.merge(&curator, (&from, &into), "the same ORCID", NOW + 1).await.unwrap();
    let merged = world.person(into.as_str()).await;
    assert_eq!(
        (merged.author_of, merged.variations),
        (vec![work(1), work(2), work(3)], vec!["A. Kim-Lee".to_owned()])
    );
    assert_eq!(world.stored(from.as_str()).await.state, State::Withdrawn);
    let reader = world.store.reader();
    assert_eq!(reader.profile(lost_id).await.unwrap().unwrap().merged, kept_id);
    let answers = async || {
        let claims = reader.claims_of(kept_id).await.unwrap();
        claims.iter().map(|it| (it.work, it.at)).collect::<Vec<_>>()
    };
    assert_eq!(answers().await, [(50, 1), (51, 3)]);
    let again = profiles.merge(&curator, (&from, &into), "", NOW + 2).await;
    assert!(matches!(again, Err(Error::Missing(_))));
    // Since then the person has claimed a further work, which stays.
    let mut since = world.person(into.as_str()).await;
    since.author_of.push(work(4));
    world.save(&since, NOW + 3).await;
    profiles.unmerge(&curator, &from, "another person", NOW + 4).await.unwrap();
    let parted = world.person(into.as_str()).await;
    assert_eq!((parted.author_of, parted.variations.len()), (vec![work(1), work(2), work(4)], 0));
    let restored = world.stored(from.as_str()).await;
    assert_eq!(
        (restored.state, world.person(from.as_str()).await.author_of),
        (State::Live, vec![work(2), work(3)])
    );
    assert_eq!(answers().await, [(50, 1)]);
    assert!(matches!(profiles.unmerge(&curator, &from, "", NOW + 5).await, Err(Error::Missing(_))));
    assert_eq!(world.deeds(&from).await, ["profile.merge", "profile.unmerge"]);
}

#[tokio::test]
async fn an_erased_profile_says_nothing_any_more() {
    let world = World::new().await;
    let (profiles, who) = (world.profiles(), world.who("anna@example.org", &[]).await);
    let handle = profiles.register(&who, draft("Anna", "Kim"), NOW).await.unwrap();
    let who = world.who("anna@example.org", &[]).await;
    let mut changed = profiles.own(handle.as_str()).await.unwrap().unwrap().draft();
    changed.homepage = "https://kim.example/".to_owned();
    profiles.edit(&who, &handle, changed, NOW + 10).await.unwrap();
    let curator = world.who("c@example.org", &["curator"]).await;
    assert!(matches!(profiles.erase(&curator, &handle, NOW + 20).await, Err(Error::Denied(_))));
    profiles.erase(&who, &handle, NOW + 20).await.unwrap();
    let history = world.store.reader().history(&handle).await.unwrap();
    assert_eq!(history[0].state, State::Withdrawn);
    for version in &history {
        assert!(!version.text.contains("Anna") && !version.text.contains("kim.example"), "{}", version.text);
    }
    assert_eq!(world.store.reader().by_short_id("pki1").await.unwrap()[0].handle, handle);
    assert_eq!(world.who("anna@example.org", &[]).await.powers.author(), None);
    // The short-id stays taken.
    let other = world.who("b@example.org", &[]).await;
    let next = profiles.register(&other, draft("Bora", "Kim"), NOW + 30).await.unwrap();
    assert_eq!(next.item(), "pki2");
}
