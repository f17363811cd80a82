//! A real browser for page tests: headless Chromium, spoken to over its debugging pipe.
//!
//! Here: open a page at a size, ask it questions, take its picture. Not here: what the pages should
//! say. The pipe is two named pipes, so nothing listens on a port and no driver is needed.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use serde_json::{Value, json};

/// A running browser with one page. Ends when dropped.
#[derive(Debug)]
pub struct Browser {
    child: Child,
    to: File,
    from: BufReader<File>,
    session: String,
    last: u64,
    heard: Heard,
    _folder: tempfile::TempDir,
}

/// What went over the wire and what went wrong since it was last asked for.
#[derive(Debug, Default)]
pub struct Heard {
    /// Every address asked for, in order, redirects among them.
    pub asked: Vec<String>,
    /// Requests that failed and what was written to the console as an error, in words.
    pub wrong: Vec<String>,
    /// Bytes received, as they were on the wire, heads included.
    pub bytes: u64,
}

impl Heard {
    /// Takes in what the browser says unasked; what it is not about is passed over.
    fn hear(&mut self, message: &Value) {
        let said = &message["params"];
        let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
        match message["method"].as_str() {
            Some("Network.requestWillBeSent") => self.asked.push(text(&said["request"]["url"])),
            Some("Network.loadingFinished") => self.bytes += said["encodedDataLength"].as_u64().unwrap_or(0),
            Some("Network.loadingFailed") => self.wrong.push(format!("not loaded: {}", said["errorText"])),
            Some("Runtime.exceptionThrown") => {
                self.wrong.push(format!("thrown: {}", said["exceptionDetails"]))
            }
            Some("Runtime.consoleAPICalled") if said["type"] == "error" => {
                self.wrong.push(format!("console: {}", said["args"]));
            }
            Some("Log.entryAdded") if said["entry"]["level"] == "error" => {
                self.wrong.push(format!("{} {}", text(&said["entry"]["url"]), text(&said["entry"]["text"])));
            }
            _ => (),
        }
    }
}

