//! Requests of any shape: each gets an answer that is nobody's fault but its sender's, and the server
//! goes on.
//!
//! Here: tables of nasty values for every address and parameter, bytes made by a seeded generator, and
//! clients that say nothing. Not here: when those are cut off (`ibid-web`, `serve.rs` and `crowd.rs`).

use crate::pages::served;
use crate::world::{Server, header};

/// Every route; `@` is where a value goes. Those not there yet are answered like any other address.
const ROUTES: &[&str] = &[
    "/@",
    "/RePEc:@",
    "/RePEc:hst:@",
    "/search?q=@",
    "/search?kind=@",
    "/search?year=@",
    "/search?series=@",
    "/search?jel=@",
    "/search?lang=@",
    "/search?access=@",
    "/search?from=@",
    "/search?to=@",
    "/search?about_from=@&about_to=@",
    "/search?sort=@",
    "/search?page=@",
    "/search?after=@",
    "/search?@=x",
    "/search?q=korea&kind=@&kind=paper&kind=@",
    "/search?query=@",
    "/search.@?q=korea",
    "/search.bib?q=@",
    "/search.json?q=@",
    "/search/why?q=korea&handle=@",
    "/search/why?q=@&handle=RePEc:hst:ghsdps:gd11-190",
    "/search/query.json?q=@",
    "/suggest?q=@",
    "/search/help?@",
    "/series/?after=@",
    "/series/?@=@",
    "/timeline?q=@",
    "/timeline?from=@&to=@",
    "/lookup?q=@",
    "/p/@",
    "/p/hst/@",
    "/p/hst/ghsdps/@",
    "/p/hst/ghsdps/@.html",
    "/p/@/ghsdps/gd11-190.html",
    "/p/hst/@/gd11-190.html",
    "/p/hst/ghsdps/gd11-190@",
    "/p/hst/ghsdps/gd11-190.@",
    "/p/hst/ghsdps/gd11-190/@",
    "/p/hst/ghsdps/gd11-190/cite?style=@",
    "/p/hst/ghsdps/gd11-190/history?@",
    "/a/rak/transa/@.html",
    "/h/rak/monchp/@.html",
    "/b/rak/monogr/@.html",
    "/c/xyz/softwr/@.html",
    "/t/rak/lectur/@.html",
    "/go/p/hst/ghsdps/gd11-190/@",
    "/go/@/hst/ghsdps/gd11-190/1",
    "/go/p/@",
    "/s/@",
    "/s/hst/@",
    "/s/@/ghsdps.html",
    "/s/hst/ghsdps.html?after=@",
    "/archives/@",
    "/archives/@/",
    "/archives/xyz/?after=@",
    "/authors/?from=@",
    "/authors/@",
    "/authors/@.html",
    "/e/@",
    "/e/@.html",
    "/i/@",
    "/i/@.html",
    "/i/?country=@",
    "/j/@",
    "/j/@.html",
    "/new/@",
    "/new/@/",
    "/lists/@",
    "/lists/@.html",
    "/language/@",
    "/static/@",
    "/privacy/@",
    "/healthz@",
];

