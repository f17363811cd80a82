//! What becomes of records when their files change.

use std::fs;

use serde_json::Value;

use crate::world::{World, until};

const SMITH: &str = "RePEc:xyz:wpaper:7";
const FILE: &str = "xyz/wpaper/2024.rdf";
const PAGE: &str = "/p/xyz/wpaper/7.html";

fn sum(reports: &[Value], what: &str) -> u64 {
    reports.iter().map(|report| report[what].as_u64().unwrap()).sum()
}

fn position(world: &World) -> i64 {
    world.ibid(&["--format", "json", "stats"]).json()[0]["position"].as_i64().unwrap()
}

#[test]
fn both_seeds_are_found_by_the_years_they_are_about() {
    World::each(|world| {
        let reports = world.harvest("");
        assert_eq!(reports.len(), 3);
        let found = world.search("North Korea Soviet Union about:1955..1960");
        assert!(found.contains(&"RePEc:hst:ghsdps:gd11-190".to_owned()), "{found:?}");
        assert!(found.contains(&"RePEc:rak:lectur:2014-03-11".to_owned()), "{found:?}");
    });
}

#[test]
fn a_second_harvest_of_unchanged_files_writes_nothing() {
    World::each(|world| {
        let first = world.harvest("");
        let before = position(&world);
        let second = world.harvest("");
        assert_eq!(position(&world), before);
        for what in ["new", "changed", "vanished"] {
            assert_eq!(sum(&second, what), 0, "{what}");
        }
        assert_eq!(sum(&second, "templates"), sum(&first, "templates"));
    });
}

#[test]
fn a_corrected_name_is_everywhere_and_the_old_one_in_the_history() {
    World::each(|world| {
        world.harvest("");
        let server = world.serve();
        assert!(server.page(PAGE).contains("Jon Smith"));
        world.edit(FILE, "Author-Name: Jon Smith", "Author-Name: John Smith");
        let report = &world.harvest(FILE)[0];
        assert_eq!((report["changed"].as_u64(), report["new"].as_u64()), (Some(1), Some(0)), "{report}");
        until("the page names John", || server.page(PAGE).contains("John Smith"));
        until("the search finds John", || server.page("/search?q=author%3A%22john+smith%22").contains(PAGE));
        assert_eq!(world.search("author:\"john smith\""), [SMITH]);
        assert!(world.search("author:\"jon smith\"").is_empty());
        let history = server.page("/p/xyz/wpaper/7/history");
        assert!(history.contains(FILE), "{history}");
        assert!(history.contains("<del") && history.contains("<ins"), "{history}");
    });
}

#[test]
fn white_space_is_no_news() {
    let world = World::toy();
    world.harvest("");
    let before = position(&world);
    world.edit(FILE, "Author-Name: Jon Smith", "Author-Name:   Jon Smith  ");
    let report = &world.harvest(FILE)[0];
    assert_eq!(report["changed"].as_u64(), Some(0), "{report}");
    assert_eq!(position(&world), before);
}

#[test]
fn what_vanishes_is_withdrawn_and_comes_back() {
    World::each(|world| {
        world.harvest("");
        let text = fs::read_to_string(world.file(FILE)).unwrap();
        fs::remove_file(world.file(FILE)).unwrap();
        let reports = world.harvest("xyz");
        let lost = sum(&reports, "vanished");
        assert!(lost > 0);
        assert!(world.search(&format!("handle:{SMITH}")).is_empty());
        let server = world.serve();
        let (status, _, body) = server.get(PAGE);
        assert_eq!(status, 410);
        assert!(body.contains("Jon Smith"), "the last state is shown: {body}");
        world.write(FILE, text);
        let reports = world.harvest("xyz");
        assert_eq!(sum(&reports, "changed"), lost);
        assert_eq!(world.search(&format!("handle:{SMITH}")), [SMITH]);
        until("the page is back", || server.get(PAGE).0 == 200);
        assert_eq!(server.page("/p/xyz/wpaper/7/history").matches("<h2>Version ").count(), 3);
    });
}

#[test]
fn a_record_that_moves_to_another_file_stays_the_same_record() {
    for (from, to) in [(FILE, "xyz/wpaper/2025.rdf"), (FILE, "xyz/wpaper/2001.rdf")] {
        World::each(|world| {
            world.harvest("");
            let before = position(&world);
            fs::rename(world.file(from), world.file(to)).unwrap();
            let reports = world.harvest("xyz");
            assert_eq!(sum(&reports, "vanished"), 0, "{reports:?}");
            assert_eq!(sum(&reports, "new"), 0, "{reports:?}");
            assert_eq!(position(&world), before);
            let server = world.serve();
            assert!(server.page(PAGE).contains(to), "the page names the new file");
        });
    }
}

#[test]
fn the_second_use_of_a_handle_is_told_and_takes_over_when_the_first_is_gone() {
    World::each(|world| {
        world.write("xyz/wpaper/later.rdf", paper("Second Thoughts"));
        world.write("xyz/wpaper/early.rdf", paper("First Thoughts"));
        let reports = world.harvest("xyz");
        assert!(sum(&reports, "repeated") >= 1);
        let title = || world.ibid(&["--format", "json", "search", "handle:RePEc:xyz:wpaper:twice"]).json();
        assert_eq!(title()[0]["title"], "First Thoughts");
        let server = world.serve();
        let page = server.page("/p/xyz/wpaper/twice.html");
        assert!(
            page.contains("xyz/wpaper/early.rdf") && page.contains("xyz/wpaper/later.rdf"),
            "both places are named"
        );
        world.write("xyz/wpaper/early.rdf", "");
        let reports = world.harvest("xyz");
        assert_eq!(sum(&reports, "vanished"), 0, "{reports:?}");
        assert_eq!(title()[0]["title"], "Second Thoughts");
    });
}

