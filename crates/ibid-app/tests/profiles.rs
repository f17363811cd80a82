//! Profiles are records like any other, but for this: no harvest says what they are.

use std::fs;
use std::path::Path;

use ibid_app::archives::harvest::harvest;
use ibid_app::archives::source::Source;
use ibid_app::people::record;
use ibid_app::recent::Recent;
use ibid_core::record::Person;
use ibid_core::{Handle, Record};
use ibid_store::{State, Store, Stored};

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
