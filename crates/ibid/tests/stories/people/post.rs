//! The letters of an installation that puts them into its folder.

use std::fs;
use std::path::PathBuf;

use crate::world::{World, until};

pub(crate) struct Post(PathBuf);

/// A letter as its reader sees it.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}

impl Post {
    pub(crate) fn of(world: &World) -> Post {
        Post(world.data().join("mail"))
    }

    /// All letters, the oldest first.
    pub(crate) fn all(&self) -> Vec<Letter> {
        let Ok(entries) = fs::read_dir(&self.0) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
        files.retain(|it| it.extension().is_some_and(|it| it == "eml"));
        files.sort();
        files.iter().map(|it| Letter::read(&fs::read_to_string(it).unwrap())).collect()
    }

    /// The letters to somebody, the oldest first.
    pub(crate) fn to(&self, email: &str) -> Vec<Letter> {
        self.all().into_iter().filter(|it| it.to.contains(email)).collect()
    }

    /// The letter that comes after so many others to somebody.
    pub(crate) fn next_to(&self, email: &str, before: usize) -> Letter {
        until(&format!("letter {} to {email}", before + 1), || self.to(email).len() > before);
        self.to(email).swap_remove(before)
    }
}

impl Letter {
    fn read(text: &str) -> Letter {
        let text = text.replace("\r\n", "\n");
        let (head, body) = text.split_once("\n\n").unwrap();
        // Long heads go on behind a blank.
        let head = head.replace("\n ", " ");
        let of = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("").trim();
        let encoded = of("Content-Transfer-Encoding:") == "quoted-printable";
        let text = if encoded { readable(body) } else { body.to_owned() };
        Letter { to: of("To:").to_owned(), subject: of("Subject:").to_owned(), text }
    }

    /// The path of the first address in it.
    pub(crate) fn link(&self) -> String {
        let at = self.text.find("http://").expect("a link");
        let address = self.text[at..].split_whitespace().next().unwrap();
        let path = address.splitn(4, '/').nth(3).expect("a path");
        format!("/{path}")
    }
}

/// Quoted-printable (RFC 2045, 6.7) as text.
fn readable(body: &str) -> String {
    let body = body.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = body.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        match (first, code) {
            (b'=', Some(code)) => {
                bytes.push(code);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
