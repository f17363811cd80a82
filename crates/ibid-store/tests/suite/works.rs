//! Records and their versions.

use ibid_core::Kind;
use ibid_core::people::claim::{Answer, Role};
use ibid_store::{
    Beside, Claim, Error, Hits, Moved, NewRecord, News, Packed, PersonViews, State, Version, What,
};

use crate::place::{Place, handle, new_record, new_version, put_file, put_papers, template};

const PAPER: &str = "RePEc:hst:ghsdps:gd11-190";

pub(crate) async fn a_record_is_found_by_handle_and_key(place: &Place) {
    let store = place.open().await;
    let article = "RePEc:eee:jfinec:v:140:y:2021:i:1:p:1-20";
    let twin = "RePEc:eee:jfinec:v140:y2021:i1:p1-20";
    let ids = put_papers(&store, &[PAPER, article, twin]).await;
    let reader = store.reader();
    let found = reader.record(&handle("REPEC:HST:ghsdps:GD11-190")).await.unwrap().unwrap();
    assert_eq!((found.id, found.handle.as_str(), found.kind), (ids[0], PAPER, Kind::Paper));
    assert_eq!((found.version, found.state, found.year), (1, State::Live, Some(2011)));
    assert_eq!((found.since, found.at, found.line), (100, 100, 1));
    assert_eq!(found.file, "hst/x.rdf");
    assert_eq!(found.text, template(&handle(PAPER), "A first title"));
    assert_eq!(reader.record(&handle("RePEc:hst:ghsdps:gd11-19")).await.unwrap(), None);
    let twins = reader.by_key("eee:jfinec:v140y2021i1p1-20").await.unwrap();
    assert_eq!(twins.iter().map(|it| it.id).collect::<Vec<_>>(), ids[1..]);
    assert_eq!(reader.record(&handle(twin)).await.unwrap().map(|it| it.id), Some(ids[2]));
    let asked = [handle(twin), handle("RePEc:hst:ghsdps:no"), handle(PAPER), handle(twin)];
    let records = reader.records(&asked).await.unwrap();
    let answered: Vec<_> = records.iter().map(|it| it.as_ref().map(|it| it.id)).collect();
    assert_eq!(answered, [Some(ids[2]), None, Some(ids[0]), Some(ids[2])]);
}

