//! What is whose, from the first suggestion to a decided dispute: the verbs over the toy world.

use std::path::Path;

use ibid_app::archives::harvest::harvest;
use ibid_app::archives::source::Source;
use ibid_app::mail::Sender;
use ibid_app::people::claims::{Claims, Error, Wish};
use ibid_app::people::letters::{monthly, write_due};
use ibid_app::people::record;
use ibid_app::people::suggestions::Found;
use ibid_app::projection::{people, search};
use ibid_app::recent::Recent;
use ibid_app::search::Search;
use ibid_core::Handle;
use ibid_core::people::claim::{Answer, Role};
use ibid_core::people::evidence::{self, NameFit, Reason};
use ibid_core::people::suggest::Grade;
use ibid_core::policy::{Denied, Powers, Role as Power};
use ibid_core::record::{Organization, Person};
use ibid_search::Index;
use ibid_store::{Account, Hits, NewAccount, Outcome, Store, What};

struct World {
    store: Store,
    index: Index,
    claims: Claims,
    folder: tempfile::TempDir,
}

const NAMES_PAPER: &str = "RePEc:xyz:wpaper:7";
const SALT_PAPER: &str = "RePEc:xyz:wpaper:3";

impl World {
    async fn new() -> World {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let index = Index::open("tantivy::memory:").unwrap();
        let sender = Sender { name: "ibid".into(), url: "https://ibid.example".into() };
        let claims = Claims::new(store.clone(), Search::new(store.reader(), index.clone()), sender);
        let folder = tempfile::tempdir().unwrap();
        let toy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/toy/RePEc/xyz");
        copy(&toy, &folder.path().join("xyz"));
        let world = World { store, index, claims, folder };
        world.settle(10).await;
        world
    }

    /// Reads the archive and brings every view up to date.
    async fn settle(&self, at: i64) {
        let source = Source::find(&self.folder.path().join("xyz")).unwrap();
        let reports = harvest(&self.store, &Recent::default(), &source, at, &mut |_| {}).await;
        assert!(reports.iter().all(|it| it.failed.is_none()));
        self.follow().await;
    }

    async fn follow(&self) {
        search::catch_up(&self.store.reader(), &self.index, &Recent::default()).await.unwrap();
        while people::step(&self.store).await.unwrap() {}
    }

    fn edit(&self, from: &str, to: &str) {
        let file = self.folder.path().join("xyz/wpaper/2024.rdf");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(file, text.replace(from, to)).unwrap();
    }

    /// Somebody with an account and a profile, and the powers of that.
    async fn registered(&self, name: &str, email: &str) -> (Handle, Powers) {
        let mut tx = self.store.writer().begin().await.unwrap();
        let (first, last) = name.split_once(' ').unwrap();
        let workplace = Organization { name: "University of Elsewhere".into(), ..Organization::default() };
        let person = Person {
            name: name.to_owned(),
            first: first.to_owned(),
            last: last.to_owned(),
            workplaces: vec![workplace],
            ..Person::new(handle("RePEc:per:2000-01-01:x"))
        };
        let (_, person) = record::register(&mut tx, person, 20).await.unwrap();
        let account = self.account(&mut tx, email, person.handle.as_str()).await;
        tx.commit().await.unwrap();
        self.follow().await;
        let role = Power::Author(person.handle.as_str().to_owned());
        (person.handle, Powers::of(account, [role]))
    }

    async fn account(&self, tx: &mut ibid_store::Tx, email: &str, person: &str) -> i64 {
        let new = NewAccount { email, lang: "en", secret: &[7; 32], at: 20 };
        let id = tx.add_account(&new).await.unwrap();
        let account = tx.account(id).await.unwrap().unwrap();
        tx.change_account(&Account { person: person.to_owned(), ..account }).await.unwrap();
        id
    }

    async fn stranger(&self, email: &str, roles: &[Power]) -> Powers {
        let mut tx = self.store.writer().begin().await.unwrap();
        let id = self.account(&mut tx, email, "").await;
        tx.commit().await.unwrap();
        Powers::of(id, roles.iter().cloned())
    }

    /// Works offered, with their grades.
    async fn offered(&self, person: &Handle) -> Vec<(String, Grade)> {
        let owner = self.claims.owner(person).await.unwrap();
        let offered = self.claims.suggestions(&owner).await.unwrap().offered;
        offered.iter().map(|it| (it.stored.handle.to_string(), it.suggested.grade)).collect()
    }

