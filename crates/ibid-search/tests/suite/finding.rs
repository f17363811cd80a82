//! Every kind of query.

use ibid_core::query::{Field, Node, Query};
use ibid_search::{Document, Index, Request, Sort};

use crate::world::{engines, items, work, worlds, year};

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    for world in worlds() {
        for (text, expected) in cases {
            assert_eq!(world.found(text), *expected, "{text:?} in {}", world.url);
        }
    }
}

#[test]
fn words_of_any_part_are_all_there() {
    check(&[
        ("monetary", &["rates"]),
        ("monetary prices", &["rates"]),
        ("kimura soviet plans", &["gd190"]),
        ("financing", &["gd190", "wp"]),
        ("financing global", &["gd190", "wp"]),
        ("planning korea", &["gd190"]),
        ("monetary soviet", &[]),
        ("nothing", &[]),
        ("monetary monetary", &["rates"]),
    ]);
}

#[test]
fn words_in_other_forms() {
    check(&[
        ("policy", &["rates"]),
        ("policies bank", &["rates"]),
        ("jones", &["rates"]),
        ("financed plan", &["gd190"]),
        ("FINANCING", &["gd190", "wp"]),
        ("groesse", &["mueller"]),
        ("grosse", &["mueller"]),
        ("full width", &["muller"]),
        ("ＦＵＬＬ ｗｉｄｔｈ", &["muller"]),
        ("uber", &["mueller"]),
    ]);
}

#[test]
fn umlauts_in_names() {
    let all = &["mueller", "muller", "rates"][..];
    check(&[
        ("Müller", all),
        ("Mueller", all),
        ("Muller", all),
        ("author:Müller", all),
        ("author:mueller", all),
        ("author:muller", all),
        ("author:karl", &["rates"]),
        ("author:\"karl müller\"", &["rates"]),
        ("author:\"müller karl\"", &[]),
    ]);
}

#[test]
fn scripts_without_blanks() {
    check(&[
        ("북한", &["korean"]),
        ("경제", &["korean"]),
        ("서울대", &["korean"]),
        ("서울대학교", &["korean"]),
        ("한국은행", &["korean"]),
        ("통", &["korean"]),
        ("김철수", &["korean"]),
        ("철수", &["korean"]),
        ("author:김철수", &["korean"]),
        ("北朝鮮", &["japanese"]),
        ("朝鮮", &["japanese"]),
        ("山", &["japanese"]),
        ("工業", &["japanese"]),
        ("工業化 経済", &["japanese"]),
        ("北鮮", &[]),
        ("木村", &["japanese"]),
        ("경제*", &["korean"]),
        ("서*", &["korean"]),
        ("\"경제 계획\"", &["korean"]),
    ]);
}

#[test]
fn phrases() {
    check(&[
        ("\"monetary policy\"", &["rates"]),
        ("\"policy monetary\"", &[]),
        ("\"soviet union\"", &["gd190"]),
        ("\"union soviet\"", &[]),
        ("\"economic plans\" kimura", &["gd190"]),
        ("title:\"economic plans\"", &["gd190"]),
        ("title:\"soviet union\"", &[]),
        // Parts of a document do not run into one another.
        ("\"rates karl\"", &[]),
    ]);
}

#[test]
fn fields() {
    check(&[
        ("title:monetary", &["rates"]),
        ("title:soviet", &[]),
        ("title:policies", &["rates"]),
        ("abstract:soviet", &["gd190"]),
        ("abstract:policies", &["rates"]),
        ("abstract:financing", &["wp"]),
        ("abstract:interest", &[]),
        ("abstract:kimura", &[]),
        ("abstract:\"heavy industry\"", &["gd190"]),
        ("abstract:\"economic plans\"", &[]),
        ("abstract:indus*", &["gd190"]),
        ("abstract:econ*", &[]),
        ("keyword:planning", &["gd190"]),
        ("keyword:\"north korea\"", &["gd190"]),
        ("keyword:soviet", &[]),
        ("author:kimura", &["gd190", "kimura"]),
        ("author:soviet", &[]),
        ("series:discussion", &["gd190", "japanese", "korean", "mueller", "muller", "rates"]),
        ("title:discussion", &["wp"]),
    ]);
}

