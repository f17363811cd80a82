//! Accounts with their sessions, links, roles, deeds and letters.

use ibid_store::{
    Account, AccountState, Act, Deeds, Error, Granted, MailState, NewAccount, NewLink, NewMail, NewPasskey,
    NewSession, Store, Tx, account_name,
};

use crate::place::Place;

async fn add(tx: &mut Tx, email: &str) -> i64 {
    tx.add_account(&NewAccount { email, lang: "en", secret: b"secret", at: 100 }).await.unwrap()
}

async fn two(store: &Store) -> [i64; 2] {
    let mut tx = store.writer().begin().await.unwrap();
    let both = [add(&mut tx, "Una@Example.org").await, add(&mut tx, "박@example.org").await];
    tx.commit().await.unwrap();
    both
}

pub(crate) async fn an_address_has_one_account(place: &Place) {
    let store = place.open().await;
    let [una, park] = two(&store).await;
    let reader = store.reader();
    let found = reader.account_of(" una@EXAMPLE.org ").await.unwrap().unwrap();
    assert_eq!((found.id, found.email.as_str(), found.state), (una, "Una@Example.org", AccountState::Open));
    assert_eq!((found.since, found.seen, found.secret.as_slice()), (100, 100, &b"secret"[..]));
    assert_eq!(reader.account_of("").await.unwrap(), None);
    // A letter that only looks like k, and has its lower case.
    assert_eq!(reader.account_of("una@example.or\u{262}").await.unwrap(), None);
    let mut tx = store.writer().begin().await.unwrap();
    let kim = add(&mut tx, "kim@example.org").await;
    drop(tx);
    assert!(kim > park, "ids go up");
    assert_eq!(reader.account_of("\u{212a}im@example.org").await.unwrap(), None);
    assert_eq!(reader.account_of("nobody@example.org").await.unwrap(), None);
    let mut tx = store.writer().begin().await.unwrap();
    let again = tx.add_account(&NewAccount { email: "UNA@example.org", lang: "ko", secret: b"x", at: 1 });
    assert!(matches!(again.await, Err(Error::Conflict(_))));
    let seen = tx.account_of("una@example.org").await.unwrap().unwrap();
    assert_eq!(tx.account(una).await.unwrap().as_ref(), Some(&seen));
    let changed = Account {
        email: "una@new.example".to_owned(),
        person: "RePEc:per:2026-11-20:pun1".to_owned(),
        lang: "ru".to_owned(),
        muted: 5,
        state: AccountState::Leaving,
        bounces: 2,
        seen: 300,
        leaves: 400,
        ..seen
    };
    tx.change_account(&changed).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.account(una).await.unwrap().as_ref(), Some(&changed));
    assert_eq!(reader.account_of("una@example.org").await.unwrap(), None);
    let owners = reader.accounts_of_person("RePEc:per:2026-11-20:pun1").await.unwrap();
    assert_eq!(owners.as_slice(), std::slice::from_ref(&changed));
    assert_eq!(reader.accounts_leaving(399, 9).await.unwrap(), []);
    assert_eq!(reader.accounts_leaving(400, 9).await.unwrap(), [changed]);
    let ids = async |after, limit| -> Vec<i64> {
        reader.accounts(after, limit).await.unwrap().iter().map(|it| it.id).collect()
    };
    assert_eq!((ids(0, 1).await, ids(una, 9).await, ids(park, 9).await), (vec![una], vec![park], vec![]));
    assert_eq!(reader.account_count().await.unwrap(), 2);
}

pub(crate) async fn roles_are_granted_once(place: &Place) {
    let store = place.open().await;
    let [una, park] = two(&store).await;
    let role = |account, role: &str, target: &str| Granted {
        account,
        role: role.to_owned(),
        target: target.to_owned(),
        at: 200,
        by: 0,
    };
    let mut tx = store.writer().begin().await.unwrap();
    for (granted, new) in [
        (role(una, "maintainer", "hst"), true),
        (role(una, "maintainer", "hst"), false),
        (role(park, "maintainer", "hst"), true),
        (role(park, "curator", ""), true),
        (role(una, "curator", ""), true),
    ] {
        assert_eq!(tx.grant(&granted).await.unwrap(), new, "{granted:?}");
    }
    assert!(tx.revoke(una, "curator", "").await.unwrap());
    assert!(!tx.revoke(una, "curator", "").await.unwrap());
    assert_eq!(tx.roles(una).await.unwrap(), [role(una, "maintainer", "hst")]);
    tx.commit().await.unwrap();
    let reader = store.reader();
    assert_eq!(reader.roles(una).await.unwrap(), [role(una, "maintainer", "hst")]);
    let hst = [role(una, "maintainer", "hst"), role(park, "maintainer", "hst")];
    assert_eq!(reader.holders("maintainer", "hst").await.unwrap(), hst);
    assert_eq!(reader.all_roles().await.unwrap().len(), 3);
}

