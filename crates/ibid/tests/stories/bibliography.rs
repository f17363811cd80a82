//! The bibliography of a LaTeX document: each key as it is cited, what is not found said with its place.

use std::fs;

use crate::clients::script;
use crate::world::World;

#[test]
fn a_document_gets_the_entries_it_cites() {
    let world = World::toy();
    world.harvest("");
    let handle = "RePEc:hst:ghsdps:gd11-190";
    let own = |handle: &str| {
        let entry = world.ibid(&["show", handle, "--as", "bibtex"]).out;
        entry.split(['{', ',']).nth(1).unwrap().to_owned()
    };
    let key = own(handle);
    let doi = world.ibid(&["export", "--as", "json"]).json().into_iter().find(|it| it["doi"].is_string());
    let doi = doi.unwrap()["doi"].as_str().unwrap().to_owned();
    let document = world.data().join("paper.tex");
    let text = format!(
        "\\section{{A}} As \\textcite[3]{{{handle}}} and \\citep{{{key}, {doi}}} say.\n% \\cite{{nobody1999nothing}}\n"
    );
    fs::write(&document, &text).unwrap();
    for format in ["bibtex", "biblatex"] {
        let said = world.ibid(&["bibliography", document.to_str().unwrap(), "--as", format]);
        assert_eq!((said.status, said.err.as_str()), (0, ""), "{format}");
        let file = world.data().join("paper.bib");
        fs::write(&file, &said.out).unwrap();
        for reader in ["bibtex.py", "biber.py"] {
            let Some(entries) = script(reader, &[file.to_str().unwrap()]) else { return };
            let keys: Vec<_> = entries.iter().map(|it| it["key"].as_str().unwrap()).collect();
            assert_eq!(keys, [handle, &key, &doi], "{format} {reader}");
            assert_eq!(entries[0]["title"], entries[1]["title"]);
        }
    }
    fs::write(&document, text + "\\cite{nobody1999nothing} \\cite{sp ace}").unwrap();
    let said = world.ibid(&["--format", "json", "bibliography", document.to_str().unwrap()]);
    assert_eq!(said.status, 1);
    let handles: Vec<_> = said.json().iter().map(|it| it["handle"].is_string()).collect();
    assert_eq!(handles, [true, true, true, false, false]);
    assert!(said.err.contains("paper.tex: nobody1999nothing: no such work"), "{}", said.err);
    let said = world.ibid(&["bibliography", "nowhere.tex"]);
    assert!(said.status == 2 && said.err.contains("nowhere.tex"), "{}", said.err);
}