/// Values nobody means, already fit to stand in a request line.
const NASTY: &[&str] = &[
    "",
    "%",
    "%0",
    "%zz",
    "%00",
    "a%00b",
    "%0d%0aSet-Cookie:%20a=b",
    "%ff",
    "%c0%af",
    "%ed%a0%80",
    "%f4%90%80%80",
    "%EF%BB%BF",
    "%E2%80%AE%E2%80%8F",
    "%F0%9F%98%88",
    "%EA%B0%80%E1%84%80%E1%85%A1",
    "%CC%81%CC%81%CC%81",
    "+",
    "%20",
    "%2F",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "../../etc/passwd",
    "..",
    ".",
    "/",
    "//evil.example",
    "/%5cevil.example",
    "\\\\evil.example",
    ":",
    "::::",
    "RePEc:",
    "RePEc:hst:ghsdps:gd11-190",
    "repec:HST:GHSDPS:GD11-190:",
    "javascript:alert(1)",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%22%27%3E%3Csvg/onload=alert(1)%3E",
    "'%20OR%201=1--",
    "{{7*7}}${7*7}%23{7*7}",
    "0",
    "-1",
    "1",
    "00000000000000000001",
    "32767",
    "32768",
    "-32769",
    "2147483648",
    "9223372036854775807",
    "18446744073709551616",
    "1e309",
    "NaN",
    "0x10",
    "%D9%A1%D9%A2",
    "1990..",
    "..",
    "1955..1960",
    "2026-11-20",
    "2026-02-30",
    "-9999-99-99",
    "%22",
    "((((((((((((((((((((((((((((((((",
    "%22unclosed",
    "-",
    "*",
    "a*",
    "**",
    "AND",
    "a%20OR",
    "OR%20OR%20NOT%20-",
    "title:",
    "title:%22",
    "year:..",
    "about:99999999..1",
    "kind:poem",
    "cites:x",
    "handle:*",
    "%7B%22and%22:[[[[[[[[[[",
    "%5B%5D",
    "html",
    ".html",
    "json",
    "con",
    "a%3Fb",
    "a%23b",
    "&&&===",
    "=",
    "?",
    "a?b?c",
    "constructor",
    "__proto__",
    "%F0%9D%94%98%EF%AC%81",
];

/// What came back is a page or a file, or a refusal with words; never our fault.
fn check(server: &Server, path: &str, said: &mut Vec<String>) {
    let (status, head, body) = server.get(path);
    if !(200..500).contains(&status) {
        said.push(format!("{path}: {status} {}", body.chars().take(200).collect::<String>()));
        return;
    }
    if let Some(to) = header(&head, "location")
        && (to.starts_with("//")
            || to.starts_with("/\\")
            || !to.starts_with('/') && !path.starts_with("/go/"))
    {
        said.push(format!("{path}: leads to {to}"));
    }
    if header(&head, "set-cookie").is_some() && !path.starts_with("/language/") {
        said.push(format!("{path}: sets a cookie"));
    }
    let page = header(&head, "content-type").is_some_and(|it| it.starts_with("text/html"));
    if page && (!body.contains("<h1") || body.contains("<script>") || body.contains("onload=alert(1)>")) {
        said.push(format!("{path}: {status} is no page, or lets its address in"));
    }
    if status >= 400 && !page {
        said.push(format!("{path}: {status} without a page"));
    }
}

#[test]
fn no_value_of_any_parameter_is_our_fault() {
    let (_world, server) = served();
    let long = "a".repeat(6_000);
    let deep = "a/".repeat(1_500);
    let many = "&kind=paper".repeat(800);
    let mut said = Vec::new();
    for route in ROUTES {
        for value in NASTY.iter().copied().chain([long.as_str(), &deep, &many]) {
            check(&server, &route.replace('@', value), &mut said);
        }
    }
    assert!(said.is_empty(), "{} of them\n{}", said.len(), said.join("\n"));
    server.page("/");
}