pub(crate) async fn sessions_are_found_by_their_digest(place: &Place) {
    let store = place.open().await;
    let [una, park] = two(&store).await;
    let mut tx = store.writer().begin().await.unwrap();
    let mut ids = Vec::new();
    for (digest, account, at) in [(b"a", una, 100), (b"b", una, 110), (b"c", una, 120), (b"d", park, 100)] {
        let new = NewSession { digest, account, means: "link", agent: "Firefox", at, ends: at + 50 };
        ids.push(tx.add_session(&new).await.unwrap());
    }
    tx.touch_session(ids[0], 130, 180).await.unwrap();
    tx.commit().await.unwrap();
    let reader = store.reader();
    let (session, account) = reader.session(b"a", 179).await.unwrap().unwrap();
    assert_eq!((session.id, session.seen, session.made, account.id), (ids[0], 130, 100, una));
    assert_eq!(reader.session(b"a", 180).await.unwrap(), None);
    assert_eq!(reader.session(b"x", 130).await.unwrap(), None);
    let open = async |account, now| -> Vec<i64> {
        reader.sessions(account, now).await.unwrap().iter().map(|it| it.id).collect()
    };
    assert_eq!(open(una, 140).await, [ids[0], ids[2], ids[1]]);
    assert_eq!(open(una, 165).await, [ids[0], ids[2]]);
    let mut tx = store.writer().begin().await.unwrap();
    assert!(!tx.end_session(park, ids[0]).await.unwrap(), "somebody else's");
    assert!(tx.end_session(una, ids[0]).await.unwrap());
    assert!(!tx.end_session(una, ids[0]).await.unwrap());
    assert_eq!(tx.end_other_sessions(una, ids[1]).await.unwrap(), 1);
    tx.sweep_sessions(155).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((open(una, 0).await, open(park, 0).await), (vec![ids[1]], vec![]));
}

pub(crate) async fn links_are_spent_once(place: &Place) {
    let store = place.open().await;
    let [una, _] = two(&store).await;
    let mut tx = store.writer().begin().await.unwrap();
    for (digest, what, account) in [(b"a", "sign-in", 0), (b"b", "sign-in", 0), (b"c", "address", una)] {
        let email = "Una@Example.org";
        let new = NewLink { digest, what, account, email, detail: "/to", at: 100, ends: 200 };
        tx.add_link(&new).await.unwrap();
    }
    tx.commit().await.unwrap();
    let reader = store.reader();
    let link = reader.link(b"a", 199).await.unwrap().unwrap();
    assert_eq!(
        (link.what.as_str(), link.email.as_str(), link.detail.as_str()),
        ("sign-in", "Una@Example.org", "/to")
    );
    assert_eq!((link.made, link.ends, link.account), (100, 200, 0));
    for (digest, now) in [(b"a", 200), (b"x", 150)] {
        assert_eq!(reader.link(digest, now).await.unwrap(), None);
    }
    let mut tx = store.writer().begin().await.unwrap();
    for (since, count) in [(99, 2), (100, 0)] {
        assert_eq!(tx.links_asked("una@example.org", "sign-in", since).await.unwrap(), count);
    }
    for (account, what, since, count) in [
        (una, "address", 99, 1),
        (una, "address", 100, 0),
        (una, "sign-in", 0, 0),
        (una + 1, "address", 0, 0),
    ] {
        assert_eq!(tx.links_sent(account, what, since).await.unwrap(), count, "{account} {what} {since}");
    }
    drop(tx);
    assert_eq!(reader.links(una, "address", 150).await.unwrap().len(), 1);
    // Both want it; one transaction comes after the other, and only the first finds it good.
    let spend = async |digest: &[u8], now| {
        let mut tx = store.writer().begin().await.unwrap();
        let spent = tx.spend_link(digest, now).await.unwrap();
        tx.commit().await.unwrap();
        spent.is_some()
    };
    let (one, other) = tokio::join!(spend(b"a", 150), spend(b"a", 150));
    assert!(one ^ other, "{one} {other}");
    assert!(!spend(b"b", 200).await, "too late");
    let mut tx = store.writer().begin().await.unwrap();
    tx.end_links(una, "address", 150).await.unwrap();
    assert_eq!(tx.spend_link(b"c", 160).await.unwrap(), None);
    let help = NewLink {
        digest: b"h",
        what: "help",
        account: una,
        email: "h@example.org",
        detail: "",
        at: 150,
        ends: 900,
    };
    let id = tx.add_link(&help).await.unwrap();
    let mut seen = Vec::new();
    for (account, what) in [(una, "address"), (una + 1, "help"), (una, "help")] {
        seen.push(tx.end_link(account, what, id, 160).await.unwrap());
    }
    seen.push(tx.end_link(una, "help", id, 161).await.unwrap());
    assert_eq!(seen, [false, false, true, false]);
    assert_eq!(tx.spend_link(b"h", 162).await.unwrap(), None);
    assert_eq!(tx.links_sent(una, "help", 0).await.unwrap(), 1, "taken back or not");
    tx.sweep_links(200).await.unwrap();
    assert_eq!(tx.links_asked("una@example.org", "sign-in", 0).await.unwrap(), 0);
    tx.commit().await.unwrap();
}

