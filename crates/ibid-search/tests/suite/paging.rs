//! Going through hits from place to place, also while works come and go.

use ibid_core::date::Date;
use ibid_search::{By, Document, Edit, Facet, Place, Request, Results, Sort};

use crate::world::{World, engines, handle, items, work, worlds, year};

const SORTS: [Sort; 6] = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Cited, Sort::About, Sort::Added];

/// Many works with many equals among them, in several segments.
fn many(world: &World) {
    for part in 0..4 {
        let works = (0..60).map(|n| {
            let n = n * 4 + part;
            let text = "money ".repeat(n % 5);
            Document {
                date: (n % 7 > 0).then(|| Date { year: 2000 + (n % 7) as i16, month: None, day: None }),
                cited: (n % 3) as u64,
                came: n as u32 / 2,
                about: if n % 2 == 0 { vec![(1900 + (n % 11) as i16, 1950)] } else { Vec::new() },
                ..work(&format!("w{n:03}"), "On money", &[], &text)
            }
        });
        world.put(works);
        world.index.commit(part as i64 + 1).expect("committed");
    }
    let gone = (0..240).step_by(50).map(|n| Edit::Remove(handle(&format!("wp:w{n:03}"))));
    world.index.apply(gone).expect("applied");
    world.index.commit(5).expect("committed");
}

fn from(world: &World, text: &str, sort: Sort, limit: usize, from: Option<Place>) -> Results {
    world.ask(text, &Request { sort, limit, from, facets: false, ..Request::default() })
}

#[test]
fn pages_from_place_to_place_make_up_the_whole() {
    for world in engines() {
        many(&world);
        for (text, sort) in
            ["money", "money -nothing", ""].into_iter().flat_map(|it| SORTS.map(|sort| (it, sort)))
        {
            let whole = items(&from(&world, text, sort, 1_000, None));
            assert_eq!(whole.len(), 235, "{text} {sort:?}");
            for size in [1, 17, 300] {
                let (mut pages, mut place) = (Vec::new(), None);
                loop {
                    let page = from(&world, text, sort, size, place);
                    assert_eq!(page.total, 235);
                    pages.extend(items(&page));
                    place = page.hits.last().map(|hit| hit.place(false));
                    if !page.more {
                        break;
                    }
                }
                assert_eq!(pages, whole, "{text} {sort:?} {size}");
            }
        }
    }
}

#[test]
fn the_way_back_is_the_way_there() {
    for world in engines() {
        many(&world);
        for sort in SORTS {
            let whole = from(&world, "money", sort, 1_000, None);
            for at in [1, 5, 100, 234] {
                let place = whole.hits[at].place(true);
                let page = from(&world, "money", sort, 20, Some(place));
                let start = at.saturating_sub(20);
                assert_eq!(items(&page), items(&whole)[start..at], "{sort:?} {at}");
                assert_eq!(page.more, start > 0, "{sort:?} {at}");
            }
            let first = from(&world, "money", sort, 20, Some(whole.hits[0].place(true)));
            assert!(first.hits.is_empty() && !first.more);
        }
    }
}

#[test]
fn places_stay_when_works_come_and_go() {
    for world in engines() {
        many(&world);
        for (round, sort) in SORTS.into_iter().enumerate() {
            let whole = items(&from(&world, "money", sort, 1_000, None));
            let first = from(&world, "money", sort, 50, None);
            let place = first.hits.last().map(|hit| hit.place(false));
            let best = Document {
                cited: 9,
                date: year(2024 + round as i16),
                ..work(&format!("new{round}"), "Money", &[], "money")
            };
            world.put([best]);
            world.index.apply([Edit::Remove(first.hits[3].handle.clone())]).expect("applied");
            world.index.commit(10 + round as i64).expect("committed");
            let second = items(&from(&world, "money", sort, 1_000, place));
            let new = |item: &String| item.starts_with("new");
            let known: Vec<_> = second.iter().filter(|item| !new(item)).cloned().collect();
            let expected: Vec<_> = whole[50..].iter().filter(|item| !new(item)).cloned().collect();
            assert_eq!(known, expected, "{sort:?}");
        }
    }
}

/// A place that never was is a place all the same.
#[test]
fn made_up_places_are_answered() {
    for world in worlds() {
        for rank in [0, 1, u64::MAX, u64::from(f32::NAN.to_bits()) << 32] {
            for before in [false, true] {
                for sort in SORTS {
                    let place = Place { rank, handle: handle("zzz:nowhere"), before };
                    from(&world, "müller", sort, 10, Some(place.clone()));
                    from(&world, "", sort, usize::MAX, Some(place));
                }
            }
        }
    }
}

#[test]
fn equals_come_newest_first() {
    for world in engines() {
        world.put((0..9).map(|n| Document {
            date: year(2000 + (n * 5) % 9),
            ..work(&format!("w{n}"), "The same title", &[], "")
        }));
        world.index.commit(1).expect("committed");
        let found = items(&world.ask("title:same", &Request { limit: 4, ..Request::default() }));
        assert_eq!(found, ["w7", "w5", "w3", "w1"]);
    }
}

#[test]
fn what_else_there_is_to_choose_is_counted() {
    for world in worlds() {
        let all = ibid_core::query::parse("series:RePEc:hst:wp");
        let papers = ibid_core::query::parse("series:RePEc:hst:wp kind:article");
        let instead = vec![(By::Facet(Facet::Kind), all.clone()), (By::Published, all)];
        let found = world.index.search(&papers, &Request { instead, ..Request::default() }).expect("found");
        assert_eq!((found.total, found.hits.len()), (1, 1));
        let kinds: Vec<(&str, u64)> =
            found.facet(Facet::Kind).iter().map(|(it, n)| (it.as_str(), *n)).collect();
        assert_eq!(kinds, [("paper", 4), ("article", 1), ("book", 1)]);
        assert_eq!(found.years, [(1987, 1), (1999, 1), (2005, 1), (2011, 2)]);
        assert_eq!(found.facet(Facet::Language), [("en".to_owned(), 1)]);
    }
}

/// What each thing alone is counted as is what all together are.
#[test]
fn one_thing_is_counted_as_all_are() {
    let by = Facet::ALL.into_iter().map(By::Facet).chain([By::Published, By::About]);
    let by: Vec<By> = by.collect();
    for world in worlds() {
        for text in ["", "series:RePEc:hst:wp", "relations OR market", "kind:person", "nothing-of-it"] {
            let query = ibid_core::query::parse(text);
            let all = world.index.search(&query, &Request::default()).expect("found");
            let none = ibid_core::query::parse("kind:talk");
            let instead: Vec<_> = by.iter().map(|by| (*by, query.clone())).collect();
            let found = world.index.search(&none, &Request { instead, ..Request::default() }).expect("found");
            assert_eq!(found.total, 0, "{text}");
            assert_eq!(
                (found.facets, found.years, found.about),
                (all.facets, all.years, all.about),
                "{text}"
            );
        }
    }
}

#[test]
fn works_in_the_order_of_their_subjects() {
    for world in worlds() {
        let found =
            world.ask("series:RePEc:hst:wp", &Request { sort: Sort::About, limit: 3, ..Request::default() });
        assert_eq!(items(&found), ["gd190", "korean", "japanese"]);
    }
}
