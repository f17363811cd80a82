//! Claims, disputes, notices and the views of people.

use ibid_core::people::claim::{Answer, Doubt, Role};
use ibid_store::{
    Authorship, Awaited, Claim, Doubtful, Notice, Outcome, PersonViews, State, Store, Told, Tx,
};

use crate::place::Place;

fn claim(person: i64, work: i64, answer: Answer) -> Claim {
    let evidence = "name coauthor".to_owned();
    Claim { person, work, answer, role: Role::Author, place: 2, version: 3, evidence, at: 50, account: 9 }
}

async fn writing(store: &Store) -> Tx {
    store.writer().begin().await.unwrap()
}

pub(crate) async fn answers_are_kept_and_settle_doubts(place: &Place) {
    let store = place.open().await;
    let claims = [claim(7, 1, Answer::Claimed), claim(7, 2, Answer::Refused), claim(8, 1, Answer::Claimed)];
    let doubts = [1, 2].map(|work| Doubtful { person: 7, work, version: 4, why: Doubt::Renamed });
    let mut tx = writing(&store).await;
    tx.put_doubts(&[], &[], &doubts).await.unwrap();
    tx.put_claims(&claims).await.unwrap();
    tx.put_claims(&[]).await.unwrap();
    tx.commit().await.unwrap();
    let reader = store.reader();
    assert_eq!(reader.claims_of(7).await.unwrap(), claims[..2]);
    let [a, b, c] = claims.clone();
    assert_eq!(reader.claims_on(&[2, 1, 99]).await.unwrap(), [a, c.clone(), b.clone()]);
    assert_eq!(reader.doubts_of(7).await.unwrap(), []);
    let editor = Claim { role: Role::Editor, place: 1, version: 9, ..claim(7, 1, Answer::Claimed) };
    let mut tx = writing(&store).await;
    tx.put_claims(std::slice::from_ref(&editor)).await.unwrap();
    tx.remove_claims(7, &[2, 99]).await.unwrap();
    tx.forget_account_of_claims(9).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.claims_of(7).await.unwrap(), [Claim { account: 0, ..editor }]);
    let mut tx = writing(&store).await;
    tx.forget_claims_of(7).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.claims_on(&[1, 2]).await.unwrap(), [Claim { account: 0, ..c }]);
}

pub(crate) async fn a_dispute_is_decided_once(place: &Place) {
    let store = place.open().await;
    let mut tx = writing(&store).await;
    let first = tx.dispute((7, 1), 5, "not hers; 木村 wrote it", 100).await.unwrap();
    let second = tx.dispute((7, 2), 5, "nor this", 110).await.unwrap();
    assert_eq!((first, second), (1, 2));
    assert!(tx.answer_dispute(first, "it is mine", 120).await.unwrap());
    tx.commit().await.unwrap();
    let reader = store.reader();
    let open = reader.open_disputes(0, 9).await.unwrap();
    assert_eq!(open.iter().map(|it| it.id).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(reader.open_disputes(1, 9).await.unwrap(), open[1..]);
    assert_eq!(reader.open_disputes(0, 1).await.unwrap(), open[..1]);
    assert_eq!((&*open[0].answer, open[0].answered_at, open[0].outcome), ("it is mine", 120, Outcome::Open));
    let mut tx = writing(&store).await;
    assert!(tx.close_dispute(first, Outcome::Upheld, "the title page says so", (6, 130)).await.unwrap());
    assert!(!tx.close_dispute(first, Outcome::Dismissed, "no", (6, 140)).await.unwrap());
    assert!(!tx.answer_dispute(first, "too late", 150).await.unwrap());
    assert!(!tx.close_dispute(99, Outcome::Dismissed, "no", (6, 140)).await.unwrap());
    assert!(tx.reopen_dispute(first).await.unwrap());
    assert!(!tx.reopen_dispute(first).await.unwrap());
    assert!(tx.close_dispute(first, Outcome::Upheld, "the title page says so", (6, 130)).await.unwrap());
    tx.commit().await.unwrap();
    let by = async |account| reader.open_disputes_by(account).await.unwrap().len();
    assert_eq!((by(5).await, by(6).await), (1, 0));
    for (since, count) in [(99, 2), (100, 1), (110, 0)] {
        assert_eq!(reader.disputes_since(5, since).await.unwrap(), count, "{since}");
    }
    let mut tx = writing(&store).await;
    tx.forget_account_of_disputes(5).await.unwrap();
    tx.forget_account_of_disputes(6).await.unwrap();
    tx.commit().await.unwrap();
    let decided = reader.dispute(first).await.unwrap().unwrap();
    assert_eq!(reader.decided_disputes(9).await.unwrap(), std::slice::from_ref(&decided));
    assert_eq!(reader.decided_disputes(0).await.unwrap(), []);
    assert_eq!((decided.outcome, decided.decided_at), (Outcome::Upheld, 130));
    assert_eq!((decided.account, decided.decided_by, &*decided.reason), (0, 0, "not hers; 木村 wrote it"));
    assert_eq!(reader.dispute(99).await.unwrap(), None);
    assert_eq!(reader.disputes_of(7).await.unwrap().iter().map(|it| it.id).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(reader.disputes_on(7, 1).await.unwrap(), [decided]);
    let mut tx = writing(&store).await;
    tx.forget_disputes_of(7).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.disputes_of(7).await.unwrap(), []);
}

pub(crate) async fn nobody_is_told_twice(place: &Place) {
    let store = place.open().await;
    let notice = |person, work, told, version| Notice { person, work, told, version, at: 10 * work };
    let new = notice(7, 2, Told::MayBeYours, 0);
    let doubt = notice(7, 1, Told::InDoubt, 4);
    let other = notice(9, 5, Told::MayBeYours, 0);
    let mut tx = writing(&store).await;
    tx.note(&[new, doubt, other]).await.unwrap();
    tx.note(&[Notice { at: 999, ..new }]).await.unwrap();
    tx.commit().await.unwrap();
    let reader = store.reader();
    assert_eq!(reader.notices(7).await.unwrap(), [doubt, new]);
    assert_eq!(reader.notices_wait_for(0, 9).await.unwrap(), [(7, 10), (9, 50)]);
    assert_eq!(reader.notices_wait_for(7, 9).await.unwrap(), [(9, 50)]);
    assert_eq!(reader.notices_wait_for(0, 1).await.unwrap(), [(7, 10)]);
    let mut tx = writing(&store).await;
    tx.told(&[new, doubt], 500).await.unwrap();
    tx.note(&[new, Notice { version: 5, ..doubt }]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.notices(7).await.unwrap(), [Notice { version: 5, ..doubt }]);
    let mut tx = writing(&store).await;
    tx.forget_notices_of(7).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.notices_wait_for(0, 9).await.unwrap(), [(9, 50)]);
}