pub(crate) async fn deeds_are_paged_by_who_and_whom(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    for n in 0..6 {
        let whom = account_name(n % 2);
        let what = if n < 3 { "grant" } else { "claim" };
        let act = Act { by: n % 3, behalf: "", what, whom: &whom, why: "because", at: 100 + n };
        tx.act(&act).await.unwrap();
    }
    tx.commit().await.unwrap();
    let reader = store.reader();
    let check = async |which: Deeds<'_>, before, expected: &[i64]| {
        let deeds = reader.deeds(&which, before, 3).await.unwrap();
        assert_eq!(deeds.iter().map(|it| it.at - 100).collect::<Vec<_>>(), expected, "{which:?}");
    };
    let all = Deeds::default();
    check(all, None, &[5, 4, 3]).await;
    check(all, Some(4), &[2, 1, 0]).await;
    check(Deeds { by: Some(2), ..all }, None, &[5, 2]).await;
    check(Deeds { whom: Some("account:1"), ..all }, None, &[5, 3, 1]).await;
    check(Deeds { whom: Some("account:1"), by: Some(2), ..all }, None, &[5]).await;
    check(Deeds { what: Some("grant"), ..all }, None, &[2, 1, 0]).await;
    check(Deeds { from: Some(101), until: Some(104), ..all }, None, &[3, 2, 1]).await;
    let mut tx = store.writer().begin().await.unwrap();
    let act = Act { by: 7, behalf: "RePEc:per:x:pki1", what: "x", whom: "w", why: "y", at: 200 };
    tx.act(&act).await.unwrap();
    drop(tx);
    check(Deeds { by: Some(7), ..all }, None, &[]).await;
}

