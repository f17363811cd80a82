//! Processes under measurement: one that runs to its end, one that serves.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A run that has ended well.
pub(super) struct Run {
    pub(super) seconds: f64,
    /// The most memory it held, in KiB, as the kernel counts it.
    pub(super) peak_kib: u64,
    /// The same without files that are mapped, as it was seen every few milliseconds.
    pub(super) own_kib: u64,
}

impl Run {
    pub(super) fn of(command: &mut Command) -> Result<Run> {
        let start = Instant::now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let (mut peak_kib, mut own_kib) = (0, 0);
        let status = loop {
            peak_kib = peak_kib.max(memory(child.id(), "VmHWM:").unwrap_or(0));
            own_kib = own_kib.max(memory(child.id(), "RssAnon:").unwrap_or(0));
            match child.try_wait()? {
                Some(status) => break status,
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        if !status.success() {
            bail!("{command:?}: {status}");
        }
        Ok(Run { seconds: start.elapsed().as_secs_f64(), peak_kib, own_kib })
    }
}

/// What the kernel says of a process under this name.
fn memory(process: u32, name: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// A serving `ibid` on a port of its own; ends when dropped.
pub(super) struct Server {
    child: Child,
    /// `127.0.0.1:40123`.
    pub(super) address: String,
}

impl Server {
    /// Starts `command serve` and waits until it says where it listens.
    pub(super) fn start(mut command: Command) -> Result<Server> {
        command.args(["serve", "--listen", "127.0.0.1:0"]).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let out = child.stdout.take().context("no output")?;
        let line = BufReader::new(out).lines().next().context("the server ended")??;
        let address = line.split("http://").nth(1).context("no address")?.trim_end_matches('/').to_owned();
        Ok(Server { child, address })
    }

    /// The status and body of a page.
    pub(super) fn get(&self, path: &str) -> Result<(u16, String)> {
        let mut stream = TcpStream::connect(&self.address)?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        Ok((status, body.to_owned()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