fn views(person: i64, short: &str) -> PersonViews {
    let awaited = |key: &str, role| Awaited { key: key.to_owned(), person, role };
    PersonViews {
        person,
        short: short.to_owned(),
        key: format!("per:x:{short}"),
        state: State::Live,
        names: vec![i64::MIN, person],
        works: vec![(1, Role::Author, 2), (3, Role::Editor, 0)],
        places: vec![(30, 60), (31, 0)],
        awaited: vec![awaited("edi:later", None), awaited("hst:a:later", Some(Role::Speaker))],
    }
}

pub(crate) async fn people_are_found_by_what_they_say(place: &Place) {
    let store = place.open().await;
    let reader = store.reader();
    let mut tx = writing(&store).await;
    tx.put_people(&[views(7, "pki7"), views(8, "pki8")]).await.unwrap();
    tx.put_people(&[]).await.unwrap();
    let (names, works, places, awaited) = Default::default();
    let state = State::Withdrawn;
    tx.put_people(&[PersonViews { state, names, works, places, awaited, ..views(9, "pki9") }]).await.unwrap();
    assert_eq!(tx.called(&[i64::MIN, 8]).await.unwrap(), [(i64::MIN, 7), (i64::MIN, 8), (8, 8)]);
    tx.commit().await.unwrap();
    let found = reader.by_short_ids(&["pki9", "pki7", "pxx1"]).await.unwrap();
    let expected = [(7, "pki7".to_owned(), State::Live), (9, "pki9".to_owned(), State::Withdrawn)];
    assert_eq!(found, expected);
    assert_eq!(reader.members(30).await.unwrap(), [(7, 60), (8, 60)]);
    let mut tx = writing(&store).await;
    let moved = PersonViews { works: vec![], places: vec![(31, 99)], ..views(7, "pki77") };
    tx.put_people(&[moved]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.members(30).await.unwrap(), [(8, 60)]);
    assert_eq!(reader.by_short_ids(&["pki7"]).await.unwrap(), []);
    assert_eq!(reader.works_of(7).await.unwrap(), []);
}

