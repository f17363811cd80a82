//! A mail server that takes letters on loopback, keeps them, and refuses on request. It speaks as much of
//! SMTP (RFC 5321) as a client needs.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A running mail server; gone when dropped.
pub struct MailServer {
    address: String,
    letters: Arc<Mutex<Vec<Taken>>>,
    task: tokio::task::JoinHandle<()>,
}

/// A letter as it came.
#[derive(Clone, Debug)]
pub struct Taken {
    pub from: String,
    pub to: String,
    /// Head and body, lines ending with `\n`.
    pub text: String,
}

impl MailServer {
    /// Starts one. Addresses that begin with `gone` are refused for good, with `later` for now.
    pub async fn start() -> MailServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let letters: Arc<Mutex<Vec<Taken>>> = Arc::default();
        let kept = letters.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = kept.clone();
                tokio::spawn(async move {
                    let _ = talk(stream, &kept).await;
                });
            }
        });
        MailServer { address, letters, task }
    }

    /// `smtp://127.0.0.1:2525`
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What came so far.
    pub fn letters(&self) -> Vec<Taken> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(stream: TcpStream, kept: &Mutex<Vec<Taken>>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 toy ESMTP\r\n").await?;
    let (mut from, mut to) = (String::new(), String::new());
    while let Some(line) = lines.next_line().await? {
        let word = line.split([' ', ':']).next().unwrap_or("").to_ascii_uppercase();
        let inside = |line: &str| {
            line.split_once('<')
                .and_then(|(_, it)| it.split_once('>'))
                .map_or(String::new(), |it| it.0.to_owned())
        };
        let answer = match word.as_str() {
            "EHLO" | "HELO" => "250-toy\r\n250-8BITMIME\r\n250 SMTPUTF8",
            "MAIL" => {
                from = inside(&line);
                "250 ok"
            }
            "RCPT" => {
                to = inside(&line);
                match &*to {
                    it if it.starts_with("gone") => "550 5.1.1 no such mailbox",
                    it if it.starts_with("later") => "451 4.7.1 come back later",
                    _ => "250 ok",
                }
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut text = String::new();
                while let Some(line) = lines.next_line().await?.filter(|it| it != ".") {
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push('\n');
                }
                let taken = Taken { from: from.clone(), to: to.clone(), text };
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(taken);
                "250 taken"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 ok",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}
