//! Copies of a whole ledger: to the other engine, and as a backup.

use ibid_core::people::claim::{Answer, Role};
use ibid_store::{
    Act, ArchiveRead, Claim, Copied, Deeds, Error, Granted, NewAccount, NewLink, NewMail, NewPasskey,
    NewSession, Notice, Problem, Severity, Store, Told,
};

use crate::place::{Place, handle, new_version, put_papers};

/// A ledger with something in every table.
async fn fill(store: &Store) {
    let names: Vec<String> = (0..1200).map(|n| format!("RePEc:hst:a:{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let ids = put_papers(store, &names).await;
    let mut tx = store.writer().begin().await.unwrap();
    let file = tx.file("hst/x.rdf").await.unwrap().unwrap().id;
    tx.supersede(&[new_version(ids[0], file, "Title: second")], 200).await.unwrap();
    tx.withdraw(&ids[1..2], 300).await.unwrap();
    tx.orphan(&ids[2..3]).await.unwrap();
    tx.put_repeats(file, &[(ids[3], 8)]).await.unwrap();
    let problem = Problem {
        line: 1,
        column: 1,
        severity: Severity::Error,
        code: "empty".to_owned(),
        message: "title is empty".to_owned(),
        handle: String::new(),
        fix: String::new(),
    };
    tx.put_problems(file, &[problem]).await.unwrap();
    let read = ArchiveRead { code: "hst".to_owned(), read_at: 5, ..ArchiveRead::default() };
    tx.archive_read(&read).await.unwrap();
    tx.set_cursor("people", 7).await.unwrap();
    let (role, evidence) = (Role::Speaker, "name".to_owned());
    let answer = Answer::Refused;
    let claim = Claim { person: 9, work: 1, answer, role, place: 1, version: 2, evidence, at: 5, account: 3 };
    tx.put_claims(&[claim]).await.unwrap();
    tx.dispute((9, 1), 4, "not his", 6).await.unwrap();
    tx.note(&[Notice { person: 9, work: 1, told: Told::InDoubt, version: 2, at: 7 }]).await.unwrap();
    let account = NewAccount { email: "una@example.org", lang: "en", secret: b"s", at: 1 };
    let account = tx.add_account(&account).await.unwrap();
    let session = NewSession { digest: b"d", account, means: "link", agent: "", at: 1, ends: 99 };
    tx.add_session(&session).await.unwrap();
    let link = NewLink { digest: b"d", what: "x", account, email: "", detail: "", at: 1, ends: 99 };
    tx.add_link(&link).await.unwrap();
    let role = Granted { account, role: "maintainer".to_owned(), target: "hst".to_owned(), at: 1, by: 0 };
    tx.grant(&role).await.unwrap();
    tx.add_passkey(&NewPasskey { account, credential: b"c", name: "", body: "", at: 1 }).await.unwrap();
    assert!(tx.add_orcid(account, "0000-0002-1825-0097", 1).await.unwrap());
    tx.act(&Act { by: account, behalf: "", what: "x", whom: "", why: "", at: 1 }).await.unwrap();
    let mail = NewMail { key: "k", account, email: "", subject: "", body: "", leave: "", at: 1 };
    tx.put_mail(&mail).await.unwrap();
    tx.commit().await.unwrap();
}

async fn assert_same(one: &Store, other: &Store) {
    let (a, b) = (one.reader(), other.reader());
    assert_eq!(a.totals().await.unwrap(), b.totals().await.unwrap());
    assert_eq!(a.days(9, 9).await.unwrap(), b.days(9, 9).await.unwrap());
    assert_eq!(a.all_after(0, 9999).await.unwrap(), b.all_after(0, 9999).await.unwrap());
    assert_eq!(a.journal(0, 9999).await.unwrap(), b.journal(0, 9999).await.unwrap());
    assert_eq!(a.archives().await.unwrap(), b.archives().await.unwrap());
    assert_eq!(a.file_heads("hst").await.unwrap(), b.file_heads("hst").await.unwrap());
    let problems = a.problems("hst", None, 9).await.unwrap();
    assert_eq!(problems, b.problems("hst", None, 9).await.unwrap());
    for name in ["RePEc:hst:a:0", "RePEc:hst:a:1"] {
        let history = a.history(&handle(name)).await.unwrap();
        assert_eq!(history.len(), 2);
        assert_eq!(history, b.history(&handle(name)).await.unwrap());
    }
    assert_eq!(a.claims_of(9).await.unwrap().len(), 1);
    assert_eq!(a.claims_of(9).await.unwrap(), b.claims_of(9).await.unwrap());
    assert_eq!(a.dispute(1).await.unwrap(), b.dispute(1).await.unwrap());
    assert_eq!(a.notices(9).await.unwrap(), b.notices(9).await.unwrap());
    assert_eq!(a.repeats(4).await.unwrap(), b.repeats(4).await.unwrap());
    let deeds = Deeds::default();
    assert_eq!(
        a.account_of("una@example.org").await.unwrap(),
        b.account_of("una@example.org").await.unwrap()
    );
    assert_eq!(a.session(b"d", 9).await.unwrap(), b.session(b"d", 9).await.unwrap());
    assert_eq!(a.link(b"d", 9).await.unwrap(), b.link(b"d", 9).await.unwrap());
    assert_eq!(a.all_roles().await.unwrap(), b.all_roles().await.unwrap());
    assert_eq!(a.passkey(b"c").await.unwrap(), b.passkey(b"c").await.unwrap());
    assert_eq!(a.orcid_of(1).await.unwrap(), Some(("0000-0002-1825-0097".to_owned(), 1)));
    assert_eq!(a.orcid_of(1).await.unwrap(), b.orcid_of(1).await.unwrap());
    assert_eq!(a.deeds(&deeds, None, 9).await.unwrap(), b.deeds(&deeds, None, 9).await.unwrap());
    assert_eq!(a.mails(None, None, 9).await.unwrap(), b.mails(None, None, 9).await.unwrap());
    let orphans = async |store: &Store| store.writer().begin().await.unwrap().orphans("hst").await.unwrap();
    assert_eq!(orphans(one).await, orphans(other).await);
}

/// By way of a backup, so that on PostgreSQL both directions are gone.
pub(crate) async fn everything_is_copied(place: &Place) {
    let store = place.open().await;
    fill(&store).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.backup");
    let copied = store.backup(&file).await.unwrap();
    assert_eq!(copied, Copied { records: 1200, past: 2, lines: 1202 });
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(names, ["ledger.backup"]);
    let backup = Store::open(&format!("sqlite:{}", file.display())).await.unwrap();
    assert_same(&store, &backup).await;
    assert_eq!(backup.reader().cursor("people").await.unwrap(), 0, "cursors are no truth");
    let fresh = place.another().await;
    let restored = fresh.open().await;
    backup.copy_to(&restored).await.unwrap();
    assert_same(&store, &restored).await;
    assert_eq!(*restored.woken().borrow(), 1202);
    let more = put_papers(&restored, &["RePEc:hst:new:1"]).await;
    assert_eq!(more, [1201]);
    drop(restored);
    fresh.remove().await;
    let again = store.backup(&file).await;
    assert!(matches!(again, Err(Error::Conflict(what)) if what.contains("ledger.backup")));
}

pub(crate) async fn a_copy_wants_an_empty_ledger(place: &Place) {
    let store = place.open().await;
    put_papers(&store, &["RePEc:hst:a:1"]).await;
    let other = Store::open("sqlite::memory:").await.unwrap();
    put_papers(&other, &["RePEc:hst:b:1"]).await;
    assert!(matches!(store.copy_to(&other).await, Err(Error::Conflict(_))));
    assert_eq!(other.reader().totals().await.unwrap().counts[0].live, 1);
}