pub(crate) async fn heads_answer_in_order(place: &Place) {
    let store = place.open().await;
    let names: Vec<String> = (0..1500).map(|n| format!("RePEc:hst:ghsdps:{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let ids = put_papers(&store, &names).await;
    let mut tx = store.writer().begin().await.unwrap();
    assert_eq!(tx.heads(&[]).await.unwrap(), []);
    let mut asked: Vec<_> = names.iter().rev().map(|it| handle(it)).collect();
    asked.insert(700, handle("RePEc:hst:ghsdps:none"));
    let heads = tx.heads(&asked).await.unwrap();
    assert_eq!(heads[700], None);
    let found: Vec<i64> = heads.iter().flatten().map(|it| it.id).collect();
    assert_eq!(found, ids.iter().rev().copied().collect::<Vec<_>>());
    let head = heads[0].as_ref().unwrap();
    assert_eq!((head.version, head.state, head.digest), (1, State::Live, 1));
    assert_eq!((head.kind, head.line, head.handle.as_str()), (Kind::Paper, 1, names[1499]));
    let of_file = tx.records_of_file(head.file).await.unwrap();
    assert_eq!(of_file.iter().map(|it| it.id).collect::<Vec<_>>(), ids);
}

pub(crate) async fn the_newest_of_many_are_chosen(place: &Place) {
    let store = place.open().await;
    let names: Vec<String> = (0..1200).map(|n| format!("RePEc:hst:ghsdps:{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let ids = put_papers(&store, &names).await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/y.rdf").await;
    let later = new_version(ids[1100], file, "Template-Type: ReDIF-Article 1.0\nTitle: later\n");
    tx.supersede(&[NewVersionOf(later).article()], 200).await.unwrap();
    tx.withdraw(&[ids[0]], 200).await.unwrap();
    tx.commit().await.unwrap();
    let mut asked: Vec<_> = names.iter().map(|it| handle(it)).collect();
    asked.insert(1, handle("RePEc:hst:ghsdps:none"));
    asked.insert(2, asked[3].clone());
    let found = store.reader().newest_of(&asked, 3).await.unwrap();
    let found: Vec<_> = found.iter().map(|it| (it.id, it.year)).collect();
    assert_eq!(found, [(ids[1100], Some(2012)), (ids[2], Some(2011)), (ids[1], Some(2011))]);
    assert_eq!(store.reader().newest_of(&[], 3).await.unwrap(), []);
}

pub(crate) async fn versions_are_kept(place: &Place) {
    let store = place.open().await;
    let id = put_papers(&store, &[PAPER]).await[0];
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/y.rdf").await;
    let second = new_version(id, file, "Template-Type: ReDIF-Article 1.0\nTitle: second\n");
    tx.supersede(&[NewVersionOf(second).article()], 200).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.writer().begin().await.unwrap();
    let texts = tx.texts(&[id, id]).await.unwrap();
    assert_eq!(texts, vec!["Template-Type: ReDIF-Article 1.0\nTitle: second\n"; 2]);
    tx.relocate(&[Moved { id, file, line: 44, digest: 3 }]).await.unwrap();
    tx.commit().await.unwrap();
    let reader = store.reader();
    let now = reader.record(&handle(PAPER)).await.unwrap().unwrap();
    assert_eq!((now.version, now.kind, now.year), (2, Kind::Article, Some(2012)));
    assert_eq!((now.since, now.at, now.line, now.file.as_str()), (100, 200, 44, "hst/y.rdf"));
    let history = reader.history(&handle(PAPER)).await.unwrap();
    assert_eq!(history.len(), 2);
    let first = Version {
        version: 1,
        state: State::Live,
        at: 100,
        file: "hst/x.rdf".to_owned(),
        line: 1,
        text: template(&handle(PAPER), "A first title"),
    };
    assert_eq!(history[1], first);
    assert_eq!(reader.history(&handle("RePEc:hst:ghsdps:no")).await.unwrap(), []);
    let journal = reader.journal(0, 10).await.unwrap();
    let told: Vec<_> = journal.iter().map(|it| (it.version, it.news, it.what.as_str())).collect();
    assert_eq!(told, [(1, News::New, ""), (2, News::Changed, "title")]);
}

struct NewVersionOf(ibid_store::NewVersion);

impl NewVersionOf {
    fn article(self) -> ibid_store::NewVersion {
        ibid_store::NewVersion { kind: Kind::Article, ..self.0 }
    }
}

pub(crate) async fn withdrawn_records_stay_and_come_back(place: &Place) {
    let store = place.open().await;
    let id = put_papers(&store, &[PAPER]).await[0];
    let text = template(&handle(PAPER), "A first title");
    let mut tx = store.writer().begin().await.unwrap();
    tx.withdraw(&[id], 200).await.unwrap();
    tx.withdraw(&[id], 250).await.unwrap();
    tx.commit().await.unwrap();
    let gone = store.reader().record(&handle(PAPER)).await.unwrap().unwrap();
    assert_eq!((gone.version, gone.state, gone.at, &gone.text), (2, State::Withdrawn, 200, &text));
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/x.rdf").await;
    tx.supersede(&[new_version(id, file, &text)], 300).await.unwrap();
    tx.commit().await.unwrap();
    let history = store.reader().history(&handle(PAPER)).await.unwrap();
    let states: Vec<_> = history.iter().map(|it| (it.version, it.state, it.at)).collect();
    let expected = [(3, State::Live, 300), (2, State::Withdrawn, 200), (1, State::Live, 100)];
    assert_eq!(states, expected);
    assert!(history.iter().all(|it| it.text == text));
    let journal = store.reader().journal(0, 10).await.unwrap();
    let news: Vec<_> = journal.iter().map(|it| it.news).collect();
    assert_eq!(news, [News::New, News::Withdrawn, News::Restored]);
}

pub(crate) async fn repeats_name_both_sources(place: &Place) {
    let store = place.open().await;
    let id = put_papers(&store, &[PAPER]).await[0];
    let mut tx = store.writer().begin().await.unwrap();
    let second = put_file(&mut tx, "hst/second.rdf").await;
    let third = put_file(&mut tx, "hst/third.rdf").await;
    tx.put_repeats(second, &[(id, 5), (id, 50), (id, 50)]).await.unwrap();
    tx.put_repeats(third, &[(id, 6)]).await.unwrap();
    assert_eq!(tx.repeats(id).await.unwrap(), [(second, 5), (second, 50), (third, 6)]);
    tx.put_repeats(second, &[(id, 7)]).await.unwrap();
    tx.commit().await.unwrap();
    let repeats = store.reader().repeats(id).await.unwrap();
    assert_eq!(repeats, [("hst/second.rdf".to_owned(), 7), ("hst/third.rdf".to_owned(), 6)]);
    let other = put_papers(&store, &["RePEc:hst:a:other"]).await[0];
    let mut tx = store.writer().begin().await.unwrap();
    tx.regroup(&[], &[(other, other)]).await.unwrap();
    let hits = [8, 9].map(|day| Hits { record: id, what: What::File, day, count: day - 7 });
    tx.add_hits(&hits).await.unwrap();
    tx.commit().await.unwrap();
    // Who is registered, who is not any more, and who refused.
    let person = |person, short: &str, state, works| PersonViews {
        person,
        short: short.to_owned(),
        key: String::new(),
        state,
        names: Vec::new(),
        works,
        places: Vec::new(),
        awaited: Vec::new(),
    };
    let both = vec![(id, Role::Author, 2), (id, Role::Editor, 1), (other, Role::Author, 0)];
    let mut tx = store.writer().begin().await.unwrap();
    tx.put_people(&[
        person(70, "pki42", State::Live, both.clone()),
        person(71, "pki43", State::Withdrawn, both.clone()),
        person(72, "pki44", State::Live, both),
    ])
    .await
    .unwrap();
    let refused = Claim {
        person: 72,
        work: id,
        answer: Answer::Refused,
        role: Role::Author,
        place: 2,
        version: 1,
        evidence: String::new(),
        at: 5,
        account: 1,
    };
    tx.put_claims(&[refused]).await.unwrap();
    tx.commit().await.unwrap();
    let beside = async |key: &str| store.reader().with_beside(key).await.unwrap().remove(0);
    let (stored, what) = beside(&handle(PAPER).key()).await;
    let mut profiles = what.profiles.clone();
    profiles.sort_by_key(|it| it.1);
    let pki42 = |role, place| (role, place, "pki42".to_owned());
    assert_eq!(profiles, [pki42(Role::Editor, 1), pki42(Role::Author, 2)]);
    assert_eq!((stored.id, what.repeats, what.versions, what.files_opened), (id, true, false, 3));
    let (stored, what) = beside("hst:a:other").await;
    let (profiles, files_opened) = (Vec::new(), 0);
    assert_eq!((stored.id, what), (other, Beside { repeats: false, versions: true, files_opened, profiles }));
    assert_eq!(store.reader().with_beside("hst:a:none").await.unwrap(), []);
}

pub(crate) async fn orphans_wait_for_their_judgement(place: &Place) {
    let store = place.open().await;
    let ids = put_papers(&store, &["RePEc:hst:a:1", "RePEc:hst:a:2", "RePEc:hst:a:3"]).await;
    let orphans = async |archive: &str| {
        let mut tx = store.writer().begin().await.unwrap();
        let heads = tx.orphans(archive).await.unwrap();
        heads.iter().map(|it| it.id).collect::<Vec<_>>()
    };
    let mut tx = store.writer().begin().await.unwrap();
    tx.orphan(&ids).await.unwrap();
    tx.orphan(&ids[..1]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((orphans("hst").await, orphans("xyz").await), (ids.clone(), vec![]));
    let mut tx = store.writer().begin().await.unwrap();
    let file = put_file(&mut tx, "hst/y.rdf").await;
    tx.relocate(&[Moved { id: ids[0], file, line: 1, digest: 1 }]).await.unwrap();
    tx.withdraw(&ids[1..2], 200).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(orphans("hst").await, ids[2..]);
    let mut tx = store.writer().begin().await.unwrap();
    tx.adopt(&ids).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(orphans("hst").await, []);
}

pub(crate) async fn unknown_records_are_not_found(place: &Place) {
    let store = place.open().await;
    put_papers(&store, &[PAPER]).await;
    let mut tx = store.writer().begin().await.unwrap();
    assert!(matches!(tx.texts(&[77]).await, Err(Error::NotFound(what)) if what == "record 77"));
    assert!(matches!(tx.withdraw(&[77], 1).await, Err(Error::NotFound(_))));
    let version = new_version(77, 1, "x");
    assert!(matches!(tx.supersede(&[version], 1).await, Err(Error::NotFound(_))));
    let large = "1".repeat(16 << 20);
    let new = NewRecord { text: Packed::new(&large), ..new_record("RePEc:hst:a:large", 1, None) };
    tx.insert(&[new], 5).await.unwrap();
    tx.commit().await.unwrap();
    let found = store.reader().record(&handle("RePEc:hst:a:large")).await.unwrap().unwrap();
    assert!(found.text == large && found.year.is_none());
}
