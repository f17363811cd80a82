//! Measures suggestions, and how fast the projection of people follows; one JSON line a figure.
//!
//! `people_bench suggest DATA` asks an installation that is there, and writes nothing into it.
//! `people_bench follow MIRROR FOLDER` makes a ledger of its own in FOLDER and changes MIRROR. Deliberately
//! not here: what is wanted; `cargo xtask bench people` says that.

use std::path::Path;
use std::time::Instant;

use ibid_app::archives::harvest::harvest;
use ibid_app::archives::source::Source;
use ibid_app::mail::Sender;
use ibid_app::people::claims::{Claims, Owner};
use ibid_app::people::record;
use ibid_app::projection::people::step;
use ibid_app::recent::Recent;
use ibid_app::search::Search;
use ibid_core::name::Name;
use ibid_core::people::claim::{Answer, Role};
use ibid_core::record::Person;
use ibid_core::{Handle, Kind};
use ibid_search::Index;
use ibid_store::{Claim, State, Store, Stored};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// Names asked for, the commonest first; and how often the commonest.
const NAMES: usize = 100;
const AGAIN: usize = 20;
const PROFILES: usize = 10_000;
/// Works each of them claims.
const CLAIMED: usize = 3;

#[tokio::main]
async fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["suggest", data] => suggest(Path::new(data)).await,
        ["follow", mirror, folder] => follow(Path::new(mirror), Path::new(folder)).await,
        _ => Err("usage: people_bench suggest DATA | follow MIRROR FOLDER".into()),
    }
}

async fn suggest(data: &Path) -> Fallible<()> {
    let store = Store::open(&format!("sqlite:{}", data.join("ibid.db").display())).await?;
    let index = Index::open(&format!("tantivy:{}", data.join("index").display()))?;
    let search = Search::new(store.reader(), index);
    let sender = Sender { name: String::new(), url: String::new() };
    let claims = Claims::new(store.clone(), search.clone(), sender);
    let common = commonest(&search).await?;
    let mut times = Vec::new();
    for (name, _) in &common {
        times.push(timed(&claims, name).await?.0);
    }
    let (name, works) = &common[0];
    let mut first = Vec::new();
    let mut offered = 0;
    for _ in 0..AGAIN {
        let (time, count) = timed(&claims, name).await?;
        first.push(time);
        offered = count;
    }
    let (p50, worst) = (middle(&mut first), first[first.len() - 1]);
    println!(
        "{{\"what\":\"suggestions for the commonest name\",\"works_of_the_name\":{works},\"offered\":{offered},\
         \"p50_ms\":{p50:.1},\"max_ms\":{worst:.1}}}"
    );
    let (p50, worst) = (middle(&mut times), times[times.len() - 1]);
    println!(
        "{{\"what\":\"suggestions for each of the {NAMES} commonest names once\",\"p50_ms\":{p50:.1},\"max_ms\":{worst:.1}}}"
    );
    Ok(())
}

/// The names most works carry, with how many.
async fn commonest(search: &Search) -> Fallible<Vec<(String, u64)>> {
    let (mut from, mut all) = (String::new(), Vec::new());
    loop {
        let forms = search.names(&from, 1_000).await?;
        let Some(last) = forms.last() else { break };
        from = format!("{} ", last.key);
        all.extend(forms.into_iter().filter(|it| it.works > 20).map(|it| (it.name, it.works)));
    }
    all.sort_by_key(|it| std::cmp::Reverse(it.1));
    all.truncate(NAMES);
    Ok(all)
}

/// Milliseconds, and how many works are offered.
async fn timed(claims: &Claims, name: &str) -> Fallible<(f64, usize)> {
    let handle = Handle::parse("RePEc:per:2000-01-01:nobody").ok_or("no handle")?;
    let person = named(name, handle.clone());
    let stored = Stored {
        id: i64::MAX,
        handle,
        kind: Kind::Person,
        year: None,
        version: 1,
        state: State::Live,
        since: 0,
        at: 0,
        file: String::new(),
        line: 1,
        text: String::new(),
    };
    let start = Instant::now();
    let found = claims.suggestions(&Owner { stored, person }).await?;
    Ok((start.elapsed().as_secs_f64() * 1_000.0, found.offered.len()))
}