/// Whole requests, byte by byte, and the answers that are right; the first status counts.
const WIRE: &[(&str, &[u16])] = &[
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &[200]),
    ("GET / HTTP/1.0\r\n\r\n", &[200]),
    ("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &[200]),
    ("GET http://evil.example/about/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &[200]),
    ("GET http://evil.example HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &[200]),
    ("OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &[400, 404, 405]),
    ("GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &[400, 404]),
    ("CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &[400, 404, 405]),
    ("GET evil.example:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &[400, 404]),
    ("GET // HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &[404]),
    ("GET /\u{ac00} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &[400, 404]),
    ("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
    ("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
    ("GET / HTTP/9.9\r\nHost: a\r\n\r\n", &[400, 0]),
    ("GET /\r\n\r\n", &[400]),
    ("\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &[200]),
    ("G\u{e9}T / HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
    ("BREW / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", &[405]),
    ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", &[400]),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n", &[400]),
    ("GET / HTTP/1.1\r\nHost: a b<c>\r\nConnection: close\r\n\r\n", &[200, 400]),
    ("GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n", &[200]),
    ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", &[400]),
    ("GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n", &[400]),
    ("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", &[400]),
    ("GET / HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n", &[400]),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", &[400]),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", &[400]),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", &[400]),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", &[400]),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", &[400]),
    (
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n",
        &[200, 400],
    ),
    ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\n\r\n", &[400]),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\nConnection: close\r\n\r\nab", &[405, 413]),
    (
        "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc",
        &[200],
    ),
    ("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: upgrade, close\r\n\r\n", &[200]),
    ("GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-10\r\nConnection: close\r\n\r\n", &[200]),
    ("GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=99999999999999999999-\r\nConnection: close\r\n\r\n", &[200]),
    ("GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\nConnection: close\r\n\r\n", &[304]),
    ("GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"\r\nConnection: close\r\n\r\n", &[200]),
    ("GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: ,,,W/,\"\"\r\nConnection: close\r\n\r\n", &[200]),
    ("GET / HTTP/1.1\r\nHost: a\r\nIf-Modified-Since: yesterday\r\nConnection: close\r\n\r\n", &[200]),
    ("GET / HTTP/1.1\r\nHost: a\r\nIf-Match: \"x\"\r\nConnection: close\r\n\r\n", &[200, 412]),
    ("GET / HTTP/1.1\r\nHost: a\r\nAccept: \u{ac00}\r\nConnection: close\r\n\r\n", &[200]),
    ("GET / HTTP/1.1\r\nHost: a\r\nAccept: text/html;q=2, ;;;, */*;q=x\r\nConnection: close\r\n\r\n", &[200]),
    (
        "GET / HTTP/1.1\r\nHost: a\r\nAccept-Language: ;q=1,,zz;q=9,ko;q=-1\r\nConnection: close\r\n\r\n",
        &[200],
    ),
    ("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip;q=x, *;q=0\r\nConnection: close\r\n\r\n", &[200]),
    (
        "GET / HTTP/1.1\r\nHost: a\r\nCookie: language=\u{ac00}; =; ;;language\r\nConnection: close\r\n\r\n",
        &[200],
    ),
    (
        "GET /language/ko HTTP/1.1\r\nHost: a\r\nReferer: //evil.example/x\r\nConnection: close\r\n\r\n",
        &[200, 302, 303, 307],
    ),
    (
        "GET /language/ko HTTP/1.1\r\nHost: a\r\nReferer: http://a//evil.example\r\nConnection: close\r\n\r\n",
        &[200, 302, 303, 307],
    ),
    (
        "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        &[200],
    ),
    (
        "POST /lookup HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        &[200, 303, 400, 415],
    ),
    (
        "POST /lookup HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\nConnection: close\r\n\r\nq=%ff%zz",
        &[200, 400],
    ),
    (
        "POST /lookup HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=\r\nContent-Length: 6\r\nConnection: close\r\n\r\n--\r\n--",
        &[200, 303, 400, 415],
    ),
    (
        "POST /lookup HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[[",
        &[200, 303, 400, 415],
    ),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", &[400, 505, 0]),
    ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}", &[400, 0]),
];

#[test]
fn no_shape_of_request_is_our_fault() {
    let (_world, server) = served();
    let mut said = Vec::new();
    let long = |name: &str, count| {
        let value = name.repeat(count);
        format!("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{value}\r\n")
    };
    let more = [
        (long("X-Long: aaaaaaaaaaaaaaaaaaaaaaaa\r\n", 90), vec![200]),
        (long("X-Long: aaaaaaaaaaaaaaaaaaaaaaaa\r\n", 5_000), vec![400, 431]),
        (long(&format!("X: {}\r\n", "a".repeat(100_000)), 1), vec![400, 431]),
        (format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(70_000)), vec![400, 414, 431]),
    ];
    let table = WIRE.iter().map(|&(request, right)| (request.to_owned(), right.to_vec()));
    for (request, right) in table.chain(more) {
        let (status, head, _) = server.send(&request);
        let shown: String = request.chars().take(120).collect();
        if !right.contains(&status) {
            said.push(format!("{shown:?}: {status}"));
        }
        if header(&head, "location").is_some_and(|to| to.contains("evil")) {
            said.push(format!("{shown:?}: {head}"));
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
    server.page("/");
}

#[test]
fn what_follows_in_one_piece_is_answered_in_order() {
    let (_world, server) = served();
    let one = |path: &str, end: &str| format!("GET {path} HTTP/1.1\r\nHost: a\r\n{end}\r\n");
    let all = [
        one("/healthz", ""),
        one("/nowhere", ""),
        one("/about/", ""),
        one("/healthz", "Connection: close\r\n"),
    ];
    let mut stream = std::net::TcpStream::connect(&server.address).unwrap();
    std::io::Write::write_all(&mut stream, all.concat().as_bytes()).unwrap();
    let mut answer = Vec::new();
    std::io::Read::read_to_end(&mut stream, &mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let statuses: Vec<&str> = answer.split("HTTP/1.1 ").skip(1).map(|it| &it[..3]).collect();
    assert_eq!(statuses, ["200", "404", "200", "200"]);
}

/// Chance that is the same every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.next(of.len())]
    }

    /// A good request with bytes of it changed, left out, doubled or thrown in.
    fn request(&mut self) -> Vec<u8> {
        let route = self.one(ROUTES).replace('@', self.one(NASTY));
        let name = self.one(&[
            "Accept",
            "Cookie",
            "If-None-Match",
            "Accept-Language",
            "Accept-Encoding",
            "Range",
            "Referer",
            "X",
        ]);
        let value = self.one(NASTY);
        let mut bytes =
            format!("GET {route} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{name}: {value}\r\n\r\n")
                .into_bytes();
        for _ in 0..self.next(6) {
            let (at, byte) = (self.next(bytes.len()), self.next(256) as u8);
            match self.next(5) {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                3 => {
                    let piece = bytes[at..(at + 1 + self.next(40)).min(bytes.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => bytes[at] ^= 1 << self.next(8),
            }
        }
        bytes
    }
}

#[test]
fn no_noise_is_our_fault() {
    let (_world, server) = served();
    let mut dice = Dice(0x1b1d_2026_1120);
    let mut said = Vec::new();
    for _ in 0..3_000 {
        let request = dice.request();
        let (status, _, _) = server.send_bytes(&request);
        // Nothing at all comes back to who never ended a head.
        if status >= 500 {
            said.push(format!("{status}: {:?}", String::from_utf8_lossy(&request)));
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
    server.page("/");
}

#[test]
fn five_hundred_silent_clients_cost_nobody_a_page() {
    let (_world, server) = served();
    let begun = ["", "G", "GET / HTTP/1.1\r\nHost: a\r\nX: "];
    let mut silent: Vec<std::net::TcpStream> = Vec::new();
    for at in 0..500 {
        let mut stream = std::net::TcpStream::connect(&server.address).unwrap();
        std::io::Write::write_all(&mut stream, begun[at % begun.len()].as_bytes()).unwrap();
        silent.push(stream);
    }
    for at in 0..100 {
        // The slow ones go on with a byte each in between.
        let _ = std::io::Write::write_all(&mut silent[at * 3 + 2], b"y");
        server.page(["/", "/search?q=korea", "/p/hst/ghsdps/gd11-190.html"][at % 3]);
    }
}