pub(crate) async fn letters_are_taken_by_one(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    for (key, new) in [("a", true), ("a", false), ("b", true), ("c", true)] {
        let mail = NewMail {
            key,
            account: 7,
            email: "una@example.org",
            subject: "Sign in",
            body: "secret",
            leave: "https://ibid.example/account/leave/x",
            at: 100,
        };
        assert_eq!(tx.put_mail(&mail).await.unwrap(), new, "{key}");
    }
    tx.commit().await.unwrap();
    let reader = store.reader();
    assert_eq!(reader.mail_due(99, 9).await.unwrap(), []);
    let due = reader.mail_due(100, 9).await.unwrap();
    assert_eq!(due, [(1, 100), (2, 100), (3, 100)]);
    let mut tx = store.writer().begin().await.unwrap();
    let taken = tx.take_mail(1, 100, 400).await.unwrap().unwrap();
    assert_eq!((taken.body.as_str(), taken.tries, taken.due), ("secret", 1, 400));
    assert_eq!(tx.take_mail(1, 100, 400).await.unwrap(), None, "somebody else has it");
    tx.mail_sent(1, 101).await.unwrap();
    tx.take_mail(2, 100, 400).await.unwrap();
    tx.mail_failed(2, 160, "no answer").await.unwrap();
    tx.mail_given_up(3, 101, "no such mailbox", true).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.mail_due(160, 9).await.unwrap(), [(2, 160)]);
    let mails = reader.mails(None, None, 2).await.unwrap();
    assert_eq!(
        mails.iter().map(|it| (it.id, it.state)).collect::<Vec<_>>(),
        [(3, MailState::Returned), (2, MailState::Waiting)]
    );
    assert_eq!((mails[1].said.as_str(), mails[1].body.as_str()), ("no answer", "secret"));
    let sent = reader.mails(Some(MailState::Sent), Some(9), 2).await.unwrap();
    assert_eq!((sent.len(), sent[0].body.as_str(), sent[0].leave.as_str()), (1, "", ""));
    let counts = [(MailState::Waiting, 1), (MailState::Sent, 1), (MailState::Returned, 1)];
    assert_eq!(reader.mail_counts().await.unwrap(), counts);
    let mut tx = store.writer().begin().await.unwrap();
    assert!(tx.mail_again(2, 105).await.unwrap());
    assert!(!tx.mail_again(1, 105).await.unwrap());
    tx.sweep_mail(102).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.mail_due(105, 9).await.unwrap(), [(2, 105)]);
    let mails = reader.mails(None, None, 9).await.unwrap();
    assert_eq!(mails.iter().map(|it| it.email.as_str()).collect::<Vec<_>>(), ["", "una@example.org", ""]);
}

