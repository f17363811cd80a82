//! Accounts from the first letter to the last, over a ledger in memory and a folder of letters.

use std::path::Path;

use ibid_app::accounts::{self, Accounts, Error, Who};
use ibid_app::letters::Letter;
use ibid_app::mail::post::{From, Post, send_due};
use ibid_app::mail::{self, LOST_AFTER, Sender, Topic};
use ibid_core::policy::{Denied, Powers, Role};
use ibid_store::{AccountState, Deeds, MailState, NewPasskey, Store};

const NOW: i64 = 1_795_154_400;
const DAY: i64 = 86_400;

struct World {
    store: Store,
    accounts: Accounts,
    folder: tempfile::TempDir,
}

impl World {
    async fn new() -> World {
        let store = Store::open("sqlite::memory:").await.expect("a ledger");
        let sender = Sender { name: "Society".to_owned(), url: "https://ibid.example".to_owned() };
        let accounts = Accounts::new(store.clone(), sender);
        World { store, accounts, folder: tempfile::tempdir().expect("a folder") }
    }

    /// Sends what waits, and answers the letters that are new, as their files have them.
    async fn post(&self, now: i64) -> Vec<String> {
        let before = files(self.folder.path());
        let from = From::new("Society", "ibid@ibid.example").expect("an address");
        let post = Post::Folder(self.folder.path().to_owned());
        send_due(&self.store, &post, &from, now).await.expect("sent");
        let after = files(self.folder.path());
        let new = after.iter().filter(|name| !before.contains(name));
        new.map(|name| std::fs::read_to_string(self.folder.path().join(name)).expect("a letter")).collect()
    }

    /// Signs somebody in by the link in their letter.
    async fn enter(&self, email: &str, now: i64) -> Who {
        self.accounts.ask_link(email, "en", "", now).await.expect("asked");
        let token = token(self.post(now).await.last().expect("a letter"));
        let entered = self.accounts.confirm(&token, "en", "Firefox", now).await.expect("let in");
        self.who(&entered.token, now).await.expect("signed in")
    }

    async fn who(&self, token: &str, now: i64) -> Option<Who> {
        self.accounts.who(token, now).await.expect("looked")
    }

