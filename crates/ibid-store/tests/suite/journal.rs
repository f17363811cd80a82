//! The journal under many writers, and those who follow it.

use ibid_store::State;

use crate::place::{Place, handle, new_record, new_version, put_papers};

/// Eight writers at once, each on a ledger of its own as processes are, while a reader follows and
/// remembers only the last number it saw. Without the append lock it loses changes, or writers collide.
pub(crate) async fn numbers_are_gapless_and_in_order_of_commits(place: &Place) {
    let (writers, rounds) = if place.is_sqlite() { (2, 10) } else { (8, 25) };
    let watched = place.open().await;
    let mut tasks = Vec::new();
    for writer in 0..writers {
        let store = place.open().await;
        tasks.push(tokio::spawn(async move {
            for round in 0..rounds {
                let mut tx = store.writer().begin().await.unwrap();
                let name = format!("RePEc:hst:w{writer}:{round}");
                tx.insert(&[new_record(&name, 1, None)], 100).await.unwrap();
                tokio::task::yield_now().await;
                tx.commit().await.unwrap();
            }
        }));
    }
    let total = writers * rounds;
    let mut seen = Vec::new();
    while seen.len() < total {
        let after = seen.last().copied().unwrap_or(0);
        seen.extend(watched.reader().journal(after, 7).await.unwrap().iter().map(|it| it.seq));
        tokio::task::yield_now().await;
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(seen, (1..=total as i64).collect::<Vec<_>>());
    assert_eq!(watched.reader().position().await.unwrap(), total as i64);
}

pub(crate) async fn readers_follow_without_losing_a_change(place: &Place) {
    let store = place.open().await;
    let ids = put_papers(&store, &["RePEc:hst:a:1", "RePEc:hst:a:2", "RePEc:hst:a:3"]).await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = tx.file("hst/x.rdf").await.unwrap().unwrap().id;
    tx.supersede(&[new_version(ids[0], file, "Title: second")], 200).await.unwrap();
    tx.withdraw(&ids[1..2], 300).await.unwrap();
    tx.commit().await.unwrap();
    let reader = store.reader();
    let follow = async |since, limit| {
        let changed = reader.changed_since(since, limit).await.unwrap();
        changed.iter().map(|(seq, it)| (*seq, it.id, it.version, it.state)).collect::<Vec<_>>()
    };
    let all = [(3, ids[2], 1, State::Live), (4, ids[0], 2, State::Live), (5, ids[1], 2, State::Withdrawn)];
    assert_eq!(follow(0, 99).await, all);
    let in_pieces = [(1, ids[0], 2, State::Live), (2, ids[1], 2, State::Withdrawn)];
    assert_eq!(follow(0, 2).await, in_pieces);
    assert_eq!(follow(3, 99).await, all[1..]);
    assert_eq!(follow(5, 99).await, []);
    assert_eq!(reader.journal(1, 1).await.unwrap()[0].handle, handle("RePEc:hst:a:2"));
}

pub(crate) async fn a_commit_wakes(place: &Place) {
    let store = place.open().await;
    let mut woken = store.woken();
    assert_eq!(*woken.borrow_and_update(), 0);
    put_papers(&store, &["RePEc:hst:a:1", "RePEc:hst:a:2"]).await;
    woken.changed().await.unwrap();
    assert_eq!(*woken.borrow_and_update(), 2);
    store.writer().begin().await.unwrap().commit().await.unwrap();
    assert!(!woken.has_changed().unwrap(), "nothing new, nobody woken");
    assert_eq!(*place.open().await.woken().borrow(), 2);
}

pub(crate) async fn cursors_are_kept(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.reader().cursor("people").await.unwrap(), 0);
    for seq in [4, 9] {
        let mut tx = store.writer().begin().await.unwrap();
        tx.set_cursor("people", seq).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(store.reader().cursor("people").await.unwrap(), 9);
}
