//! The directory of names, and what is looked up exactly.

use ibid_core::Kind;
use ibid_search::{Document, Edit, NameForm};

use crate::world::{World, engines, handle, work, worlds};

fn shown(forms: &[NameForm]) -> Vec<String> {
    forms.iter().map(|form| format!("{} {} {}", form.key, form.name, form.works)).collect()
}

fn names(world: &World, from: &str, limit: usize) -> Vec<String> {
    shown(&world.index.names(from, limit).expect("names"))
}

#[test]
fn names_stand_in_order_with_their_works() {
    for world in worlds() {
        let all = [
            "jones anna Anna Jones 1",
            "kimura mitsuhiko Mitsuhiko Kimura 1",
            "mueller petra Petra Mueller 1",
            "muller jan Jan Muller 1",
            "muller karl Karl Müller 1",
            "木村光彦 木村光彦 1",
            "김철수 김철수 1",
        ];
        assert_eq!(names(&world, "", 100), all);
        assert_eq!(names(&world, "mu", 2), all[2..4]);
        assert_eq!(names(&world, "muller jan ", 2), all[4..6]);
        assert_eq!(names(&world, "가", 9), all[6..]);
        assert_eq!(names(&world, "", 0), [""; 0]);
        assert_eq!(names(&world, "\u{10ffff}", 9), [""; 0]);
    }
}

/// Page after page, whatever their size, gives every name once.
#[test]
fn pages_of_names_make_up_the_whole() {
    for world in engines() {
        for part in 0..4 {
            let works = (0..50).map(|n| {
                let n = n * 4 + part;
                let (one, two) = (format!("Ann{n:03} Able"), format!("Bo Baker{:03}", n / 3));
                work(&format!("w{n}"), "Title", &[&one, &two], "")
            });
            world.put(works);
            world.index.commit(part + 1).expect("committed");
        }
        let whole = names(&world, "", 1_000);
        assert_eq!(whole.len(), 200 + 67);
        for size in [1, 7, 100] {
            let (mut pages, mut from) = (Vec::new(), String::new());
            loop {
                let page = world.index.names(&from, size).expect("names");
                assert!(page.len() <= size);
                let Some(last) = page.last() else { break };
                from = format!("{} ", last.key);
                pages.extend(shown(&page));
            }
            assert_eq!(pages, whole, "{size}");
        }
    }
}

#[test]
fn spellings_of_one_form_are_one_entry() {
    for world in engines() {
        world.put([
            work("a", "One", &["KIMURA, Mitsuhiko"], ""),
            work("b", "Two", &["Mitsuhiko Kimura", "mitsuhiko kimura"], ""),
            work("c", "Three", &["M. Kimura"], ""),
            Document { people: vec!["Editor Only".into()], ..Document::bare(handle("series"), Kind::Series) },
        ]);
        world.index.commit(1).expect("committed");
        let expected = ["kimura m M. Kimura 1", "kimura mitsuhiko Mitsuhiko Kimura 2"];
        assert_eq!(names(&world, "", 10), expected);
        assert_eq!(world.found("byline:\"Kimura, Mitsuhiko\""), ["a", "b"]);
        assert_eq!(world.found("byline:\"M Kimura\""), ["c"]);
        assert_eq!(world.found("byline:kimura"), [""; 0]);
    }
}

#[test]
fn people_are_found_by_their_names() {
    for world in engines() {
        let person = |item: &str, name: &str, plain: &str| Document {
            people: vec![name.into()],
            other_titles: vec![plain.to_owned()],
            ..Document::bare(handle(item), Kind::Person)
        };
        world.put([
            work("a", "One", &["Ann Jones"], ""),
            person("1", "Jones, Ann", ""),
            person("2", "박서연", "Seoyeon Park"),
            person("3", "Bo Gone", ""),
        ]);
        world.index.commit(1).expect("committed");
        world.index.apply([Edit::Remove(handle("3"))]).expect("applied");
        world.index.commit(2).expect("committed");
        let check = |forms: &[&str], expected: &[&str]| {
            let forms: Vec<String> = forms.iter().map(|it| (*it).to_owned()).collect();
            let expected: Vec<_> = expected.iter().map(|it| handle(it)).collect();
            assert_eq!(world.index.registered(&forms, 9).expect("people"), expected, "{forms:?}");
        };
        check(&["ann jones"], &["1"]);
        check(&["seoyeon park", "박서연", "ann jones"], &["1", "2"]);
        check(&["bo gone", "jones", ""], &[]);
        check(&[], &[]);
        assert_eq!(names(&world, "", 9), ["jones ann Jones, Ann 1"]);
        assert_eq!(world.found("byline:\"Ann Jones\""), ["a"]);
    }
}

#[test]
fn names_of_works_that_went_are_gone() {
    for world in worlds() {
        let gone = Edit::Remove(handle("wp:gd190"));
        world.index.apply([gone]).expect("applied");
        world.put([work("korean", "북한", &["김철수", "Anna Jones"], "")]);
        world.index.commit(2).expect("committed");
        assert_eq!(
            names(&world, "", 3),
            ["jones anna Anna Jones 2", "mueller petra Petra Mueller 1", "muller jan Jan Muller 1"]
        );
        assert_eq!(names(&world, "김", 3), ["김철수 김철수 1"]);
    }
}

#[test]
fn works_are_found_by_doi_and_address() {
    for world in engines() {
        world.put([
            Document {
                doi: Some("10.3386/w9321".to_owned()),
                urls: vec!["example.org/a.pdf".to_owned(), "example.org/b(1).pdf".to_owned()],
                ..work("one", "One", &[], "")
            },
            work("two", "See 10.3386 and example.org", &[], ""),
        ]);
        world.index.commit(1).expect("committed");
        for text in [
            "doi:10.3386/w9321",
            "doi:10.3386/W9321",
            "https://doi.org/10.3386/w9321",
            "10.3386/w9321",
            "url:https://www.example.org/a.pdf",
            "url:\"http://example.org/b(1).pdf\"",
        ] {
            assert_eq!(world.found(text), ["one"], "{text}");
        }
        for text in ["doi:10.3386/w932", "url:example.org", "url:example.org/A.pdf"] {
            assert_eq!(world.found(text), [""; 0], "{text}");
        }
    }
}
