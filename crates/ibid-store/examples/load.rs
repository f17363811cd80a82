//! How fast a ledger takes records in and gives them back: `load [RECORDS] [URL] [TEXTS]`.
//!
//! Loads RECORDS (default 1,000,000) papers in files of 100, ten files a transaction, as a first
//! harvest does: file, heads, insert. URL defaults to a SQLite file in a temporary folder. TEXTS is a
//! file of templates separated by empty lines to take texts from; without one they are made of a few
//! words. Prints one JSON object. Packing is timed by itself, since a harvest packs elsewhere.

use std::time::{Duration, Instant};

use ibid_core::{Handle, Kind};
use ibid_store::{NewFile, NewRecord, Packed, Store};

const FILE: usize = 100;
const FILES: usize = 10;
const SERIES: usize = 2000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().map_or(Ok(1_000_000), |it| it.parse())?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("ledger.db");
    let url = arguments.next().unwrap_or_else(|| format!("sqlite:{}", file.display()));
    let texts = match arguments.next() {
        Some(path) => std::fs::read_to_string(path)?.split("\n\n").map(str::to_owned).collect(),
        None => made_up(10_000),
    };
    let raw = texts.iter().map(String::len).sum::<usize>() / texts.len();

    let started = Instant::now();
    let packed: Vec<Packed> = texts.iter().map(|it| Packed::new(it)).collect();
    let packing = each(started, texts.len());

    let store = Store::open(&url).await?;
    let started = Instant::now();
    load(&store, count, &packed).await?;
    let loading = started.elapsed();

    let handles: Vec<Handle> = (0..100_000).map(|n| handle(n * 7919 % count, count)).collect();
    let reader = store.reader();
    let started = Instant::now();
    for it in &handles {
        reader.record(it).await?.ok_or("a record is missing")?;
    }
    let reading = each(started, handles.len());

    let started = Instant::now();
    let (mut position, mut followed) = (0, 0);
    while let Some((last, _)) = {
        let changed = reader.changed_since(position, 1000).await?;
        followed += changed.len();
        changed.into_iter().last()
    } {
        position = last;
    }
    let following = followed as f64 / started.elapsed().as_secs_f64();
    drop((store, reader));
    let size = std::fs::metadata(&file).map_or(0, |it| it.len()) as usize / count;
    println!(
        "{{\"records\": {count}, \"raw_bytes\": {raw}, \"pack_us\": {packing:.1}, \
         \"records_per_s\": {:.0}, \"bytes_per_record\": {size}, \"point_read_us\": {reading:.1}, \
         \"followed_per_s\": {following:.0}}}",
        count as f64 / loading.as_secs_f64(),
    );
    Ok(())
}

async fn load(store: &Store, count: usize, texts: &[Packed]) -> ibid_store::Result<()> {
    let mut next = 0;
    while next < count {
        let mut tx = store.writer().begin().await?;
        for _ in 0..FILES {
            let handles: Vec<Handle> = (next..count.min(next + FILE)).map(|n| handle(n, count)).collect();
            let Some(first) = handles.first() else { break };
            let path = format!("{}/{}/{next}.rdf", first.archive(), first.series());
            let file = NewFile {
                archive: first.archive(),
                path: &path,
                digest: [next as u8; 16],
                size: 130_000,
                modified: 1_700_000_000,
                read_at: 1_800_000_000,
                templates: handles.len() as i64,
                errors: 0,
                warnings: 0,
            };
            let file = tx.put_file(&file).await?;
            let heads = tx.heads(&handles).await?;
            let new: Vec<NewRecord> = (next..)
                .zip(handles)
                .zip(heads)
                .filter(|(_, head)| head.is_none())
                .map(|((n, handle), _)| NewRecord {
                    handle,
                    kind: Kind::Paper,
                    year: Some(1990 + (n % 35) as i16),
                    shelf: ibid_core::shelf::from_first(n as i64),
                    digest: n as i64 * 0x9E37_79B9,
                    file,
                    line: (n % FILE * 20) as u32,
                    text: texts[n % texts.len()].clone(),
                })
                .collect();
            next = count.min(next + FILE);
            tx.insert(&new, 1_800_000_000).await?;
            tx.put_problems(file, &[]).await?;
            tx.put_repeats(file, &[]).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Archives and series in the order of a walk.
fn handle(n: usize, count: usize) -> Handle {
    let series = n * SERIES / count;
    let text = format!("RePEc:a{:02}:s{series:05}:{:04}-{n:07}", series / 20, 1990 + n % 35);
    Handle::parse(&text).expect("a handle")
}

fn made_up(count: usize) -> Vec<String> {
    const WORDS: [&str; 24] = [
        "growth",
        "of",
        "the",
        "wages",
        "in",
        "and",
        "evidence",
        "from",
        "policy",
        "prices",
        "a",
        "bank",
        "firms",
        "trade",
        "unemployment",
        "we",
        "show",
        "that",
        "model",
        "to",
        "credit",
        "households",
        "risk",
        "estimates",
    ];
    let mut random = 1_u64;
    let mut words = |n: usize| {
        let mut word = || {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let word = WORDS[(random >> 40) as usize % WORDS.len()];
            if random >> 61 == 0 { format!("{word}{:x}", random >> 44 & 0xffff) } else { word.to_owned() }
        };
        (0..n).map(|_| word()).collect::<Vec<_>>().join(" ")
    };
    let text = |n| {
        format!(
            "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: {}\nTitle: {}\nAbstract: {}\n\
             Number: {n}\nHandle: RePEc:aaa:sssss:{n}\n",
            words(2),
            words(9),
            words(180)
        )
    };
    (0..count).map(text).collect()
}

fn each(started: Instant, count: usize) -> f64 {
    (started.elapsed() / count as u32).max(Duration::from_nanos(1)).as_secs_f64() * 1e6
}
