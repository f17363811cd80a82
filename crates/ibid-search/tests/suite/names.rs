//! Names in other spellings: what is found by one, and what is said of it.

use ibid_core::Kind;
use ibid_search::{Byline, Document, Request, Respelt};

use super::world::{World, engines, handle, items};

fn work(item: &str, title: &str, people: &[&str]) -> Document {
    Document {
        title: title.to_owned(),
        people: people.iter().map(|it| Byline::from(*it)).collect(),
        ..Document::bare(handle(item), Kind::Paper)
    }
}

fn worlds() -> Vec<World> {
    let worlds = engines();
    for world in &worlds {
        world.put([
            work("memoirs", "With the century", &["Kim, Il-sung"]),
            work("selected", "Selected works", &["Kim Il Song"]),
            work("hangul", "세기와 더불어", &["김일성"]),
            work("cyrillic", "Избранные произведения", &["Ким Ир Сен"]),
            work("about", "Kim Il Sung: the North Korean leader", &["Suh, Dae-Sook"]),
            work("other", "Monetary policy", &["Kim, Il-ho"]),
            work("lankov", "Crisis in North Korea", &["Andrei Lankov"]),
            work("lankov-ru", "Северная Корея", &["Ланьков, Андрей"]),
            work("lankov-ko", "평양의 지붕 밑", &["안드레이 란코프"]),
            work("both", "Rice", &["Mitsuhiko Kimura (木村光彦)"]),
            work("latin", "Plans", &["Kimura, Mitsuhiko"]),
            work("han", "計画", &["木村光彦"]),
            Document {
                people: vec![Byline { other: "磯部朋子".to_owned(), ..Byline::from("Tomoko Isobe") }],
                ..work("given", "Salt", &[])
            },
            work("isobe", "Soda", &["Isobe, Tomoko"]),
            work("smith", "Trade", &["John Smith"]),
            work("smyth", "Growth", &["John Smyth"]),
            Document {
                other_titles: vec!["Seo Yeon Park".to_owned(), "朴瑞娟".to_owned(), "S. Park".to_owned()],
                people: vec![Byline::from("박서연")],
                title: "박서연".to_owned(),
                ..Document::bare(handle("person"), Kind::Person)
            },
            work("park", "Rice again", &["朴瑞娟"]),
            work("initial", "Others", &["S. Park"]),
        ]);
        world.index.commit(1).expect("committed");
    }
    worlds
}

fn check(cases: &[(&str, &[&str])]) {
    for world in worlds() {
        for (text, expected) in cases {
            assert_eq!(world.found(text), *expected, "{text} {:?}", world.respelt(text));
        }
    }
}

impl World {
    fn respelt(&self, text: &str) -> Vec<Respelt> {
        self.ask(text, &Request::default()).respelt
    }
}

#[test]
fn every_spelling_finds_every_spelling() {
    let kim = &["about", "cyrillic", "hangul", "memoirs", "selected"][..];
    let lankov = &["lankov", "lankov-ko", "lankov-ru"][..];
    let kimura = &["both", "han", "latin"][..];
    check(&[
        ("author:김일성", kim),
        ("author:(Kim Il-sung)", kim),
        ("author:kim author:il author:sung", kim),
        ("author:(Ким Ир Сен)", kim),
        ("김일성", kim),
        ("Kim Il Sung", kim),
        ("Il-sung Kim", kim),
        ("author:lankov", lankov),
        ("author:Ланьков", lankov),
        ("author:(andrei lankov)", lankov),
        ("author:(Андрей Ланьков)", lankov),
        ("author:木村光彦", kimura),
        ("author:(Mitsuhiko Kimura)", kimura),
        ("author:(Kimura Mitsuhiko)", kimura),
        ("author:(Seo Yeon Park)", &["park", "person"]),
        ("author:磯部朋子", &["given", "isobe"]),
        ("author:\"磯部朋子\"", &["given"]),
        ("author:(John Smith)", &["smith"]),
        ("John Smith", &["smith"]),
    ]);
}

#[test]
fn a_slip_is_forgiven_where_nobody_is_called_so() {
    check(&[("author:(mitsuhiko kimuran)", &["both", "latin"]), ("author:(jonn smith)", &["smith"])]);
}

#[test]
fn quotes_and_other_words_are_searched_as_written() {
    check(&[
        ("author:\"김일성\"", &["hangul"]),
        ("\"Kim Il-sung\"", &["about", "memoirs"]),
        ("monetary policy", &["other"]),
        ("-author:김일성 korea", &["lankov"]),
        ("author:김일성 title:century", &["memoirs"]),
    ]);
}

#[test]
fn what_was_searched_besides_is_said() {
    for world in worlds() {
        let respelt = world.respelt("author:김일성");
        let [respelt] = respelt.as_slice() else { panic!("{respelt:?}") };
        assert_eq!((respelt.asked.as_str(), respelt.author), ("김일성", true));
        let names: Vec<&str> = respelt.names.iter().map(|(name, _)| name.as_str()).collect();
        for expected in ["Kim, Il-sung", "Kim Il Song", "Ким Ир Сен"] {
            assert!(names.contains(&expected), "{names:?}");
        }
        assert!(respelt.names.iter().all(|(_, works)| *works > 0), "{respelt:?}");
        // A family name alone is written as names are, too.
        let family = world.respelt("author:lankov");
        let names: Vec<&str> =
            family.iter().flat_map(|it| &it.names).map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&"Ланьков"), "{names:?}");
        assert_eq!(world.respelt("author:\"김일성\""), []);
        assert_eq!(world.respelt("monetary policy"), []);
        assert_eq!(world.respelt("author:(John Smith)"), []);
    }
}

/// Works put in again count once, and spellings that no work has any more are none.
#[test]
fn spellings_are_counted_as_they_are_now() {
    for world in worlds() {
        let spelt = |text: &str, name: &str| {
            let names = world.respelt(text).into_iter().flat_map(|it| it.names);
            names.filter(|(it, _)| it == name).map(|(_, works)| works).collect::<Vec<_>>()
        };
        world.put([work("cyrillic", "Избранное", &["Ким Ир Сен"]), work("lankov-ko", "지붕", &["김철수"])]);
        world.index.commit(2).expect("committed");
        assert_eq!(spelt("author:김일성", "Ким Ир Сен"), [1]);
        assert_eq!(spelt("author:lankov", "Ланьков"), [1]);
        assert_eq!(spelt("author:lankov", "란코프"), Vec::<u64>::new());
    }
}

#[test]
fn works_by_somebody_come_before_works_about_them() {
    for world in worlds() {
        let results = world.ask("author:김일성", &Request::default());
        assert_eq!(items(&results).last().map(String::as_str), Some("about"));
    }
}
