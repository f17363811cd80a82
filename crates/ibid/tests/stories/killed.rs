//! A harvest that is killed loses nothing it has reported, and the next one completes it.

use std::process::Stdio;
use std::time::Duration;

use ibid_testkit::Database;

use crate::world::{Said, World};

/// A mirror of many small files.
fn fill(world: &World) {
    world.write("abc/abcarch.rdf", "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:abc\nName: Many\nURL: http://abc.example.org/RePEc/abc/\nMaintainer-Email: a@example.org\n");
    world.write("abc/abcseri.rdf", "Template-Type: ReDIF-Series 1.0\nHandle: RePEc:abc:wpaper\nName: Papers\nMaintainer-Email: a@example.org\nType: ReDIF-Paper\n");
    for file in 0..60 {
        let mut text = String::new();
        for item in 0..100 {
            text.push_str(&format!(
                "Template-Type: ReDIF-Paper 1.0\nTitle: Paper {item} of file {file}\nAuthor-Name: Ann Author\n\
                 Abstract: Number {item} says little, and says it {file} times over.\n\
                 Creation-Date: 2001\nHandle: RePEc:abc:wpaper:{file}-{item}\n\n"
            ));
        }
        world.write(&format!("abc/wpaper/{file:03}.rdf"), text);
    }
}

#[test]
fn a_ledger_that_goes_away_in_between_is_come_back_to() {
    let Some(database) = Database::fresh() else { return };
    let world = World::empty(Some(database));
    fill(&world);
    let mut command = world.command();
    command.arg("harvest").arg(world.mirror()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    for _ in 0..3 {
        std::thread::sleep(Duration::from_millis(300));
        world.database().unwrap().cut();
    }
    let status = child.wait().unwrap();
    assert!(matches!(status.code(), Some(0 | 2)), "{status}");
    world.harvest("");
    let stats = world.ibid(&["--format", "json", "stats"]).json();
    assert_eq!(stats[0]["live"]["paper"], 6000);
    assert_eq!(stats[0]["documents"], 6002);
}

fn state(world: &World) -> (Vec<serde_json::Value>, usize) {
    let stats = world.ibid(&["--format", "json", "stats"]).json();
    let found = Said::json(&world.ibid(&["--format", "json", "search", "--limit", "1000", "says little"]));
    (stats, found.len())
}

#[test]
fn a_killed_harvest_is_completed_by_the_next() {
    let whole = World::empty(None);
    fill(&whole);
    whole.harvest("");
    let expected = state(&whole);
    assert_eq!(expected.0[0]["live"]["paper"], 6000);
    let world = World::empty(None);
    fill(&world);
    for delay in [5, 20, 40, 60, 90, 120, 200] {
        let mut command = world.command();
        command.arg("harvest").arg(world.mirror()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    world.harvest("");
    assert_eq!(state(&world), expected);
    assert_eq!(world.ibid(&["doctor"]).status, 0);
}