pub(crate) async fn what_is_awaited_comes(place: &Place) {
    let store = place.open().await;
    let reader = store.reader();
    let mut tx = writing(&store).await;
    tx.put_people(&[views(7, "pki7"), views(8, "pki8")]).await.unwrap();
    tx.commit().await.unwrap();
    let awaiting = async |key: &str| reader.awaiting(&[key.to_owned(), "hst:a:x".to_owned()]).await.unwrap();
    let (works, places) = (awaiting("hst:a:later").await, awaiting("edi:later").await);
    assert_eq!(works, [views(7, "").awaited[1].clone(), views(8, "").awaited[1].clone()]);
    assert_eq!(places, [views(7, "").awaited[0].clone(), views(8, "").awaited[0].clone()]);
    let mut tx = writing(&store).await;
    tx.came(&works[..1]).await.unwrap();
    tx.put_places(&[(9, 7, Role::Speaker, 1), (1, 7, Role::Author, 5)]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(awaiting("hst:a:later").await, works[1..]);
    let naming = reader.naming(&[9, 1, 99]).await.unwrap();
    assert_eq!(naming, [(1, 7, Role::Author, 5), (1, 8, Role::Author, 2), (9, 7, Role::Speaker, 1)]);
}

pub(crate) async fn works_name_people_and_people_works(place: &Place) {
    let store = place.open().await;
    let reader = store.reader();
    let mut tx = writing(&store).await;
    tx.put_people(&[views(7, "pki7"), views(8, "pki8")]).await.unwrap();
    let said = |work, place, name: &str| (work, Role::Author, place, name.to_owned());
    let all = [said(1, 1, "pki8"), said(2, 1, "pki8"), said(2, 2, "pxx5"), said(4, 3, "per:x:pki8")];
    tx.put_said(&[1, 2, 4], &all).await.unwrap();
    tx.commit().await.unwrap();
    let part = |work, person: i64, role, claimed, place| Authorship {
        work,
        person,
        short: format!("pki{person}"),
        role,
        claimed,
        place,
    };
    let author = Role::Author;
    let both = [part(1, 7, author, true, 2), part(1, 8, author, true, 2)];
    assert_eq!(reader.authorship(&[1]).await.unwrap(), both);
    let said_of_8 = [part(2, 8, author, false, 1), part(4, 8, author, false, 3)];
    assert_eq!(reader.authorship(&[4, 2]).await.unwrap(), said_of_8);
    let [second, fourth] = said_of_8;
    let third = part(3, 8, Role::Editor, true, 0);
    assert_eq!(reader.works_of(8).await.unwrap(), [both[1].clone(), second, third, fourth.clone()]);
    let mut tx = writing(&store).await;
    tx.put_claims(&[claim(8, 2, Answer::Refused), claim(8, 1, Answer::Refused)]).await.unwrap();
    tx.put_said(&[1], &[]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.authorship(&[2, 4]).await.unwrap(), [fourth]);
    assert_eq!(reader.works_of(8).await.unwrap().len(), 2);
}

pub(crate) async fn doubts_are_replaced(place: &Place) {
    let store = place.open().await;
    let reader = store.reader();
    let doubt = |person, work, why| Doubtful { person, work, version: 4, why };
    let all = [doubt(7, 1, Doubt::Renamed), doubt(7, 2, Doubt::Removed), doubt(8, 1, Doubt::OtherPerson)];
    let mut tx = writing(&store).await;
    tx.put_doubts(&[], &[], &all).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.doubts((0, 0), 9).await.unwrap(), all);
    assert_eq!(reader.doubts((7, 1), 1).await.unwrap(), all[1..2]);
    assert_eq!(reader.doubts_of(7).await.unwrap(), all[..2]);
    let mut tx = writing(&store).await;
    tx.put_doubts(&[8], &[2], &[doubt(7, 1, Doubt::OtherWork)]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.doubts((0, 0), 9).await.unwrap(), [doubt(7, 1, Doubt::OtherWork)]);
    let mut tx = writing(&store).await;
    tx.put_people(&[views(7, "pki7")]).await.unwrap();
    tx.put_said(&[1], &[(1, Role::Author, 1, "pki7".to_owned())]).await.unwrap();
    tx.forget_people().await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.doubts((0, 0), 9).await.unwrap(), []);
    assert_eq!(reader.by_short_ids(&["pki7"]).await.unwrap(), []);
    assert_eq!(reader.members(30).await.unwrap(), []);
    assert_eq!(reader.awaiting(&["edi:later".to_owned()]).await.unwrap(), []);
    assert_eq!(reader.works_of(7).await.unwrap(), []);
    let mut tx = writing(&store).await;
    assert_eq!(tx.called(&[7]).await.unwrap(), []);
    tx.put_people(&[views(7, "pki7")]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.authorship(&[1]).await.unwrap().len(), 1, "nobody but the work itself was forgotten");
}