impl Browser {
    /// Starts the browser that `IBID_TEST_CHROMIUM` names; `None` (said on stderr) when it is unset.
    pub fn start() -> Option<Browser> {
        let Some(program) = std::env::var_os("IBID_TEST_CHROMIUM") else {
            eprintln!("IBID_TEST_CHROMIUM is not set: skipped");
            return None;
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (to, from) = (folder.path().join("to"), folder.path().join("from"));
        let made = Command::new("mkfifo").args([&to, &from]).status().expect("mkfifo");
        assert!(made.success(), "mkfifo: {made}");
        let line = "exec \"$0\" --headless --no-sandbox --disable-gpu --no-first-run --disable-quic \
                    --disable-background-networking --disable-component-update --disable-sync \
                    --disable-dev-shm-usage --remote-debugging-pipe --user-data-dir=\"$1\" about:blank \
                    3<\"$2\" 4>\"$3\" 2>/dev/null";
        let mut command = Command::new("sh");
        command.args(["-c", line]).arg(program).arg(folder.path().join("profile"));
        command.arg(&to).arg(&from).stdin(Stdio::null()).stdout(Stdio::null());
        let child = command.spawn().expect("chromium");
        let to = OpenOptions::new().write(true).open(to).expect("the pipe to the browser");
        let from = BufReader::new(File::open(from).expect("the pipe from the browser"));
        let session = String::new();
        let mut browser =
            Browser { child, to, from, session, last: 0, heard: Heard::default(), _folder: folder };
        browser.attach();
        Some(browser)
    }

    fn attach(&mut self) {
        let target = self.ask("Target.createTarget", json!({ "url": "about:blank" }));
        let wanted = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = self.ask("Target.attachToTarget", wanted);
        self.session = attached["sessionId"].as_str().expect("a session").to_owned();
        for domain in ["Page.enable", "Runtime.enable", "Network.enable", "Log.enable"] {
            self.ask(domain, json!({}));
        }
    }

    /// One command and its answer.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.send(method, params);
        let id = self.last;
        loop {
            let mut message = self.receive();
            if message["id"] == id {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].take();
            }
        }
    }

    fn send(&mut self, method: &str, params: Value) {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        write!(self.to, "{message}\0").expect("the browser listens");
        self.to.flush().expect("the browser listens");
    }

    fn receive(&mut self) -> Value {
        let mut bytes = Vec::new();
        self.from.read_until(0, &mut bytes).expect("the browser answers");
        assert_eq!(bytes.pop(), Some(0), "the browser ended");
        let message = serde_json::from_slice(&bytes).expect("the browser speaks JSON");
        self.heard.hear(&message);
        message
    }

    /// Gives the browser something that keeps passkeys, whose owner always says yes.
    pub fn authenticator(&mut self) {
        self.ask("WebAuthn.enable", json!({}));
        let options = json!({ "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal",
            "hasResidentKey": true, "hasUserVerification": true, "isUserVerified": true,
            "automaticPresenceSimulation": true });
        self.ask("WebAuthn.addVirtualAuthenticator", json!({ "options": options }));
    }

    /// What happened since this was last asked, up to now.
    pub fn heard(&mut self) -> Heard {
        // Whatever the browser had to say before its answer to this has then been taken in.
        self.ask("Runtime.evaluate", json!({ "expression": "0" }));
        std::mem::take(&mut self.heard)
    }

    /// Sends these headers with every request from now on, and no others of the kind.
    pub fn headers(&mut self, headers: &[(&str, &str)]) {
        let headers: serde_json::Map<_, _> =
            headers.iter().map(|&(name, value)| (name.to_owned(), json!(value))).collect();
        self.ask("Network.setExtraHTTPHeaders", json!({ "headers": headers }));
    }

    /// Opens an address and waits until it has loaded.
    pub fn open(&mut self, address: &str) {
        self.send("Page.navigate", json!({ "url": address }));
        let id = self.last;
        let (mut answered, mut loaded) = (false, false);
        while !(answered && loaded) {
            let message = self.receive();
            answered |= message["id"] == id;
            loaded |= message["method"] == "Page.loadEventFired";
        }
    }

    /// Runs an expression that leads to another page, and waits until that has loaded.
    pub fn follow(&mut self, expression: &str) {
        self.send("Runtime.evaluate", json!({ "expression": expression }));
        while self.receive()["method"] != "Page.loadEventFired" {}
    }

    /// Runs a script on every page from now on, before any of the page's own.
    pub fn before(&mut self, script: &str) {
        self.ask("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
    }

    /// What a JavaScript expression is worth on the page; promises are waited for.
    pub fn eval(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.ask("Runtime.evaluate", params);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].take()
    }

    /// Sets the window's inner size in CSS pixels.
    pub fn size(&mut self, width: u32, height: u32) {
        let params =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.ask("Emulation.setDeviceMetricsOverride", params);
    }

    /// `print` or `screen`, and `dark` or `light`.
    pub fn media(&mut self, media: &str, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.ask("Emulation.setEmulatedMedia", json!({ "media": media, "features": features }));
    }

    /// Turns the page's own scripts off or on, from the next page on.
    pub fn scripts(&mut self, on: bool) {
        self.ask("Emulation.setScriptExecutionDisabled", json!({ "value": !on }));
    }

    /// Writes a picture of the whole page as PNG.
    pub fn picture(&mut self, path: &Path) {
        let params = json!({ "format": "png", "captureBeyondViewport": true });
        let answer = self.ask("Page.captureScreenshot", params);
        let data = answer["data"].as_str().expect("a picture");
        let bytes = base64::engine::general_purpose::STANDARD.decode(data).expect("base64");
        std::fs::write(path, bytes).expect("the picture's file");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