fn paper(title: &str) -> String {
    format!(
        "Template-Type: ReDIF-Paper 1.0\nTitle: {title}\nAuthor-Name: A Writer\n\
         Creation-Date: 2020\nHandle: RePEc:xyz:wpaper:twice\n"
    )
}

#[test]
fn a_broken_template_spoils_only_itself() {
    let world = World::toy();
    world.harvest("");
    let text = fs::read_to_string(world.file("xyz/diseas/recovery.rdf")).unwrap();
    let handles: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("Handle: ")).collect();
    assert!(handles.len() >= 2);
    for handle in [handles[0], handles[handles.len() - 1]] {
        assert_eq!(world.search(&format!("handle:{handle}")).len(), 1, "{handle}");
    }
}

#[test]
fn a_harvest_beside_a_server_needs_nobody_to_step_aside() {
    let world = World::empty(None);
    world.write("xyz/xyzarch.rdf", "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:xyz\nName: X\nURL: http://x.example.org/RePEc/xyz/\nMaintainer-Email: x@example.org\n");
    let server = {
        world.harvest("");
        world.serve()
    };
    for number in 0..5 {
        world.write(
            &format!("xyz/wpaper/{number}.rdf"),
            paper("Two at Once").replace("twice", &number.to_string()),
        );
        world.harvest("");
        let page = format!("/p/xyz/wpaper/{number}.html");
        until("the server shows it", || server.get(&page).0 == 200);
        until("the server finds it", || server.page("/search?q=two+once").contains(&page));
    }
}

#[test]
fn harvesting_one_file_does_not_withdraw_what_moved_to_another() {
    let world = World::toy();
    world.harvest("");
    let text = fs::read_to_string(world.file(FILE)).unwrap();
    world.write("xyz/wpaper/2026.rdf", text);
    world.write(FILE, "");
    let report = &world.harvest(FILE)[0];
    assert_eq!(report["vanished"], 0, "{report}");
    assert_eq!(world.search(&format!("handle:{SMITH}")), [SMITH]);
    let reports = world.harvest("xyz");
    assert_eq!((sum(&reports, "vanished"), sum(&reports, "new")), (0, 0), "{reports:?}");
}

#[test]
fn a_copy_of_a_head_file_takes_over_when_the_original_is_gone() {
    let world = World::toy();
    fs::create_dir(world.file("all")).unwrap();
    fs::copy(world.file("rak/rakarch.rdf"), world.file("all/rakarch.rdf")).unwrap();
    fs::copy(world.file("hst/hstarch.rdf"), world.file("all/hstarch.rdf")).unwrap();
    fs::copy(world.file("hst/hstseri.rdf"), world.file("all/hstseri.rdf")).unwrap();
    world.harvest("");
    assert_eq!(world.search("handle:RePEc:hst"), ["RePEc:hst"]);
    fs::remove_file(world.file("hst/hstarch.rdf")).unwrap();
    world.harvest("");
    assert_eq!(world.search("handle:RePEc:hst"), ["RePEc:hst"]);
}

#[test]
fn pages_show_what_a_harvest_learnt_beside_the_journal() {
    let world = World::toy();
    world.harvest("");
    let server = world.serve();
    assert!(server.page("/archives/hst/").contains("Nothing is wrong"));
    world.edit("hst/htnote/notes.rdf", "Creation-Date:", "Creation-Datum: soon\nCreation-Date:");
    world.harvest("hst");
    until("the archive's page tells the problem", || {
        !server.page("/archives/hst/").contains("Nothing is wrong")
    });
}

#[test]
fn an_index_of_another_ledger_is_made_anew() {
    let world = World::toy();
    world.harvest("");
    for file in ["ibid.db", "ibid.db-wal", "ibid.db-shm"] {
        let _ = fs::remove_file(world.data().join(file));
    }
    world.harvest("hst");
    assert!(world.search("lankov").is_empty());
    assert_eq!(world.search("kimuran"), ["RePEc:hst:ghsdps:gd11-190"]);
    assert_eq!(world.ibid(&["doctor"]).status, 0);
}

#[test]
fn a_series_declared_later_takes_the_complaint_away() {
    let world = World::toy();
    let heads = fs::read_to_string(world.file("hst/hstseri.rdf")).unwrap();
    world.write("hst/hstseri.rdf", "");
    let reports = world.harvest("hst");
    assert!(sum(&reports, "errors") > 0, "{reports:?}");
    world.write("hst/hstseri.rdf", &heads);
    let reports = world.harvest("hst");
    assert_eq!((sum(&reports, "errors"), sum(&reports, "changed")), (0, 0), "{reports:?}");
    world.write("hst/hstseri.rdf", "");
    let reports = world.harvest("hst");
    assert!(sum(&reports, "errors") > 0, "a series no longer declared is missed: {reports:?}");
}
