//! Sending what waits: to a mail server, or into a folder from where the operator takes it.
//!
//! A letter is taken for a while before it is sent, so that two processes do not both send it; if this
//! one dies meanwhile, it is sent once more. Deliberately not here: who gets letters, and what they say.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ibid_store::{Mail, Result, Store};
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, SinglePart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::sync::watch;

/// How often letters that wait are looked for.
const LOOK: Duration = Duration::from_secs(1);
/// How long to leave a fault of the ledger alone.
const PAUSE: Duration = Duration::from_secs(10);
/// For how long a letter is taken: longer than any server may keep us waiting.
const TAKEN: i64 = 300;
/// Seconds between one try and the next; after the last of them a letter is given up.
const PAUSES: [i64; 7] = [60, 300, 1_800, 7_200, 21_600, 43_200, 86_400];
const AT_A_TIME: usize = 50;
/// Of a letter as it is (RFC 5322, 2.1.1).
const LONGEST_LINE: usize = 998;
/// For how long it is remembered to whom letters went.
const REMEMBERED: i64 = 90 * 86_400;

/// Where letters go.
#[derive(Clone)]
pub enum Post {
    /// One file each, from where somebody takes them.
    Folder(PathBuf),
    Server(AsyncSmtpTransport<Tokio1Executor>),
}

impl Post {
    /// `smtp://user:password@host:port?tls=required`, `smtps://…`: as lettre reads them.
    pub fn server(url: &str) -> std::result::Result<Post, String> {
        let builder =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|error| error.to_string())?;
        Ok(Post::Server(builder.timeout(Some(Duration::from_secs(60))).build()))
    }

    /// A text as it travels: in a file as it is, which people read too; on the wire so that every server
    /// lets it through.
    fn body(&self, text: &str) -> Body {
        let short = text.lines().all(|line| line.len() < LONGEST_LINE);
        match self {
            Post::Folder(_) if short => {
                let bytes = text.replace('\r', "").replace('\n', "\r\n").into_bytes();
                Body::dangerous_pre_encoded(bytes, ContentTransferEncoding::EightBit)
            }
            _ => Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::QuotedPrintable)
                .unwrap_or_else(|_| Body::new(text.to_owned())),
        }
    }
}

/// From whom letters come.
#[derive(Clone, Debug)]
pub struct From {
    mailbox: Mailbox,
    /// What the identifiers of letters end with.
    host: String,
}

impl From {
    /// `None` when the address is none.
    pub fn new(name: &str, email: &str) -> Option<From> {
        let address: Address = email.parse().ok()?;
        let host = address.domain().to_owned();
        Some(From { mailbox: Mailbox::new(Some(one_line(name)), address), host })
    }
}

/// Why a letter was not sent.
enum Fault {
    /// Refused for good where it was to go.
    Refused(String),
    /// Worth another try.
    Passing(String),
}

/// Sends what waits until `stop` turns true.
pub async fn deliver(
    store: Store,
    post: Post,
    from: From,
    now: fn() -> i64,
    mut stop: watch::Receiver<bool>,
) {
    let mut swept = 0;
    while !*stop.borrow() {
        let sent = send_due(&store, &post, &from, now()).await;
        let pause = match sent {
            Ok(AT_A_TIME) => Duration::ZERO,
            Ok(_) => LOOK,
            Err(error) => {
                tracing::error!("mail: {error}");
                PAUSE
            }
        };
        if now() - swept > 86_400 {
            swept = now();
            if let Err(error) = sweep(&store, swept).await {
                tracing::error!("mail: {error}");
            }
        }
        tokio::select! {
            _ = tokio::time::sleep(pause) => {}
            changed = stop.changed() => if changed.is_err() { break },
        }
    }
}

/// Sends the letters whose time has come, and says how many were tried.
pub async fn send_due(store: &Store, post: &Post, from: &From, now: i64) -> Result<usize> {
    let due = store.reader().mail_due(now, AT_A_TIME).await?;
    for &(id, was_due) in &due {
        let mut tx = store.writer().begin().await?;
        let taken = tx.take_mail(id, was_due, now + TAKEN).await?;
        tx.commit().await?;
        if let Some(mail) = taken {
            let sent = send(post, from, &mail, now).await;
            settle(store, &mail, sent, now).await?;
        }
    }
    Ok(due.len())
}

async fn settle(store: &Store, mail: &Mail, sent: std::result::Result<(), Fault>, now: i64) -> Result<()> {
    let mut tx = store.writer().begin().await?;
    match sent {
        Ok(()) => tx.mail_sent(mail.id, now).await?,
        Err(Fault::Refused(said)) => {
            tx.mail_given_up(mail.id, now, &said, true).await?;
            crate::accounts::bounced(&mut tx, &mail.email, now).await?;
        }
        Err(Fault::Passing(said)) => match PAUSES.get((mail.tries - 1).max(0) as usize) {
            Some(pause) => tx.mail_failed(mail.id, now + pause, &said).await?,
            None => tx.mail_given_up(mail.id, now, &said, false).await?,
        },
    }
    tx.commit().await.map(drop)
}

async fn sweep(store: &Store, now: i64) -> Result<()> {
    let mut tx = store.writer().begin().await?;
    tx.sweep_mail(now - REMEMBERED).await?;
    tx.commit().await.map(drop)
}

async fn send(post: &Post, from: &From, mail: &Mail, now: i64) -> std::result::Result<(), Fault> {
    let message = message(from, mail, post.body(&mail.body), now).map_err(Fault::Refused)?;
    match post {
        Post::Folder(folder) => {
            let written = write(folder, &format!("{now:012}-{:08}.eml", mail.id), &message.formatted());
            written.map_err(|error| Fault::Passing(format!("{}: {error}", folder.display())))
        }
        Post::Server(server) => match server.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(Fault::Refused(error.to_string())),
            Err(error) => Err(Fault::Passing(error.to_string())),
        },
    }
}

/// The letter as it travels. What came from people is in no header but through the library's own
/// encoding, and there on one line.
fn message(from: &From, mail: &Mail, body: Body, now: i64) -> std::result::Result<Message, String> {
    let to: Address = mail.email.parse().map_err(|_| format!("{:?}: not an address", mail.email))?;
    let date = UNIX_EPOCH + Duration::from_secs(now.max(0).unsigned_abs());
    let mut builder = Message::builder()
        .from(from.mailbox.clone())
        .to(Mailbox::new(None, to))
        .subject(one_line(&mail.subject))
        .date(date.max(SystemTime::UNIX_EPOCH))
        .message_id(Some(format!("<{}.{}@{}>", mail.made, mail.id, from.host)));
    let mut headers = vec![("Auto-Submitted", "auto-generated".to_owned())];
    if !mail.leave.is_empty() {
        headers.push(("List-Unsubscribe", format!("<{}>", one_line(&mail.leave))));
        headers.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    for (name, value) in headers {
        let name = HeaderName::new_from_ascii_str(name);
        builder = builder.raw_header(HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value));
    }
    let part = SinglePart::builder().content_type(ContentType::TEXT_PLAIN).body(body);
    builder.singlepart(part).map_err(|error| error.to_string())
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A file that is there when it is whole, not before, and is for the operator's eyes alone: whoever reads
/// its link is let in.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let part = folder.join(format!(".{name}.part"));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&part)?.write_all(bytes)?;
    std::fs::rename(part, folder.join(name))
}
