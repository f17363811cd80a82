//! Bad input on purpose: each a clear diagnostic, and the rest goes on.

use std::os::unix::fs::symlink;

use crate::world::World;

const GOOD: &str = "Template-Type: ReDIF-Paper 1.0\nTitle: Still Here\nAuthor-Name: Ann Author\nCreation-Date: 2001\nHandle: RePEc:abc:wpaper:good\n";

/// A world with one good paper; `spoil` adds what is bad.
fn world(spoil: impl FnOnce(&World)) -> World {
    let world = World::empty(None);
    world.write("abc/abcarch.rdf", "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:abc\nName: A\nURL: http://abc.example.org/RePEc/abc/\nMaintainer-Email: a@example.org\n");
    world.write("abc/abcseri.rdf", "Template-Type: ReDIF-Series 1.0\nHandle: RePEc:abc:wpaper\nName: Papers\nMaintainer-Email: a@example.org\nType: ReDIF-Paper\n");
    world.write("abc/wpaper/zz.rdf", GOOD);
    spoil(&world);
    world
}

/// The harvest ends well, and the good paper is there.
fn survives(name: &str, spoil: impl FnOnce(&World)) {
    let world = world(spoil);
    let said = world.ibid(&["harvest", "RePEc"]);
    assert_eq!(said.status, 0, "{name}: {}", said.err);
    assert_eq!(world.search("handle:RePEc:abc:wpaper:good").len(), 1, "{name}");
}

#[test]
fn files_of_any_content_leave_the_others_alone() {
    survives("empty", |world| world.write("abc/wpaper/a.rdf", ""));
    survives("rubbish", |world| {
        let bytes: Vec<u8> =
            (0..200_000_u32).map(|it| (it.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        world.write("abc/wpaper/a.rdf", bytes);
    });
    survives("zeros", |world| world.write("abc/wpaper/a.rdf", vec![0; 1 << 20]));
    survives("one endless line", |world| world.write("abc/wpaper/a.rdf", "x".repeat(40 << 20)));
    survives("one endless field", |world| {
        let text = format!("{}Abstract: {}\n", GOOD.replace("good", "long"), "word ".repeat(8 << 20));
        world.write("abc/wpaper/a.rdf", text);
    });
    survives("UTF-16", |world| {
        let text: Vec<u8> = format!("\u{feff}{}", GOOD.replace("good", "wide"))
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        world.write("abc/wpaper/a.rdf", text);
    });
    survives("many fields", |world| {
        let fields: String = (0..100_000).map(|it| format!("Keywords: word {it}\n")).collect();
        world.write("abc/wpaper/a.rdf", format!("{}{fields}", GOOD.replace("good", "many")));
    });
    survives("many tiny templates", |world| {
        world.write("abc/wpaper/a.rdf", "Template-Type: x\n".repeat(300_000));
    });
}

#[test]
fn links_that_lead_round_or_out_are_told() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.rdf"), GOOD.replace("good", "secret")).unwrap();
    let world = world(|world| {
        symlink(world.file("abc"), world.file("abc/wpaper/round")).unwrap();
        symlink(outside.path(), world.file("abc/wpaper/out")).unwrap();
        symlink("nowhere", world.file("abc/wpaper/broken.rdf")).unwrap();
    });
    let said = world.ibid(&["harvest", "RePEc"]);
    assert_eq!(said.status, 2, "something could not be read: {}", said.err);
    for name in ["abc/wpaper/round", "abc/wpaper/out", "abc/wpaper/broken.rdf"] {
        assert!(said.err.contains(name), "{name}: {}", said.err);
    }
    assert_eq!(world.search("still here"), ["RePEc:abc:wpaper:good"]);
}

#[test]
fn what_could_not_be_read_does_not_count_as_vanished() {
    let world = world(|_| {});
    world.ibid(&["harvest", "RePEc"]);
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::rename(world.file("abc/wpaper"), elsewhere.path().join("wpaper")).unwrap();
    symlink("nowhere", world.file("abc/wpaper")).unwrap();
    let said = world.ibid(&["harvest", "RePEc"]);
    assert!(said.err.contains("abc/wpaper"), "{}", said.err);
    assert_eq!(world.search("still here"), ["RePEc:abc:wpaper:good"]);
}

#[test]
fn an_archive_that_is_suddenly_empty_is_not_emptied() {
    let world = world(|_| {});
    world.ibid(&["harvest", "RePEc"]);
    std::fs::remove_dir_all(world.file("abc/wpaper")).unwrap();
    std::fs::remove_file(world.file("abc/abcseri.rdf")).unwrap();
    std::fs::remove_file(world.file("abc/abcarch.rdf")).unwrap();
    assert_eq!(world.ibid(&["harvest", "RePEc/abc"]).status, 2);
    assert_eq!(world.search("still here"), ["RePEc:abc:wpaper:good"]);
}

#[test]
fn a_full_disk_is_an_error_that_names_the_ledger_and_loses_nothing() {
    let world = world(|_| {});
    world.ibid(&["harvest", "RePEc"]);
    let text: String =
        (0..4000).map(|it| format!("{}\n", GOOD.replace("good", &format!("item{it}")))).collect();
    world.write("abc/wpaper/big.rdf", text);
    // The shell's limit on file sizes is the nearest thing to a full disk that needs no disk.
    let binary = env!("CARGO_BIN_EXE_ibid");
    let line =
        format!("ulimit -f 600; trap '' XFSZ; exec {binary:?} --data {:?} harvest RePEc", world.data());
    let mut command = std::process::Command::new("bash");
    let output = command.args(["-c", &line]).current_dir(world.mirror().parent().unwrap()).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("ibid.db"), "{err}");
    assert_eq!(world.search("still here"), ["RePEc:abc:wpaper:good"]);
    let said = world.ibid(&["harvest", "RePEc"]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(world.search("handle:RePEc:abc:wpaper:item3999").len(), 1);
}