pub(crate) async fn passkeys_are_one_accounts(place: &Place) {
    let store = place.open().await;
    let [una, park] = two(&store).await;
    let new = |account, credential| NewPasskey { account, credential, name: "Phone", body: "{}", at: 100 };
    let mut tx = store.writer().begin().await.unwrap();
    let first = tx.add_passkey(&new(una, b"one")).await.unwrap().unwrap();
    assert_eq!(tx.add_passkey(&new(park, b"one")).await.unwrap(), None, "it is another's");
    let second = tx.add_passkey(&new(una, b"two")).await.unwrap().unwrap();
    tx.passkey_used(first, "{1}", 150).await.unwrap();
    assert!(tx.name_passkey(una, second, "Key").await.unwrap());
    assert!(!tx.name_passkey(park, second, "Mine").await.unwrap());
    assert!(!tx.remove_passkey(park, first).await.unwrap());
    tx.commit().await.unwrap();
    let reader = store.reader();
    let list = reader.passkeys(una).await.unwrap();
    let told: Vec<_> = list.iter().map(|it| (it.id, it.name.as_str(), it.body.as_str(), it.used)).collect();
    assert_eq!(told, [(first, "Phone", "{1}", 150), (second, "Key", "{}", 0)]);
    assert_eq!(reader.passkey(b"one").await.unwrap().as_ref(), list.first());
    assert_eq!(reader.passkey(b"three").await.unwrap(), None);
    let mut tx = store.writer().begin().await.unwrap();
    assert!(tx.remove_passkey(una, first).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(reader.passkeys(una).await.unwrap(), [list[1].clone()]);
}

pub(crate) async fn an_id_is_one_accounts(place: &Place) {
    const JOSIAH: &str = "0000-0002-1825-0097";
    let store = place.open().await;
    let [una, park] = two(&store).await;
    let mut tx = store.writer().begin().await.unwrap();
    let person = "RePEc:per:2026-11-20:pun1".to_owned();
    let account = Account { person: person.clone(), ..tx.account(una).await.unwrap().unwrap() };
    tx.change_account(&account).await.unwrap();
    assert!(tx.add_orcid(una, JOSIAH, 150).await.unwrap());
    assert!(!tx.add_orcid(park, JOSIAH, 160).await.unwrap(), "it is another's");
    assert!(!tx.add_orcid(una, "0000-0001-5109-3700", 160).await.unwrap(), "one is enough");
    tx.commit().await.unwrap();
    let reader = store.reader();
    assert_eq!(reader.orcid_of(una).await.unwrap(), Some((JOSIAH.to_owned(), 150)));
    assert_eq!(reader.orcid_of(park).await.unwrap(), None);
    assert_eq!(reader.account_by_orcid(JOSIAH).await.unwrap(), Some(una));
    assert_eq!(reader.orcid_of_person(&person).await.unwrap().as_deref(), Some(JOSIAH));
    assert_eq!(reader.orcid_of_person("RePEc:per:x:ppa1").await.unwrap(), None);
    let mut tx = store.writer().begin().await.unwrap();
    assert!(tx.remove_orcid(una).await.unwrap());
    assert!(!tx.remove_orcid(una).await.unwrap());
    assert!(tx.add_orcid(park, JOSIAH, 170).await.unwrap(), "it is free again");
    tx.commit().await.unwrap();
    assert_eq!(reader.account_by_orcid(JOSIAH).await.unwrap(), Some(park));
}

/// What was done stays; who it was does not. The number is never given again.
pub(crate) async fn an_erased_account_leaves_its_number(place: &Place) {
    let store = place.open().await;
    let [una, park] = two(&store).await;
    let mut tx = store.writer().begin().await.unwrap();
    tx.add_session(&NewSession { digest: b"s", account: park, means: "link", agent: "", at: 1, ends: 900 })
        .await
        .unwrap();
    for (digest, account) in [(b"l", park), (b"m", 0)] {
        let email = "박@example.org";
        tx.add_link(&NewLink { digest, what: "x", account, email, detail: "", at: 1, ends: 900 })
            .await
            .unwrap();
    }
    let role = Granted { account: park, role: "curator".to_owned(), target: String::new(), at: 1, by: 0 };
    tx.grant(&role).await.unwrap();
    let mail =
        NewMail {
            key: "k", account: park, email: "박@example.org", subject: "", body: "", leave: "", at: 1
        };
    tx.put_mail(&mail).await.unwrap();
    tx.put_mail(&NewMail { key: "before there was an account", account: 0, ..mail }).await.unwrap();
    tx.act(&Act { by: park, behalf: "", what: "x", whom: "", why: "", at: 1 }).await.unwrap();
    let person = "RePEc:per:x:ppa1".to_owned();
    let help = Granted { account: una, role: "helper".to_owned(), target: person.clone(), at: 1, by: park };
    tx.grant(&help).await.unwrap();
    assert!(tx.add_orcid(park, "0000-0002-1825-0097", 1).await.unwrap());
    let account = Account { person, ..tx.account(park).await.unwrap().unwrap() };
    tx.erase_account(&account).await.unwrap();
    tx.commit().await.unwrap();
    let reader = store.reader();
    let bare = reader.account(park).await.unwrap().unwrap();
    assert_eq!((bare.state, bare.email.as_str(), bare.secret.len()), (AccountState::Erased, "", 0));
    assert_eq!(reader.account_of("박@example.org").await.unwrap(), None);
    assert_eq!(reader.session(b"s", 2).await.unwrap(), None);
    assert_eq!((reader.link(b"l", 2).await.unwrap(), reader.link(b"m", 2).await.unwrap()), (None, None));
    assert_eq!(reader.orcid_of(park).await.unwrap(), None);
    assert_eq!(reader.roles(park).await.unwrap(), []);
    assert_eq!(reader.roles(una).await.unwrap(), [], "there is nobody to help");
    let mails = reader.mails(None, None, 9).await.unwrap();
    assert_eq!((mails[0].email.as_str(), mails[0].account, mails[0].state), ("", 0, MailState::GivenUp));
    assert!(mails.len() == 2 && mails.iter().all(|it| it.email.is_empty()), "{mails:?}");
    assert_eq!(reader.deeds(&Deeds { by: Some(park), ..Deeds::default() }, None, 9).await.unwrap().len(), 1);
    assert_eq!(reader.account_count().await.unwrap(), 1);
    let mut tx = store.writer().begin().await.unwrap();
    assert_eq!(add(&mut tx, "박@example.org").await, park + 1);
    tx.commit().await.unwrap();
    let other = place.another().await;
    let copy = other.open().await;
    store.copy_to(&copy).await.unwrap();
    assert_eq!(copy.reader().accounts(0, 9).await.unwrap(), reader.accounts(0, 9).await.unwrap());
    let all = Deeds::default();
    assert_eq!(copy.reader().deeds(&all, None, 9).await.unwrap(), reader.deeds(&all, None, 9).await.unwrap());
    assert!(matches!(store.copy_to(&copy).await, Err(Error::Conflict(_))), "an account is something");
    drop(copy);
    other.remove().await;
}