#[test]
fn exact_values() {
    check(&[
        ("kind:article", &["rates"]),
        ("kind:person", &["kimura"]),
        ("kind:series", &["wp"]),
        ("jel:F51", &["gd190", "korean"]),
        ("jel:F5", &["gd190", "korean"]),
        ("jel:F", &["gd190", "korean"]),
        ("jel:F50", &[]),
        ("jel:E", &["rates"]),
        ("lang:ko", &["korean"]),
        ("access:restricted", &["rates"]),
        ("archive:per", &["kimura"]),
        ("series:RePEc:hst:wp", &["gd190", "japanese", "korean", "mueller", "muller", "rates"]),
        ("handle:RePEc:hst:wp:gd190", &["gd190"]),
        ("handle:RePEc:hst:wp:GD190", &["gd190"]),
        ("handle:RePEc:hst:wp:none", &[]),
        ("cites:RePEc:hst:wp:gd190", &[]),
        ("kind:paper jel:F51 lang:ko", &["korean"]),
        ("monetary kind:paper", &[]),
        ("monetary kind:article", &["rates"]),
        ("gd190", &["gd190"]),
    ]);
}

#[test]
fn years() {
    check(&[
        ("year:2011", &["gd190", "rates"]),
        ("year:1980..2000", &["korean", "mueller"]),
        ("year:..1999", &["korean", "mueller"]),
        ("year:2006..", &["gd190", "rates"]),
        ("about:1955..1960", &["gd190"]),
        ("about:1961..1990", &["gd190"]),
        ("about:1962..1990", &[]),
        ("about:1950", &["gd190"]),
        ("about:1990..", &["korean"]),
        ("about:..1949", &[]),
        ("financing about:1955..1960", &["gd190"]),
        ("-year:2011 author:müller", &["mueller", "muller"]),
    ]);
}

#[test]
fn words_put_together() {
    check(&[
        ("monetary OR soviet", &["gd190", "rates"]),
        ("(monetary OR soviet) policy", &["rates"]),
        ("müller -monetary", &["mueller", "muller"]),
        ("-monetary -kind:paper", &["kimura", "mueller", "wp"]),
        ("-(kind:paper OR kind:series)", &["kimura", "mueller", "rates"]),
        ("kimura -(soviet OR jones)", &["kimura"]),
        ("monet*", &["rates"]),
        ("policies*", &["rates"]),
        ("econ* plan*", &["gd190"]),
        ("title:mon*", &["rates"]),
        ("author:kim*", &["gd190", "kimura"]),
        ("zzz*", &[]),
        ("\"...\"", &["gd190", "japanese", "kimura", "korean", "mueller", "muller", "rates", "wp"]),
    ]);
}

#[test]
fn everything() {
    let all = &["gd190", "japanese", "kimura", "korean", "mueller", "muller", "rates", "wp"];
    check(&[("", all), ("  ", all)]);
}

#[test]
fn titles_rank_before_abstracts() {
    for world in engines() {
        let filler = "Something else entirely is said here about other things. ".repeat(3);
        world.put([
            work("body", "Other matters", &[], &format!("{filler} Inflation. {filler}")),
            work("title", "Inflation", &[], &filler),
            work("keyword", "Many matters", &[], &filler),
        ]);
        world.index.commit(1).expect("committed");
        assert_eq!(items(&world.ask("inflation", &Request::default())), ["title", "body"], "{}", world.url);
    }
}

#[test]
fn order() {
    let cases = [
        (Sort::Newest, vec!["rates", "gd190", "japanese", "korean", "mueller", "muller"]),
        (Sort::Oldest, vec!["mueller", "korean", "japanese", "gd190", "rates", "muller"]),
        (Sort::Cited, vec!["rates", "gd190", "japanese", "korean", "mueller", "muller"]),
        // Nothing to rank by: newest first.
        (Sort::Relevance, vec!["rates", "gd190", "japanese", "korean", "mueller", "muller"]),
    ];
    for world in worlds() {
        for (sort, expected) in &cases {
            let request = |offset, limit| Request { sort: *sort, offset, limit, ..Request::default() };
            let text = "series:RePEc:hst:wp";
            assert_eq!(items(&world.ask(text, &request(0, 10))), *expected, "{sort:?}");
            assert_eq!(items(&world.ask(text, &request(2, 2))), expected[2..4], "{sort:?}");
            let past = world.ask(text, &request(6, 5));
            assert_eq!((past.total, past.hits.len()), (6, 0), "{sort:?}");
        }
    }
}

#[test]
fn what_came_last_stands_first_whatever_its_date_and_however_often_it_changed() {
    for world in engines() {
        let came = |item: &str, came, date| Document { came, date, ..work(item, "Prices", &[], "") };
        world.put([came("second", 2, None), came("third", 3, year(1950)), came("first", 1, year(2020))]);
        world.index.commit(1).expect("committed");
        world.put([came("first", 1, year(2021))]);
        world.index.commit(2).expect("committed");
        let request = Request { sort: Sort::Added, ..Request::default() };
        assert_eq!(items(&world.ask("prices", &request)), ["third", "second", "first"], "{}", world.url);
    }
}