    async fn deeds(&self) -> Vec<String> {
        let deeds = self.store.reader().deeds(&Deeds::default(), None, 99).await.expect("deeds");
        deeds.into_iter().rev().map(|it| it.what).collect()
    }
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|it| it.expect("an entry").file_name());
    let mut names: Vec<_> = entries.map(|it| it.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What follows `/account/link/` in a letter, whose lines are wrapped as mail wraps them.
fn token(letter: &str) -> String {
    let text = letter.replace("=\r\n", "").replace("=3D", "=");
    let (_, rest) = text.split_once("/account/link/").unwrap_or_else(|| panic!("no link in {text}"));
    rest.chars().take_while(char::is_ascii_alphanumeric).collect()
}

#[tokio::test]
async fn a_link_lets_in_once() {
    let world = World::new().await;
    world.accounts.ask_link(" Una@Example.org ", "ko-KR", "/e/pun1.html", NOW).await.expect("asked");
    let letters = world.post(NOW).await;
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    assert!(letter.contains("To: Una@Example.org"), "{letter}");
    assert!(letter.contains("Auto-Submitted: auto-generated"), "{letter}");
    assert!(!letter.contains("List-Unsubscribe"), "it answers a deed");
    let token = token(letter);
    let offer = world.accounts.offer(&token, NOW).await.expect("an offer");
    assert_eq!((offer.email.as_str(), offer.new), ("Una@Example.org", true));
    assert_eq!(world.store.reader().account_count().await.expect("a count"), 0, "looking makes nothing");
    let entered = world.accounts.confirm(&token, "ko", "Firefox", NOW + 5).await.expect("let in");
    assert_eq!((entered.next.as_str(), entered.new), ("/e/pun1.html", true));
    let who = world.who(&entered.token, NOW + 5).await.expect("signed in");
    assert_eq!((who.account.email.as_str(), who.account.lang.as_str()), ("Una@Example.org", "ko"));
    assert_eq!(who.powers, Powers::of(who.account.id, []));
    let again = world.accounts.confirm(&token, "ko", "Firefox", NOW + 6).await;
    assert!(matches!(again, Err(Error::Spent)), "{again:?}");
    assert!(matches!(world.accounts.offer(&token, NOW + 6).await, Err(Error::Spent)));
    assert_eq!(world.deeds().await, ["account.register", "session.open"]);
    assert_ne!(entered.token, token, "what the browser holds was in no letter");
}

#[tokio::test]
async fn a_link_is_raced_for_once() {
    let world = World::new().await;
    world.accounts.ask_link("una@example.org", "en", "", NOW).await.expect("asked");
    let token = token(&world.post(NOW).await[0]);
    let (one, other) = tokio::join!(
        world.accounts.confirm(&token, "en", "", NOW),
        world.accounts.confirm(&token, "en", "", NOW)
    );
    assert_eq!([one, other].iter().filter(|it| it.is_ok()).count(), 1);
    assert_eq!(world.store.reader().account_count().await.expect("a count"), 1);
}

#[tokio::test]
async fn links_and_sessions_end() {
    let world = World::new().await;
    world.accounts.ask_link("una@example.org", "en", "", NOW).await.expect("asked");
    let old = token(&world.post(NOW).await[0]);
    let late = NOW + accounts::LINK_LASTS;
    assert!(matches!(world.accounts.confirm(&old, "en", "", late).await, Err(Error::Spent)));
    let who = world.enter("una@example.org", NOW).await;
    assert_eq!(world.accounts.sessions(&who, NOW).await.expect("sessions").len(), 1);
    assert_eq!(world.accounts.sessions(&who, NOW + 61 * DAY).await.expect("sessions").len(), 0);
    for nothing in ["", "x", "0000000000000000000000000000000000000000000000000000000000000000"] {
        assert_eq!(world.who(nothing, NOW).await, None, "{nothing}");
    }
}

/// Nobody learns from an answer whether there is an account; and nobody's mailbox is filled.
#[tokio::test]
async fn asking_says_nothing_and_is_bounded() {
    let world = World::new().await;
    world.enter("una@example.org", NOW - 10_000).await;
    for email in ["una@example.org", "stranger@example.org"] {
        for _ in 0..9 {
            world.accounts.ask_link(email, "en", "", NOW).await.expect("the same answer");
        }
        assert_eq!(world.post(NOW).await.len(), 5, "{email}");
    }
    // Whoever asks in her name keeps her not out: when the last of those links is over, there is another.
    let over = NOW + accounts::LINK_LASTS;
    world.accounts.ask_link("una@example.org", "en", "", over).await.expect("asked");
    assert_eq!(world.post(over).await.len(), 1, "once the others are no good");
    for bad in ["", "una", "una@", "@example.org", "a b@example.org", "una@example.org\nBcc: x@example.org"] {
        let asked = world.accounts.ask_link(bad, "en", "", NOW).await;
        assert!(matches!(asked, Err(Error::NotAnAddress(_))), "{bad:?}");
    }
}

#[tokio::test]
async fn sessions_are_ended_by_their_owner_only() {
    let world = World::new().await;
    let una = world.enter("una@example.org", NOW).await;
    let again = world.enter("una@example.org", NOW + 1).await;
    let park = world.enter("park@example.org", NOW + 2).await;
    let stolen = world.accounts.end_session(&park, una.session.id).await;
    assert!(matches!(stolen, Err(Error::Missing("session"))), "{stolen:?}");
    assert_eq!(world.accounts.end_other_sessions(&again, NOW + 3).await.expect("ended"), 1);
    let left = world.accounts.sessions(&again, NOW + 3).await.expect("sessions");
    assert_eq!(left.iter().map(|it| it.id).collect::<Vec<_>>(), [again.session.id]);
    world.accounts.sign_out(&again).await.expect("out");
    assert_eq!(world.accounts.sessions(&una, NOW + 3).await.expect("sessions"), []);
}

#[tokio::test]
async fn a_locked_account_stays_out() {
    let world = World::new().await;
    world.accounts.ask_link("una@example.org", "en", "", NOW).await.expect("asked");
    let entered =
        world.accounts.confirm(&token(&world.post(NOW).await[0]), "en", "", NOW).await.expect("let in");
    world.accounts.lock(&Powers::operator(), entered.account, "spam", NOW).await.expect("locked");
    assert_eq!(world.who(&entered.token, NOW).await, None);
    world.post(NOW).await;
    world.accounts.ask_link("una@example.org", "en", "", NOW + 1).await.expect("the same answer");
    let link = token(world.post(NOW + 1).await.last().expect("a letter"));
    assert!(matches!(world.accounts.confirm(&link, "en", "", NOW + 1).await, Err(Error::Locked)));
    assert!(matches!(world.accounts.confirm(&link, "en", "", NOW + 1).await, Err(Error::Spent)));
    assert_eq!(world.accounts.powers(entered.account).await.expect("powers"), Powers::default());
}

#[tokio::test]
async fn an_address_is_changed_by_its_owner_and_taken_back() {
    let world = World::new().await;
    let una = world.enter("una@example.org", NOW).await;
    let park = world.enter("park@example.org", NOW).await;
    world.accounts.ask_address(&una, "una@new.example", NOW).await.expect("asked");
    let letters = world.post(NOW).await;
    assert!(letters[0].contains("To: una@new.example"), "{letters:?}");
    let link = token(&letters[0]);
    let by_another = world.accounts.change_address(&park, &link, NOW).await;
    assert!(matches!(by_another, Err(Error::Spent)), "who got the letter by mistake: {by_another:?}");
    world.accounts.change_address(&una, &link, NOW + 1).await.expect("changed");
    let told = world.post(NOW + 1).await;
    assert!(told[0].contains("To: una@example.org"), "{told:?}");
    let reader = world.store.reader();
    assert_eq!(reader.account_of("una@example.org").await.expect("looked"), None);
    assert!(reader.account_of("una@new.example").await.expect("looked").is_some());
    // Whoever did it has left themselves other ways in.
    let mut tx = world.store.writer().begin().await.expect("a transaction");
    let key = NewPasskey { account: una.account.id, credential: b"k", name: "", body: "{}", at: NOW + 1 };
    tx.add_passkey(&key).await.expect("added");
    tx.commit().await.expect("a commit");
    world.accounts.take_address_back(&token(&told[0]), NOW + 2).await.expect("back");
    assert_eq!(reader.passkeys(una.account.id).await.expect("passkeys"), []);
    let back = reader.account_of("una@example.org").await.expect("looked").expect("an account");
    assert_eq!(back.id, una.account.id);
    assert_eq!(world.accounts.sessions(&una, NOW + 2).await.expect("sessions"), [], "whoever it was is out");
}

/// Letters to strangers are few, whoever has them sent, and say nothing of strangers afterwards.
#[tokio::test]
async fn nobody_is_written_to_again_and_again() {
    let world = World::new().await;
    let una = world.enter("una@example.org", NOW).await;
    for _ in 0..9 {
        world.accounts.ask_address(&una, "victim@example.org", NOW).await.expect("the same answer");
    }
    assert_eq!(world.post(NOW).await.len(), 5, "to one address");
    for n in 0..30 {
        world.accounts.ask_address(&una, &format!("v{n}@example.org"), NOW).await.expect("the same answer");
    }
    assert_eq!(world.post(NOW).await.len(), 15, "by one account");
    world.accounts.ask_link("stranger@example.org", "en", "", NOW).await.expect("asked");
    let held = async || world.store.reader().mails(None, None, 99).await.expect("letters");
    assert!(held().await.iter().any(|it| it.email == "stranger@example.org"));
    world.post(NOW).await;
    assert!(held().await.iter().all(|it| it.email != "stranger@example.org"));
}

/// The page says the same; the owner of the address learns of it, and nothing changes.
#[tokio::test]
async fn an_address_of_another_is_not_taken() {
    let world = World::new().await;
    let una = world.enter("una@example.org", NOW).await;
    world.enter("park@example.org", NOW).await;
    world.accounts.ask_address(&una, "PARK@example.org", NOW).await.expect("the same answer");
    let letters = world.post(NOW).await;
    assert!(
        letters[0].contains("To: park@example.org") && !letters[0].contains("/account/link/"),
        "{letters:?}"
    );
}

#[tokio::test]
async fn leaving_waits_and_can_be_undone() {
    let world = World::new().await;
    let una = world.enter("una@example.org", NOW).await;
    let wrong = world.accounts.ask_to_leave(&una, "park@example.org", NOW).await;
    assert!(matches!(wrong, Err(Error::Mistyped)), "{wrong:?}");
    world.accounts.ask_to_leave(&una, " UNA@example.org", NOW).await.expect("leaving");
    let due = NOW + accounts::DAYS_TO_COME_BACK * DAY;
    assert_eq!(world.accounts.erase_due(due - 1).await.expect("looked"), 0);
    world.accounts.stay(&una, NOW + 5).await.expect("stays");
    assert_eq!(world.accounts.erase_due(due).await.expect("looked"), 0);
    world.accounts.ask_to_leave(&una, "una@example.org", NOW).await.expect("leaving");
    assert_eq!(world.accounts.erase_due(due).await.expect("looked"), 1);
    assert_eq!(world.accounts.erase_due(due).await.expect("looked"), 0);
    let gone = world.store.reader().account(una.account.id).await.expect("looked").expect("a number");
    assert_eq!((gone.state, gone.email.as_str()), (AccountState::Erased, ""));
    let back = world.enter("una@example.org", due + 1).await;
    assert_ne!(back.account.id, una.account.id, "somebody new");
}

#[tokio::test]
async fn leaving_at_once_takes_everything() {
    let world = World::new().await;
    let una = world.enter("una@example.org", NOW).await;
    let (operator, curator) = (Powers::operator(), Role::Curator);
    world.accounts.grant(&operator, una.account.id, &curator, "", NOW).await.expect("granted");
    let export = world.accounts.export(&una, NOW).await.expect("an export");
    for told in ["una@example.org", "curator", "session.open", "Firefox", "2026-11-20T"] {
        assert!(export.contains(told), "{told}: {export}");
    }
    assert!(serde_json::from_str::<serde_json::Value>(&export).is_ok());
    world.post(NOW).await;
    world.accounts.leave_now(&una, "una@example.org", NOW).await.expect("gone");
    let letters = world.post(NOW).await;
    assert!(letters.len() == 1 && letters[0].contains("To: una@example.org"), "{letters:?}");
    let reader = world.store.reader();
    assert_eq!(reader.roles(una.account.id).await.expect("roles"), []);
    let deeds = reader.deeds(&Deeds { by: Some(una.account.id), ..Deeds::default() }, None, 99).await;
    let deeds = deeds.expect("deeds");
    assert!(deeds.iter().any(|it| it.what == "session.open"), "what was done stays");
    assert!(deeds.iter().all(|it| !it.why.contains('@') && !it.whom.contains('@')), "{deeds:?}");
    let again = world.accounts.leave_now(&una, "una@example.org", NOW).await;
    assert!(matches!(again, Err(Error::Missing(_))), "{again:?}");
}

#[tokio::test]
async fn a_kind_of_letter_is_left_with_one_click() {
    let world = World::new().await;
    let una = world.enter("una@example.org", NOW).await;
    let letter = Letter { subject: "Two\r\nBcc: x@example.org".to_owned(), text: "Works".to_owned() };
    let inform = async |topic, key: &str| {
        let account = world.store.reader().account(una.account.id).await.expect("read").expect("there");
        let mut tx = world.store.writer().begin().await.expect("begun");
        let sender = world.accounts.sender();
        let told = mail::inform(&mut tx, sender, (&account, topic), key, &letter, NOW).await.expect("put");
        tx.commit().await.expect("committed");
        told
    };
    assert!(inform(Topic::Works, "a").await);
    assert!(!inform(Topic::Works, "a").await, "once for each thing it is about");
    let letters = world.post(NOW).await;
    let text = letters[0].replace("=\r\n", "");
    assert!(!text.contains("\r\nBcc:"), "{text}");
    assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{text}");
    let (_, rest) = text.split_once("List-Unsubscribe: <https://ibid.example/account/leave/").expect(&text);
    let (leave, _) = rest.split_once('>').expect("an end");
    assert!(text.matches(leave).count() == 2, "in the head and at the foot");
    for forged in ["", "1", "1-works-", "1-works-00", "1-monthly-00", &leave.replace("works", "monthly")] {
        assert!(matches!(world.accounts.leave(forged, NOW).await, Err(Error::Spent)), "{forged}");
    }
    for _ in 0..2 {
        assert_eq!(world.accounts.leave(leave, NOW).await.expect("left"), Topic::Works);
    }
    assert!(!inform(Topic::Works, "b").await);
    assert!(inform(Topic::Monthly, "c").await);
    let una = world.enter("una@example.org", NOW).await;
    world.accounts.write_settings(&una, "ru-RU", &[Topic::Works], NOW).await.expect("written");
    assert!(inform(Topic::Works, "d").await && !inform(Topic::Monthly, "e").await);
    let account = world.store.reader().account(una.account.id).await.expect("read").expect("there");
    assert_eq!(account.lang, "ru");
}

#[tokio::test]
async fn addresses_that_send_letters_back_are_left_alone() {
    let world = World::new().await;
    let una = world.enter("una@example.org", NOW).await;
    for _ in 0..LOST_AFTER {
        assert!(world.accounts.bounced("una@example.org", NOW).await.expect("noted"));
    }
    assert!(!world.accounts.bounced("nobody@example.org", NOW).await.expect("noted"));
    assert!(world.deeds().await.contains(&"account.unreached".to_owned()));
    let reader = world.store.reader();
    let account = reader.account(una.account.id).await.expect("read").expect("there");
    let letter = Letter { subject: String::new(), text: String::new() };
    let mut tx = world.store.writer().begin().await.expect("begun");
    let to = (&account, Topic::Works);
    assert!(!mail::inform(&mut tx, world.accounts.sender(), to, "k", &letter, NOW).await.expect("put"));
    drop(tx);
    let back = world.enter("una@example.org", NOW).await;
    assert_eq!(reader.account(back.account.id).await.expect("read").expect("there").bounces, 0);
}

#[tokio::test]
async fn strangers_keep_nothing() {
    let world = World::new().await;
    let una = world.enter("una@example.org", NOW).await;
    let stranger = Who { powers: Powers::default(), ..una };
    let refused = world.accounts.end_other_sessions(&stranger, NOW).await;
    assert!(matches!(refused, Err(Error::Denied(Denied::SignIn))), "{refused:?}");
    let refused = world.accounts.export(&stranger, NOW).await;
    assert!(matches!(refused, Err(Error::Denied(Denied::SignIn))), "{refused:?}");
    for email in ["x", "x@y@z"] {
        assert!(matches!(world.accounts.add(email, "en", NOW).await, Err(Error::NotAnAddress(_))));
    }
    assert!(matches!(world.accounts.add("una@example.org", "en", NOW).await, Err(Error::Taken)));
}

/// A folder that cannot be written to: the letter waits, each time longer, and is given up in the end.
#[tokio::test]
async fn letters_are_tried_again_and_given_up() {
    let world = World::new().await;
    world.accounts.ask_link("una@example.org", "en", "", NOW).await.expect("asked");
    let from = From::new("Society", "ibid@ibid.example").expect("an address");
    let file = world.folder.path().join("file");
    std::fs::write(&file, "").expect("a file");
    let post = Post::Folder(file);
    let (mut now, mut tries) = (NOW, 0);
    let reader = world.store.reader();
    while let [mail] = reader.mails(Some(MailState::Waiting), None, 9).await.expect("letters").as_slice() {
        now = mail.due.max(now);
        assert_eq!(send_due(&world.store, &post, &from, now).await.expect("tried"), 1);
        assert_eq!(send_due(&world.store, &post, &from, now + 30).await.expect("tried"), 0, "not at once");
        tries += 1;
    }
    assert_eq!(tries, 8);
    assert!(now > NOW + DAY && now < NOW + 3 * DAY, "{}", now - NOW);
    let [mail] =
        reader.mails(Some(MailState::GivenUp), None, 9).await.expect("letters").try_into().expect("one");
    assert!(mail.said.contains("file") && mail.body.is_empty(), "{mail:?}");
}

/// To a real server, with names and words in any script, one letter a line of its head.
#[tokio::test]
async fn letters_go_by_a_server() {
    let world = World::new().await;
    let server = ibid_testkit::MailServer::start().await;
    let post = Post::server(&server.url()).expect("an address");
    let from = From::new("학회\r\nBcc: x@example.org", "ibid@ibid.example").expect("an address");
    for email in ["una@example.org", "gone@example.org", "later@example.org"] {
        world.accounts.add(email, "ko", NOW).await.expect("added");
        world.accounts.ask_link(email, "en", "", NOW).await.expect("asked");
    }
    send_due(&world.store, &post, &from, NOW).await.expect("tried");
    let letters = server.letters();
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!((letter.from.as_str(), letter.to.as_str()), ("ibid@ibid.example", "una@example.org"));
    let head = letter.text.split("\n\n").next().expect("a head");
    assert!(!head.contains("\nBcc"), "{head}");
    assert!(head.is_ascii() && head.contains("\nSubject: Society =?utf-8?b?"), "{head}");
    assert!(head.lines().all(|line| line.len() < 200), "{head}");
    let reader = world.store.reader();
    let by_state = async |state| {
        let mails = reader.mails(Some(state), None, 9).await.expect("letters");
        mails.into_iter().map(|it| (it.email, it.said)).collect::<Vec<_>>()
    };
    let returned = by_state(MailState::Returned).await;
    assert!(returned.len() == 1 && returned[0].0 == "gone@example.org", "{returned:?}");
    assert!(returned[0].1.contains("no such mailbox"), "{returned:?}");
    let waiting = by_state(MailState::Waiting).await;
    assert!(waiting.len() == 1 && waiting[0].1.contains("come back later"), "{waiting:?}");
    let gone = reader.account_of("gone@example.org").await.expect("read").expect("there");
    assert_eq!(gone.bounces, 1);
    drop(server);
    world.accounts.ask_link("una@example.org", "en", "", NOW + 1).await.expect("asked");
    send_due(&world.store, &post, &from, NOW + 1).await.expect("tried");
    assert_eq!(by_state(MailState::Waiting).await.len(), 2, "a server that is away is tried again");
}

/// Whoever reads a letter's link is let in.
#[cfg(unix)]
#[tokio::test]
async fn letters_are_read_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new().await;
    world.enter("una@example.org", NOW).await;
    let name = files(world.folder.path()).pop().expect("a letter");
    let kept = std::fs::metadata(world.folder.path().join(name)).expect("a file");
    assert_eq!(kept.permissions().mode() & 0o777, 0o600);
}
