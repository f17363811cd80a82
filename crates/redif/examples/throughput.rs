//! How fast a folder of real files is read and checked, on one core, without touching the disk meanwhile:
//! `cargo run --release -p redif --example throughput -- FOLDER MEGABYTES` prints one line of JSON.

use std::io::Read;
use std::path::Path;
use std::time::Instant;

use redif::{Options, Reader};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "../shared/data/redif".to_owned());
    let megabytes: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(500);
    let mut files = Vec::new();
    gather(Path::new(&folder), &mut files);
    let total: usize = files.iter().map(Vec::len).sum();
    if total == 0 {
        eprintln!("{folder}: no files");
        std::process::exit(1);
    }
    let (mut bytes, mut templates, mut diagnostics) = (0u64, 0u64, 0u64);
    let begun = Instant::now();
    let begun_cpu = cpu_seconds();
    'all: loop {
        for file in &files {
            let mut reader = Reader::new(Plain(file), Options::default());
            while let Some(parsed) = reader.next().expect("memory can be read") {
                templates += u64::from(parsed.template.is_some());
                diagnostics += parsed.diagnostics.len() as u64;
            }
            bytes += file.len() as u64;
            if bytes >= megabytes * 1_000_000 {
                break 'all;
            }
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let mb = bytes as f64 / 1e6;
    println!(
        "{{\"mb\": {mb:.1}, \"seconds\": {seconds:.3}, \"cpu_seconds\": {:.3}, \"mb_per_s\": {:.1}, \"templates\": {templates}, \
         \"diagnostics\": {diagnostics}, \"peak_rss_kb\": {}}}",
        cpu_seconds() - begun_cpu,
        mb / seconds,
        peak_rss_kb()
    );
}

/// A slice behind a plain reader, as a file would be.
struct Plain<'b>(&'b [u8]);

impl Read for Plain<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(into)
    }
}

fn gather(path: &Path, files: &mut Vec<Vec<u8>>) {
    let Ok(entries) = std::fs::read_dir(path) else {
        return;
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(&path, files);
        } else if let Ok(bytes) = std::fs::read(&path) {
            files.push(bytes);
        }
    }
}

/// Time on a processor so far, which a busy machine does not stretch.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|number| number.parse::<f64>().ok());
    nanoseconds.unwrap_or(0.0) / 1e9
}

fn peak_rss_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
}
