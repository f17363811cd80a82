//! The real archives, read in place where they are there.

use std::path::PathBuf;

use crate::world::World;

/// The folder of real data; `None` (and said) where there is none.
pub(crate) fn data() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("IBID_DATA_DIR").map_or_else(beside, PathBuf::from);
    if !folder.is_dir() {
        eprintln!("no real data at {}: skipped", folder.display());
        return None;
    }
    Some(folder.canonicalize().unwrap())
}

#[test]
fn real_archives_are_read_whole_and_answer() {
    let Some(data) = data() else { return };
    let world = World::empty(None);
    let mirror = data.join("redif");
    let said = world.ibid(&["--format", "json", "harvest", mirror.to_str().unwrap()]);
    assert_eq!(said.status, 0, "{}", said.err);
    let reports = said.json();
    assert_eq!(reports.len(), 8, "seven archives and the heads of all");
    assert!(reports.iter().all(|report| report["failed"].is_null()));
    let stats = &world.ibid(&["--format", "json", "stats"]).json()[0];
    assert!(stats["live"]["series"].as_u64() > Some(5_000), "{stats}");
    assert!(stats["live"]["paper"].as_u64() > Some(700), "{stats}");
    assert!(world.search("monetary policy").len() >= 10);
    let server = world.serve();
    for handle in world.search("monetary policy") {
        let (status, head, _) = server.get(&format!("/{handle}"));
        assert!(matches!(status, 301 | 302 | 303 | 307 | 308), "{handle}: {status}");
        let place = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
        server.page(place);
    }
}
