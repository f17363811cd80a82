//! A toy world of its own for each story: a mirror, a data folder, the real binary, a server.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use ibid_testkit::Database;
use serde_json::Value;

pub(crate) struct World {
    folder: tempfile::TempDir,
    /// The ledger's database when it is not a file.
    database: Option<Database>,
}

/// What a command said.
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    /// The toy world, not yet harvested, with its ledger in a file.
    pub(crate) fn toy() -> World {
        let world = World::empty(None);
        copy(&toy(), &world.mirror());
        world
    }

    /// Puts the toy world's reading lists where the pages look for them.
    pub(crate) fn bring_lists(&self) {
        copy(&toy().with_file_name("lists"), &self.data().join("lists"));
    }

    /// A data folder and an empty mirror.
    pub(crate) fn empty(database: Option<Database>) -> World {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("RePEc")).unwrap();
        World { folder, database }
    }

    /// The story on every ledger there is: a file, and PostgreSQL where the tests have one.
    pub(crate) fn each(story: impl Fn(World)) {
        story(World::toy());
        match Database::fresh() {
            Some(database) => {
                let world = World::empty(Some(database));
                copy(&toy(), &world.mirror());
                story(world);
            }
            None => eprintln!("IBID_TEST_POSTGRES is not set: this story is told on a file only"),
        }
    }

    pub(crate) fn database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    pub(crate) fn mirror(&self) -> PathBuf {
        self.folder.path().join("RePEc")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Path of a file in the mirror.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.mirror().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.file(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces a text that must be in a file.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.file(name)).unwrap();
        assert!(text.contains(from), "{name} does not hold {from:?}");
        fs::write(self.file(name), text.replace(from, to)).unwrap();
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.arg("--data").arg(self.data()).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env_remove("IBID_DATA");
        if let Some(database) = &self.database {
            command.arg("--store").arg(database.url());
        }
        command
    }

    /// Runs the binary.
    pub(crate) fn ibid(&self, arguments: &[&str]) -> Said {
        Said::of(self.command().args(arguments).output().unwrap())
    }

    /// Harvests the mirror, or a part of it, and answers the reports by archive.
    pub(crate) fn harvest(&self, part: &str) -> Vec<Value> {
        let path = self.mirror().join(part);
        let said = self.ibid(&["--format", "json", "harvest", path.to_str().unwrap()]);
        assert_eq!(said.status, 0, "{} {}", said.out, said.err);
        said.json()
    }

    /// Handles found, best first.
    pub(crate) fn search(&self, query: &str) -> Vec<String> {
        let said = self.ibid(&["--format", "json", "search", query]);
        assert!(said.status < 2, "{}", said.err);
        said.json().iter().map(|hit| hit["handle"].as_str().unwrap().to_owned()).collect()
    }

    pub(crate) fn serve(&self) -> Server {
        let mut command = self.command();
        command.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
        let (child, line) = started(command);
        let address = line.split("http://").nth(1).unwrap().trim_end_matches('/').to_owned();
        Server { child, address }
    }

    /// Serves where the settings say, to be reached by this name.
    pub(crate) fn serve_named(&self, address: &str) -> Server {
        let mut command = self.command();
        command.arg("serve").stdout(Stdio::piped());
        let (child, _) = started(command);
        Server { child, address: address.to_owned() }
    }
}

/// A server that listens, and the line by which it says so.
fn started(mut command: Command) -> (Child, String) {
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    (child, line)
}

impl Said {
    pub(crate) fn of(output: Output) -> Said {
        Said {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// One value a line of output.
    pub(crate) fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
    }
}

/// A serving binary; ended when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
}

impl Server {
    /// Status, head and body.
    pub(crate) fn get(&self, path: &str) -> (u16, String, String) {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }

    /// The body of a page that must be there.
    pub(crate) fn page(&self, path: &str) -> String {
        let (status, _, body) = self.get(path);
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Bytes of any shape, and what comes back.
    pub(crate) fn send(&self, request: &str) -> (u16, String, String) {
        self.send_bytes(request.as_bytes())
    }

    pub(crate) fn send_bytes(&self, request: &[u8]) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        // A request that is refused at its beginning may not be taken to its end.
        let _ = stream.write_all(request);
        // Nothing more will come: who still waits for the rest of a head may give up.
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        // Who asks whether to go on with the body is told so before the answer.
        while bytes.starts_with(b"HTTP/1.1 100 ") {
            let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
            bytes.drain(..end + 4);
        }
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
        let (head, body) = end.map_or((&bytes[..], &[][..]), |end| (&bytes[..end], &bytes[end + 4..]));
        let head = String::from_utf8_lossy(head).into_owned();
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0);
        let body = match header(&head, "transfer-encoding") {
            Some("chunked") => joined(body),
            _ => body.to_vec(),
        };
        (status, head, String::from_utf8_lossy(&body).into_owned())
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A body without the lengths of its pieces (RFC 9112, 7.1).
fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = chunks.windows(2).position(|it| it == b"\r\n") {
        let length =
            std::str::from_utf8(&chunks[..end]).ok().and_then(|it| usize::from_str_radix(it, 16).ok());
        let Some(piece) = length.and_then(|length| chunks.get(end + 2..end + 2 + length)) else { break };
        body.extend_from_slice(piece);
        chunks = chunks.get(end + 4 + piece.len()..).unwrap_or_default();
    }
    body
}

/// What a head says under a name, in any capitals.
pub(crate) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = head.lines().filter_map(|line| line.split_once(": "));
    fields.find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// The addresses of its own site that a page links to.
pub(crate) fn links(html: &str) -> Vec<String> {
    let quoted = ["href=\"", "src=\"", "action=\""].into_iter().flat_map(|name| html.split(name).skip(1));
    let ours = quoted.filter_map(|rest| rest.split('"').next()).filter(|to| to.starts_with('/'));
    ours.map(|to| to.split('#').next().unwrap_or("").replace("&amp;", "&").replace("&quot;", "\"")).collect()
}

/// Looks again and again until something holds; stories wait for events, not for times.
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = std::time::Instant::now();
    while !holds() {
        assert!(start.elapsed().as_secs() < 60, "never came true: {what}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// The toy world as it is in the repository.
fn toy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/toy/RePEc")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
