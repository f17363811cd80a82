//! ORCID as far as it is asked: signing in by OAuth, the public record, and works of members; on a port
//! of this machine, with one researcher who always says yes.
//!
//! As strict as the real one where it matters: codes are good once, for the client and the address they
//! were given for; records are read with a token and written with one that may.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

/// The client that this ORCID knows.
pub const CLIENT: &str = "APP-IBID";
pub const SECRET: &str = "a secret & more";

/// A running ORCID. Its thread ends with the process.
#[derive(Clone, Debug)]
pub struct Orcid {
    address: SocketAddr,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    id: String,
    name: String,
    record: Value,
    /// Codes not yet used: the address and scope they are for.
    codes: HashMap<String, (String, String)>,
    /// The scope of each token.
    tokens: HashMap<String, String>,
    works: Vec<Value>,
    given: usize,
}

impl Orcid {
    /// Starts it with a researcher.
    pub fn start(id: &str, name: &str) -> Orcid {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let inner = Inner { id: id.to_owned(), name: name.to_owned(), ..Inner::default() };
        let orcid = Orcid { address, inner: Arc::new(Mutex::new(inner)) };
        let serving = orcid.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let orcid = serving.clone();
                std::thread::spawn(move || orcid.serve(stream));
            }
        });
        orcid
    }

    /// Where people sign in.
    pub fn site(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where programs ask.
    pub fn api(&self) -> String {
        format!("http://{}/v3.0", self.address)
    }

    /// What a browser does that was sent to `address`: the researcher says yes, and the path and query with
    /// which it comes back is answered.
    pub fn visit(&self, address: &str) -> String {
        let path = address.strip_prefix(&self.site()).expect("an address of ours");
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let (method, path) = ("GET".to_owned(), path.to_owned());
        let asked = Asked { method, path, query: pairs(query), bearer: String::new(), body: String::new() };
        let (_, head, body) = self.lock().answer(&asked);
        let to = head.trim().strip_prefix("Location: ").expect(&body).to_owned();
        let host = to.find("://").map_or(0, |at| at + 3);
        to[host..].find('/').map_or(to.clone(), |at| to[host + at..].to_owned())
    }

    /// Has the researcher's record say this.
    pub fn record(&self, record: Value) {
        self.lock().record = record;
    }

    /// What was put into the record.
    pub fn works(&self) -> Vec<Value> {
        self.lock().works.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self, mut stream: TcpStream) {
        let Some(asked) = Asked::read(&stream) else { return };
        let (status, head, body) = self.lock().answer(&asked);
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status}\r\n{head}Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        let _ = stream.write_all(format!("{head}{body}").as_bytes());
    }
}

struct Asked {
    method: String,
    path: String,
    query: HashMap<String, String>,
    bearer: String,
    body: String,
}

impl Asked {
    fn read(stream: &TcpStream) -> Option<Asked> {
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let mut words = line.split(' ');
        let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
        let (mut length, mut bearer) = (0, String::new());
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().ok()?,
                "authorization" => bearer = value.strip_prefix("Bearer ").unwrap_or("").to_owned(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let body = String::from_utf8(body).ok()?;
        Some(Asked { method, path: path.to_owned(), query: pairs(query), bearer, body })
    }
}

type Answer = (&'static str, String, String);

fn said(status: &'static str, body: Value) -> Answer {
    (status, String::new(), body.to_string())
}

impl Inner {
    fn answer(&mut self, asked: &Asked) -> Answer {
        let record = format!("/v3.0/{}/record", self.id);
        let works = format!("/v3.0/{}/works", self.id);
        match (asked.method.as_str(), asked.path.as_str()) {
            ("GET", "/oauth/authorize") => self.authorize(&asked.query),
            ("POST", "/oauth/token") => self.token(&pairs(&asked.body)),
            ("GET", path) if path == record => match self.tokens.contains_key(&asked.bearer) {
                true => said("200 OK", self.record.clone()),
                false => said("401 Unauthorized", json!({ "error": "invalid_token" })),
            },
            ("POST", path) if path == works => match self.tokens.get(&asked.bearer) {
                Some(scope) if scope.contains("/activities/update") => self.take(&asked.body),
                _ => said("401 Unauthorized", json!({ "error": "insufficient_scope" })),
            },
            _ => said("404 Not Found", json!({ "user-message": "there is no such thing" })),
        }
    }

    /// The researcher is signed in and says yes at once.
    fn authorize(&mut self, query: &HashMap<String, String>) -> Answer {
        let of = |name: &str| query.get(name).cloned().unwrap_or_default();
        if of("client_id") != CLIENT || of("response_type") != "code" {
            return said("400 Bad Request", json!({ "error": "invalid_client" }));
        }
        self.given += 1;
        let code = format!("code{}", self.given);
        self.codes.insert(code.clone(), (of("redirect_uri"), of("scope")));
        let to = format!("{}?code={code}&state={}", of("redirect_uri"), of("state"));
        ("302 Found", format!("Location: {to}\r\n"), String::new())
    }

    fn token(&mut self, form: &HashMap<String, String>) -> Answer {
        let of = |name: &str| form.get(name).map_or("", String::as_str);
        let known = of("client_id") == CLIENT && of("client_secret") == SECRET;
        let granted = self.codes.remove(of("code")).filter(|(back, _)| back == of("redirect_uri"));
        let Some((_, scope)) = granted.filter(|_| known && of("grant_type") == "authorization_code") else {
            return said("400 Bad Request", json!({ "error": "invalid_grant" }));
        };
        let token = format!("token{}", self.given);
        self.tokens.insert(token.clone(), scope.clone());
        let proof = json!({ "access_token": token, "token_type": "bearer", "expires_in": 631_138_518,
            "scope": scope, "name": self.name, "orcid": self.id });
        said("200 OK", proof)
    }

    /// A work whose identifier is there already is refused, each by itself.
    fn take(&mut self, body: &str) -> Answer {
        let sent: Value = serde_json::from_str(body).unwrap_or_default();
        let mut answers = Vec::new();
        for one in sent["bulk"].as_array().into_iter().flatten() {
            let id =
                |work: &Value| work["work"]["external-ids"]["external-id"][0]["external-id-value"].clone();
            if id(one).is_null() {
                answers.push(json!({ "error": { "response-code": 400 } }));
            } else if self.works.iter().any(|it| id(it) == id(one)) {
                answers.push(json!({ "error": { "response-code": 409 } }));
            } else {
                self.works.push(one.clone());
                answers.push(json!({ "work": { "put-code": self.works.len() } }));
            }
        }
        said("200 OK", json!({ "bulk": answers }))
    }
}

/// A query or form, read.
fn pairs(text: &str) -> HashMap<String, String> {
    text.split('&').filter_map(|pair| pair.split_once('=')).map(|(a, b)| (plain(a), plain(b))).collect()
}

fn plain(text: &str) -> String {
    let text = text.replace('+', " ");
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        let pair =
            (byte == b'%').then(|| [bytes.next(), bytes.next()].into_iter().flatten().collect::<Vec<_>>());
        let code = pair.and_then(|pair| u8::from_str_radix(&String::from_utf8(pair).ok()?, 16).ok());
        out.push(code.unwrap_or(byte));
    }
    String::from_utf8_lossy(&out).into_owned()
}