    /// Works on the person's record.
    async fn works(&self, person: &Handle) -> Vec<String> {
        let owner = self.claims.owner(person).await.unwrap();
        owner.person.author_of.iter().map(ToString::to_string).collect()
    }

    /// Subjects of all letters, the latest first.
    async fn letters(&self) -> Vec<String> {
        let mails = self.store.reader().mails(None, None, 99).await.unwrap();
        mails.into_iter().map(|it| it.subject).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

fn handle(text: &str) -> Handle {
    Handle::parse(text).unwrap()
}

#[tokio::test]
async fn a_work_is_offered_claimed_and_refused() {
    let world = World::new().await;
    let (jon, powers) = world.registered("Jon Smith", "jon@example.org").await;
    let offered = world.offered(&jon).await;
    assert_eq!(offered.first(), Some(&(NAMES_PAPER.to_owned(), Grade::Sure)), "name and workplace");
    let wish = Wish::of(handle(NAMES_PAPER));
    let nobody = world.claims.claim(&Powers::default(), &jon, std::slice::from_ref(&wish), 30).await;
    assert!(matches!(nobody, Err(Error::Denied(Denied::SignIn))));
    let other = world.stranger("ann@example.org", &[]).await;
    let denied = world.claims.claim(&other, &jon, std::slice::from_ref(&wish), 30).await;
    assert!(matches!(denied, Err(Error::Denied(Denied::NotYours))));
    assert_eq!(world.claims.claim(&powers, &jon, std::slice::from_ref(&wish), 30).await.unwrap(), 1);
    assert_eq!(world.claims.claim(&powers, &jon, &[wish], 31).await.unwrap(), 0, "it was theirs already");
    world.follow().await;
    assert_eq!(world.works(&jon).await, [NAMES_PAPER]);
    assert!(world.offered(&jon).await.iter().all(|it| it.0 != NAMES_PAPER));
    let id = world.claims.owner(&jon).await.unwrap().stored.id;
    let claim = &world.store.reader().claims_of(id).await.unwrap()[0];
    let name = Reason::Name(NameFit::Full, "Jon Smith".into());
    assert_eq!((claim.role, claim.place, claim.answer), (Role::Author, 1, Answer::Claimed));
    assert!(evidence::read(&claim.evidence).contains(&name), "{}", claim.evidence);
    world.claims.refuse(&powers, &jon, &[handle(NAMES_PAPER)], 40).await.unwrap();
    world.follow().await;
    assert_eq!(world.works(&jon).await, [""; 0]);
    assert!(world.offered(&jon).await.iter().all(|it| it.0 != NAMES_PAPER), "never asked again");
    world.claims.take_back(&powers, &jon, &[handle(NAMES_PAPER)], 50).await.unwrap();
    assert!(world.offered(&jon).await.iter().any(|it| it.0 == NAMES_PAPER));
    let deeds = world.store.reader().deeds(&Default::default(), None, 9).await.unwrap();
    let deeds: Vec<&str> = deeds.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(deeds, ["unclaim", "refuse", "claim", "claim"]);
    let gone = Wish::of(handle("RePEc:xyz:wpaper:none"));
    assert!(matches!(world.claims.claim(&powers, &jon, &[gone], 60).await, Err(Error::Missing("work"))));
}

#[tokio::test]
async fn a_changed_name_is_told_and_stood_by() {
    let world = World::new().await;
    let (jon, powers) = world.registered("Jon Smith", "jon@example.org").await;
    world.claims.claim(&powers, &jon, &[Wish::of(handle(NAMES_PAPER))], 30).await.unwrap();
    world.follow().await;
    world.edit("Author-Name: Jon Smith", "Author-Name: Ivan Petrov");
    world.settle(100).await;
    let id = world.claims.owner(&jon).await.unwrap().stored.id;
    assert_eq!(world.store.reader().doubts_of(id).await.unwrap().len(), 1);
    assert_eq!(write_due(&world.claims, 110).await.unwrap(), 0, "not at once");
    assert_eq!(write_due(&world.claims, 1_000).await.unwrap(), 1);
    assert_eq!(write_due(&world.claims, 2_000).await.unwrap(), 0);
    assert_eq!(world.letters().await, ["Names have changed in works of yours"]);
    people::rebuild(&world.store).await.unwrap();
    assert_eq!(write_due(&world.claims, 3_000).await.unwrap(), 0, "a view made anew tells nothing again");
    assert_eq!(world.works(&jon).await, [NAMES_PAPER], "it counts until its owner answers");
    world.claims.claim(&powers, &jon, &[Wish::of(handle(NAMES_PAPER))], 4_000).await.unwrap();
    world.follow().await;
    assert_eq!(world.store.reader().doubts_of(id).await.unwrap(), []);
}

#[tokio::test]
async fn new_works_make_one_letter_and_a_month_another() {
    let world = World::new().await;
    let (jon, powers) = world.registered("Jon Smith", "jon@example.org").await;
    world.edit(
        "Author-Name: Gregory Muller\nAuthor-Email: muller@example.org",
        "Author-Name: Jon Smith\nAuthor-Email: jon@example.org",
    );
    world.settle(100).await;
    assert_eq!(write_due(&world.claims, 3_000).await.unwrap(), 0, "others may come with it");
    assert_eq!(write_due(&world.claims, 100_000).await.unwrap(), 1);
    assert_eq!(write_due(&world.claims, 200_000).await.unwrap(), 0);
    assert_eq!(world.letters().await, ["New works that may be yours"]);
    assert_eq!(monthly(&world.claims, 32 * 86_400).await.unwrap(), 0, "nothing to say");
    world.claims.claim(&powers, &jon, &[Wish::of(handle(SALT_PAPER))], 40).await.unwrap();
    world.follow().await;
    let record = world.store.reader().record(&handle(SALT_PAPER)).await.unwrap().unwrap().id;
    let mut tx = world.store.writer().begin().await.unwrap();
    tx.add_hits(&[Hits { record, what: What::File, day: 3, count: 5 }]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(monthly(&world.claims, 32 * 86_400).await.unwrap(), 1);
    assert_eq!(monthly(&world.claims, 33 * 86_400).await.unwrap(), 0, "once a month");
    assert_eq!(world.letters().await[0], "Your works in 1970-01");
}

#[tokio::test]
async fn a_dispute_is_answered_decided_and_undone() {
    let world = World::new().await;
    let (jon, powers) = world.registered("Jon Smith", "jon@example.org").await;
    let (work, wish) = (handle(SALT_PAPER), Wish::of(handle(SALT_PAPER)));
    let ann = world.stranger("ann@example.org", &[]).await;
    let curator = world.stranger("cur@example.org", &[Power::Curator]).await;
    let dispute = async |who: &Powers, why: &str| world.claims.dispute(who, (&jon, &work), why, 40).await;
    assert!(matches!(dispute(&ann, "not his").await, Err(Error::Missing("claim"))));
    world.claims.claim(&powers, &jon, &[wish], 30).await.unwrap();
    world.follow().await;
    assert!(matches!(dispute(&ann, " ").await, Err(Error::NoReason)));
    assert!(matches!(dispute(&powers, "not mine").await, Err(Error::Denied(Denied::OwnCase))));
    assert!(matches!(dispute(&Powers::default(), "x").await, Err(Error::Denied(Denied::SignIn))));
    let id = dispute(&ann, "it says Gregory Muller").await.unwrap();
    assert!(matches!(dispute(&curator, "me too").await, Err(Error::Disputed)));
    world.claims.answer(&powers, id, "a pen name", 50).await.unwrap();
    assert!(matches!(world.claims.answer(&ann, id, "no", 50).await, Err(Error::Denied(_))));
    let decide = async |who: &Powers, upheld| world.claims.decide(who, id, upheld, "no proof", 60).await;
    assert!(matches!(decide(&powers, false).await, Err(Error::Denied(_))));
    assert!(matches!(decide(&ann, true).await, Err(Error::Denied(_))));
    decide(&curator, true).await.unwrap();
    assert!(matches!(decide(&curator, false).await, Err(Error::Decided)));
    world.follow().await;
    assert_eq!(world.works(&jon).await, [""; 0]);
    let case = world.claims.case(id).await.unwrap();
    assert_eq!((case.dispute.outcome, &*case.dispute.answer), (Outcome::Upheld, "a pen name"));
    let taken_off = "A work was taken off a profile";
    assert_eq!(world.letters().await, [taken_off, taken_off, "Is this work yours?"]);
    world.claims.undo_decision(&curator, id, 70).await.unwrap();
    assert_eq!(world.works(&jon).await, [SALT_PAPER]);
    assert!(matches!(world.claims.drop_dispute(&curator, id, 80).await, Err(Error::Denied(_))));
    world.claims.drop_dispute(&ann, id, 80).await.unwrap();
    assert_eq!(world.works(&jon).await, [SALT_PAPER]);
    // Whoever lets go of a disputed work settles it.
    let id = dispute(&ann, "it says Gregory Muller").await.unwrap();
    world.claims.take_back(&powers, &jon, std::slice::from_ref(&work), 90).await.unwrap();
    assert_eq!(world.claims.case(id).await.unwrap().dispute.outcome, Outcome::Upheld);
}

#[tokio::test]
async fn a_profile_holds_what_somebody_can_have_written() {
    let world = World::new().await;
    let (jon, powers) = world.registered("Jon Smith", "jon@example.org").await;
    let mut person = world.claims.owner(&jon).await.unwrap().person;
    person.author_of = (0..5_000).map(|n| handle(&format!("RePEc:abc:papers:{n}"))).collect();
    let mut tx = world.store.writer().begin().await.unwrap();
    record::save(&mut tx, &person, 20).await.unwrap();
    tx.commit().await.unwrap();
    let more = world.claims.claim(&powers, &jon, &[Wish::of(handle(SALT_PAPER))], 30).await;
    assert!(matches!(more, Err(Error::TooMany)), "{more:?}");
    assert_eq!(world.works(&jon).await.len(), 5_000);
}

/// Its owner gets letters of each.
#[tokio::test]
async fn nobody_disputes_again_and_again() {
    let world = World::new().await;
    let (jon, powers) = world.registered("Jon Smith", "jon@example.org").await;
    let work = handle(SALT_PAPER);
    world.claims.claim(&powers, &jon, &[Wish::of(work.clone())], 30).await.unwrap();
    world.follow().await;
    let ann = world.stranger("ann@example.org", &[]).await;
    for at in 40..43 {
        let id = world.claims.dispute(&ann, (&jon, &work), "no", at).await.unwrap();
        world.claims.drop_dispute(&ann, id, at).await.unwrap();
    }
    let again = world.claims.dispute(&ann, (&jon, &work), "no", 43).await;
    assert!(matches!(again, Err(Error::TooMany)), "{again:?}");
    assert_eq!(world.store.reader().disputes_since(ann.account().unwrap(), 39).await.unwrap(), 3);
    let other = world.stranger("bob@example.org", &[]).await;
    world.claims.dispute(&other, (&jon, &work), "no", 44).await.unwrap();
}

#[tokio::test]
async fn a_list_is_looked_up() {
    let world = World::new().await;
    let (jon, powers) = world.registered("Jon Smith", "jon@example.org").await;
    world.claims.claim(&powers, &jon, &[Wish::of(handle(SALT_PAPER))], 30).await.unwrap();
    world.follow().await;
    let owner = world.claims.owner(&jon).await.unwrap();
    let text = "@techreport{a, author = {Jon Smith}, year = 2024,\n\
        title = {Names in the Catalogue: On Finding Out Who Wrote What}}\n\
        @misc{b, note = {RePEc:xyz:wpaper:3}}\n@book{c, title = {Nothing of the Kind at All}, author={Z. Z.}}";
    let listed = world.claims.listed(&owner, text).await.unwrap();
    let words: Vec<String> = listed
        .iter()
        .map(|it| match &it.found {
            Found::Work { stored, suggested, sure, .. } => {
                format!("{} {} {sure}", stored.handle, suggested.as_ref().map_or("", |it| it.grade.word()))
            }
            Found::Claimed(stored) => format!("own {}", stored.handle),
            Found::Nothing => "nothing".to_owned(),
            Found::Missed => "missed".to_owned(),
        })
        .collect();
    assert_eq!(words, ["RePEc:xyz:wpaper:7 sure true", "own RePEc:xyz:wpaper:3", "nothing"]);
}