fn named(name: &str, handle: Handle) -> Person {
    let parts = Name::parse(name);
    Person {
        name: parts.straight(),
        first: parts.given.clone(),
        last: parts.full_family(),
        ..Person::new(handle)
    }
}

fn middle(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

async fn follow(mirror: &Path, folder: &Path) -> Fallible<()> {
    let store = Store::open(&format!("sqlite:{}", folder.join("ibid.db").display())).await?;
    let mut files = Vec::new();
    list(mirror, &mut files)?;
    let people = register(&store, &files).await?;
    catch_up(&store).await?;
    read(&store, mirror, 1_000).await?;
    let works: i64 =
        store.reader().totals().await?.counts.iter().filter(|it| it.kind.is_work()).map(|it| it.live).sum();
    let seconds = catch_up(&store).await?;
    let mut told = 0;
    for &(id, _) in &people {
        told += store.reader().notices(id).await?.len();
    }
    println!(
        "{{\"what\":\"profiles follow a harvest of new works\",\"works\":{works},\"profiles\":{},\"seconds\":{seconds:.1},\
         \"may_be_theirs\":{told}}}",
        people.len()
    );
    let claimed = claim(&store, &people).await?;
    catch_up(&store).await?;
    for file in &files {
        let text = std::fs::read_to_string(file)?;
        std::fs::write(file, text.replace("Author-Name: ", "Author-Name: Qx"))?;
    }
    read(&store, mirror, 2_000).await?;
    let seconds = catch_up(&store).await?;
    let doubts = store.reader().doubts((0, 0), usize::MAX >> 1).await?.len();
    println!(
        "{{\"what\":\"claims are judged again when all works change their authors\",\"works\":{works},\"claims\":{claimed},\
         \"seconds\":{seconds:.1},\"in_doubt\":{doubts}}}"
    );
    Ok(())
}

fn list(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> Fallible<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { list(&path, files)? } else { files.push(path) }
    }
    files.sort();
    Ok(())
}

/// Profiles by the names that works carry.
async fn register(store: &Store, files: &[std::path::PathBuf]) -> Fallible<Vec<(i64, Handle)>> {
    let mut names = std::collections::BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(file)?;
        names.extend(text.lines().filter_map(|it| it.strip_prefix("Author-Name: ")).map(str::to_owned));
        if names.len() > 4 * PROFILES {
            break;
        }
    }
    // From all of the alphabet.
    let each = (names.len() / PROFILES).max(1);
    let mut people = Vec::new();
    for some in names.into_iter().step_by(each).take(PROFILES).collect::<Vec<_>>().chunks(500) {
        let mut tx = store.writer().begin().await?;
        for name in some {
            let nobody = Handle::parse("RePEc:per:2000-01-01:nobody").ok_or("no handle")?;
            let (id, person) = record::register(&mut tx, named(name, nobody), 10).await?;
            people.push((id, person.handle));
        }
        tx.commit().await?;
    }
    Ok(people)
}

async fn read(store: &Store, mirror: &Path, at: i64) -> Fallible<()> {
    let source = Source::find(mirror)?;
    harvest(store, &Recent::default(), &source, at, &mut |_| {}).await;
    Ok(())
}

/// Seconds until the projection has seen everything.
async fn catch_up(store: &Store) -> Fallible<f64> {
    let start = Instant::now();
    while step(store).await? {}
    Ok(start.elapsed().as_secs_f64())
}

/// What they hear of they claim, some of it.
async fn claim(store: &Store, people: &[(i64, Handle)]) -> Fallible<usize> {
    let mut claimed = 0;
    for some in people.chunks(500) {
        let mut tx = store.writer().begin().await?;
        for &(id, _) in some {
            let works: Vec<i64> =
                store.reader().notices(id).await?.iter().take(CLAIMED).map(|it| it.work).collect();
            let Some(mut person) = record::person(&mut tx, id).await? else { continue };
            for work in store.reader().by_id(&works).await? {
                person.author_of.push(work.handle.clone());
                claimed += 1;
                tx.put_claims(&[Claim {
                    person: id,
                    work: work.id,
                    answer: Answer::Claimed,
                    role: Role::Author,
                    place: 1,
                    version: work.version,
                    evidence: String::new(),
                    at: 20,
                    account: 0,
                }])
                .await?;
            }
            record::save(&mut tx, &person, 20).await?;
        }
        tx.commit().await?;
    }
    Ok(claimed)
}