#[test]
fn pages_of_ranked_hits_make_up_the_whole() {
    for world in worlds() {
        let page = |offset, limit| {
            items(&world.ask("müller OR kimura OR 経済", &Request { offset, limit, ..Request::default() }))
        };
        let whole = page(0, 10);
        assert_eq!(whole.len(), 6);
        let pages: Vec<String> = (0..6).step_by(2).flat_map(|offset| page(offset, 2)).collect();
        assert_eq!(pages, whole);
        assert!(page(0, 0).is_empty());
        assert!(page(usize::MAX, 10).is_empty());
    }
}

#[test]
fn totals_only_when_wanted() {
    for world in worlds() {
        let request = Request { limit: 1, facets: false, total: false, ..Request::default() };
        assert_eq!(world.ask("müller", &request).total, 1);
        assert_eq!(world.ask("müller", &Request { total: true, ..request.clone() }).total, 3);
        assert_eq!(world.ask("müller", &Request { facets: true, ..request }).total, 3);
    }
}

#[test]
fn hostile_queries_are_answered() {
    let texts = [
        "(".repeat(5_000),
        ")".repeat(5_000),
        "a".repeat(100_000),
        "word ".repeat(20_000),
        "\u{0}\u{1}\u{7f}\u{200b}\u{feff}".repeat(50),
        "\u{1}".to_owned(),
        "abstract:\u{1} title:\u{10ffff}*".to_owned(),
        "-".repeat(3_000),
        "\"".repeat(3_001),
        "title:(author:(abstract:".repeat(300),
        "* ** a* title:* year:* jel:* \"*\"*".to_owned(),
        "year:99999..-5 about:..".to_owned(),
        "AND OR NOT ( OR ) -".to_owned(),
        "🦀🦀* é\u{301}\u{301}\u{301} ﷽".to_owned(),
    ];
    for world in worlds() {
        for text in &texts {
            world.ask(text, &Request::default());
            world.index.suggest(text, 10).expect("suggestions");
            world.index.spellings(&ibid_core::query::parse(text)).expect("spellings");
        }
    }
}

/// The parser bounds what it makes; the index does not trust it to.
#[test]
fn deep_and_wide_trees_are_answered() {
    let word = |text: &str| Node::Word { field: None, text: text.to_owned() };
    let mut deep = word("monetary");
    for level in 0..400 {
        deep = match level % 3 {
            0 => Node::And(vec![deep, word("policy")]),
            1 => Node::Or(vec![deep, word("plan")]),
            _ => Node::Not(Box::new(deep)),
        };
    }
    let wide = Node::And((0..50_000).map(|n| word(&format!("w{n}"))).collect());
    let odd = Node::Or(vec![
        Node::Not(Box::new(word("monetary"))),
        Node::Is { field: Field::Title, value: "monetary".to_owned() },
        Node::Word { field: Some(Field::Jel), text: "F51".to_owned() },
        Node::Prefix { field: Some(Field::Handle), text: "RePEc:hst".to_owned() },
        Node::And(Vec::new()),
        Node::Or(Vec::new()),
    ]);
    for world in worlds() {
        for root in [&deep, &wide, &odd] {
            let query = Query { root: root.clone(), notes: Vec::new() };
            world.index.search(&query, &Request::default()).expect("an answer");
        }
    }
}

#[test]
fn addresses() {
    for url in ["", "tantivy", "tantivy:", "sqlite:x", "/tmp/x"] {
        let error = Index::open(url).err().map(|error| error.to_string());
        assert_eq!(error, Some(format!("{url}: not the address of an index")));
    }
}

#[test]
fn all_handles_are_those_of_the_hits() {
    for world in worlds() {
        for text in ["", "monetary", "financing", "nothing", "author:muller", "about:1955..1960"] {
            let query = ibid_core::query::parse(text);
            let mut all: Vec<_> = world.index.handles(&query).unwrap();
            let results = world.index.search(&query, &Request { limit: 1000, ..Request::default() }).unwrap();
            let mut hits: Vec<_> = results.hits.into_iter().map(|hit| hit.handle).collect();
            all.sort();
            hits.sort();
            assert_eq!(all, hits, "{text:?} in {}", world.url);
        }
    }
}
