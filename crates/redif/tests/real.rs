//! Every real file at hand is read, and the numbers of good and bad templates are held to
//! `testdata/pass.txt`: it fails when a file gets worse *or better* without the list saying so.
//! `UPDATE_EXPECT=1 cargo test -p redif --test real` rewrites the list. The files themselves are not part of
//! the project; they are looked for in `$IBID_DATA_DIR/redif`, else in `../shared/data/redif` beside the
//! workspace, and when there are none the test says so and passes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use redif::{Options, Reader};

#[derive(Debug, Default, PartialEq)]
struct Count {
    good: u32,
    bad: u32,
}

#[test]
fn real_files_read_as_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let data = std::env::var_os("IBID_DATA_DIR").map_or(root.join("../shared/data"), PathBuf::from);
    let folder = data.join("redif");
    if !folder.is_dir() {
        eprintln!("no real files in {}; nothing tested", folder.display());
        return;
    }
    let mut files = Vec::new();
    gather(&folder, &mut files);
    let counts: BTreeMap<String, Count> = files
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
            let count = read(&name, &std::fs::read(path).unwrap());
            (name, count)
        })
        .collect();
    let list = root.join("testdata/pass.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        write(&list, &counts);
        return;
    }
    let listed = listed(&std::fs::read_to_string(&list).unwrap_or_default());
    let differ: Vec<String> = counts
        .iter()
        .filter(|(name, count)| listed.get(*name) != Some(*count))
        .map(|(name, count)| format!("{name}: listed {:?}, read {count:?}", listed.get(name)))
        .chain(listed.keys().filter(|name| !counts.contains_key(*name)).map(|name| format!("{name}: gone")))
        .collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// Reads one file; the templates must be as many as the lines that begin one, and what was lost besides.
fn read(name: &str, bytes: &[u8]) -> Count {
    let mut reader = Reader::new(bytes, Options::default());
    let mut count = Count::default();
    let mut recovered = 0;
    while let Some(parsed) = reader.next().unwrap() {
        match parsed.template {
            Some(_) if parsed.is_good() => count.good += 1,
            Some(_) => count.bad += 1,
            None => {}
        }
        recovered += parsed
            .diagnostics
            .iter()
            .filter(|d| {
                ["damaged-template-type", "records-run-together"].contains(&d.code)
                    || d.message.starts_with("a Template-Type")
            })
            .count() as u32;
    }
    assert_eq!(count.good + count.bad, starts(bytes) + recovered, "templates of {name}");
    count
}

/// The lines that begin with `Template-Type:`, counted without the reader.
fn starts(bytes: &[u8]) -> u32 {
    let narrow: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0 && *byte < 0x80).collect();
    narrow
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .filter(|line| line.to_ascii_lowercase().starts_with(b"template-type:"))
        .count() as u32
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else {
            files.push(path);
        }
    }
}

const HEADING: &str = "# file, good templates, bad templates; see crates/redif/tests/real.rs\n";

fn write(list: &Path, counts: &BTreeMap<String, Count>) {
    let lines = counts.iter().map(|(name, count)| match count.bad {
        0 => format!("{name} {}\n", count.good),
        bad => format!("{name} {} {bad}\n", count.good),
    });
    std::fs::create_dir_all(list.parent().unwrap()).unwrap();
    std::fs::write(list, HEADING.to_owned() + &lines.collect::<String>()).unwrap();
}

fn listed(text: &str) -> BTreeMap<String, Count> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut words = line.split(' ');
            let name = words.next().unwrap_or_default().to_owned();
            let mut number = || words.next().map_or(0, |word| word.parse().unwrap());
            (name, Count { good: number(), bad: number() })
        })
        .collect()
}
