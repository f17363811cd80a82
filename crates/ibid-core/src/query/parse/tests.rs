//! What people type and how it is understood, as a table; and that printing and reading agree.

use super::*;
use crate::query::TermKind;
use proptest::prelude::*;

/// The tree in one line: `(a & b)`, `(a | b)`, `!a`, phrases quoted, prefixes with a star, exact
/// values with `=`.
fn shown(node: &Node) -> String {
    let list =
        |nodes: &[Node], by: &str| format!("({})", nodes.iter().map(shown).collect::<Vec<_>>().join(by));
    let term = |field: &Option<Field>, text: String| match field {
        Some(field) => format!("{}:{text}", field.word()),
        None => text,
    };
    match node {
        Node::All => "*".into(),
        Node::And(nodes) => list(nodes, " & "),
        Node::Or(nodes) => list(nodes, " | "),
        Node::Not(node) => format!("!{}", shown(node)),
        Node::Word { field, text } => term(field, text.clone()),
        Node::Phrase { field, text } => term(field, format!("{text:?}")),
        Node::Prefix { field, text } => term(field, format!("{text}*")),
        Node::Years { which, from, to } => format!(
            "{}={}..{}",
            which.word(),
            from.map(|y| y.to_string()).unwrap_or_default(),
            to.map(|y| y.to_string()).unwrap_or_default()
        ),
        Node::Is { field, value } => format!("{}={value}", field.word()),
    }
}

/// `notes` is a part of each note expected, in order.
fn check(text: &str, tree: &str, notes: &[&str]) {
    let query = parse(text);
    assert_eq!(shown(&query.root), tree, "{text:?}");
    assert_eq!(query.notes.len(), notes.len(), "{text:?}: {:?}", query.notes);
    for (note, part) in query.notes.iter().zip(notes) {
        assert!(note.to_string().contains(part), "{text:?}: {note} says nothing of {part:?}");
    }
    assert_eq!(parse(&query.to_text()).root, query.root, "{text:?} printed {:?}", query.to_text());
}

#[test]
fn words_and_operators() {
    let cases = [
        ("", "*"),
        ("   ", "*"),
        ("* -- ...", "*"),
        ("monetary policy", "(monetary & policy)"),
        ("monetary AND policy", "(monetary & policy)"),
        ("\"monetary policy\"", "\"monetary policy\""),
        ("“monetary policy”", "\"monetary policy\""),
        ("«monetary policy» 「金融」", "(\"monetary policy\" & \"金融\")"),
        ("war OR peace", "(war | peace)"),
        ("war or peace", "(war & or & peace)"),
        ("a b OR c d", "((a & b) | (c & d))"),
        ("a (b OR c)", "(a & (b | c))"),
        ("a (b c)", "(a & b & c)"),
        ("a OR (b OR c)", "(a | b | c)"),
        ("(a)", "a"),
        ("()", "*"),
        ("-war", "(* & !war)"),
        ("NOT war", "(* & !war)"),
        ("--war", "war"),
        ("-(-war)", "war"),
        ("-(-war -peace)", "(war | peace)"),
        ("a -b", "(a & !b)"),
        ("a -(b c)", "(a & !(b & c))"),
        ("a (-b)", "(a & !b)"),
        ("a OR -b", "(a | (* & !b))"),
        ("-\"cold war\" korea", "(!\"cold war\" & korea)"),
        ("+must - dash", "(must & dash)"),
        ("econom*", "econom*"),
        ("e*", "e*"),
        ("韓*", "韓*"),
        ("co-op don't U.S.", "(co-op & don't & U.S.)"),
        ("f(x) g", "(f(x) & g)"),
        ("(a OR b)c", "((a | b) & c)"),
        ("ａ　（ｂ OR ｃ）", "(ａ & (ｂ | ｃ))"),
        ("10.1016/S0304-4076(98)00025-3", "doi=10.1016/s0304-4076(98)00025-3"),
        ("https://doi.org/10.3386/w9321", "doi=10.3386/w9321"),
        ("doi:10.3386/w9321", "doi=10.3386/w9321"),
        ("10.5 percent", "(10.5 & percent)"),
        ("url:HTTPS://WWW.Example.org/Papers/1.pdf", "url=example.org/Papers/1.pdf"),
        ("url:example.org/a/#top", "url=example.org/a"),
        ("url:\"example.org/a(1)\"", "url=example.org/a(1)"),
        ("byline:\"Kimura, Mitsuhiko\"", "byline=mitsuhiko kimura"),
        ("byline:김철수", "byline=김철수"),
        ("COVID-19: evidence", "(COVID-19: & evidence)"),
        ("https://example.org/x", "https://example.org/x"),
    ];
    for (text, tree) in cases {
        check(text, tree, &[]);
    }
}

#[test]
fn operators_in_words_stay_words() {
    check("kind:OR()a", "\"OR()a\"", &["cannot be"]);
    check("series:\"RePEc:hst:a*\"", "series=RePEc:hst:a*", &[]);
    check("lang:NOT(x)", "\"NOT(x)\"", &["cannot be"]);
}

#[test]
fn fields() {
    let cases = [
        ("title:war", "title:war"),
        ("TITLE:war", "title:war"),
        ("ｔｉｔｌｅ：war", "title:war"),
        ("title:\"cold war\"", "title:\"cold war\""),
        ("title:econom*", "title:econom*"),
        ("title:-war", "(* & !title:war)"),
        ("-title:war", "(* & !title:war)"),
        ("author:(kim OR lee)", "(author:kim | author:lee)"),
        ("author:(kim title:war)", "(author:kim & title:war)"),
        ("author:title:war", "author:title:war"),
        ("abstract:x keyword:y summary:z", "(abstract:x & keyword:y & abstract:z)"),
        ("kind:talk", "kind=talk"),
        ("kind:Papers", "kind=paper"),
        ("kind:(paper OR article)", "(kind=paper | kind=article)"),
        ("-kind:talk", "(* & !kind=talk)"),
        ("lang:KO", "lang=ko"),
        ("access:FREE", "access=free"),
        ("jel:f51", "jel=F51"),
        ("jel:F5*", "jel=F5"),
        ("archive:HST", "archive=hst"),
        ("archive:RePEc:hst", "archive=hst"),
        ("series:RePEc:hst:ghsdps", "series=RePEc:hst:ghsdps"),
        ("series:hst:ghsdps", "series=RePEc:hst:ghsdps"),
        ("series:Hi-Stat", "series:Hi-Stat"),
        ("series:\"Hi-Stat: papers\"", "series:\"Hi-Stat: papers\""),
        ("handle:repec:HST:ghsdps:gd11-190", "handle=RePEc:hst:ghsdps:gd11-190"),
        ("cites:hst:ghsdps:gd11-190", "cites=RePEc:hst:ghsdps:gd11-190"),
        ("RePEc:hst:ghsdps:gd11-190", "handle=RePEc:hst:ghsdps:gd11-190"),
        ("repec:abc:def:v:1(2):p:3", "handle=RePEc:abc:def:v:1(2):p:3"),
        ("handle:\"RePEc:abc:def:1)\"", "handle=RePEc:abc:def:1)"),
    ];
    for (text, tree) in cases {
        check(text, tree, &[]);
    }
}

#[test]
fn years() {
    let cases = [
        ("year:1955", "year=1955..1955"),
        ("year:1955..1960", "year=1955..1960"),
        ("year:1960..1955", "year=1955..1960"),
        ("year:1955..", "year=1955.."),
        ("about:..1960", "about=..1960"),
        ("about:1955-1960", "about=1955..1960"),
        ("about:1955–1960", "about=1955..1960"),
        ("about：1955～1960", "about=1955..1960"),
        ("about:1955…1960", "about=1955..1960"),
        ("about:1955...1960", "about=1955..1960"),
        ("about:\"1955 .. 1960\"", "about=1955..1960"),
        ("year:1950s", "year=1950..1959"),
        ("about:(1955 OR 1960..)", "(about=1955..1955 | about=1960..)"),
        ("-year:1955", "(* & !year=1955..1955)"),
    ];
    for (text, tree) in cases {
        check(text, tree, &[]);
    }
}

#[test]
fn what_cannot_be_read_is_words() {
    let cases: [(&str, &str, &[&str]); 20] = [
        ("\"open phrase", "(open & phrase)", &["quotation mark"]),
        ("(open group", "(open & group)", &["closed at the end"]),
        ("a) b", "(a & b)", &["closing bracket"]),
        ("OR war", "war", &["OR with nothing before it"]),
        ("war OR", "war", &[]),
        ("year:soon", "soon", &["\"year:\" cannot be \"soon\""]),
        ("year:19555", "19555", &["year"]),
        ("year:..", "*", &[]),
        ("kind:poem", "poem", &["kind"]),
        ("lang:korean", "korean", &["lang"]),
        ("jel:money", "money", &["jel"]),
        ("access:\"not free\"", "\"not free\"", &["access"]),
        ("handle:nothing", "nothing", &["handle"]),
        ("kind:OR", "\"OR\"", &["kind"]),
        ("kind:title:x", "\"title:x\"", &["kind"]),
        ("title: war", "(title: & war)", &["limits the word right after it"]),
        ("colour:red", "colour:red", &["no field"]),
        ("wom*n", "wom*n", &["endings only"]),
        ("RePEc:", "RePEc:", &[]),
        ("\"\" title:\"\"", "*", &[]),
    ];
    for (text, tree, notes) in cases {
        check(text, tree, notes);
    }
}

#[test]
fn limits() {
    let long = "word ".repeat(1_000);
    let query = parse(&long);
    assert!(matches!(&query.root, Node::And(nodes) if nodes.len() == MAX_TERMS));
    assert_eq!(query.notes.len(), 2);
    let deep = format!("{}a{}", "(".repeat(500), ")".repeat(500));
    assert_eq!(shown(&parse(&deep).root), "a");
    let minus = format!("{}a", "-".repeat(1_999));
    assert_eq!(shown(&parse(&minus).root), "(* & !a)");
    let fields = "title:-".repeat(280) + "a";
    assert_eq!(shown(&parse(&fields).root), "title:a");
}

#[test]
fn terms_for_highlighting() {
    let query = parse("title:war (\"cold peace\" OR econom*) -hidden kind:talk year:1950");
    let terms: Vec<_> = query.terms().iter().map(|term| (term.field, term.text, term.kind)).collect();
    assert_eq!(
        terms,
        [
            (Some(Field::Title), "war", TermKind::Word),
            (None, "cold peace", TermKind::Phrase),
            (None, "econom", TermKind::Prefix),
        ]
    );
}

fn is_canonical(node: &Node, root: bool) -> bool {
    match node {
        Node::All => root,
        Node::And(nodes) => {
            let negative = |node: &Node| matches!(node, Node::Not(_));
            let rest = if nodes[0] == Node::All { &nodes[1..] } else { &nodes[..] };
            nodes.len() > 1
                && (rest.len() == nodes.len()) != rest.iter().all(negative)
                && rest.iter().all(|node| match node {
                    Node::Not(inner) => !negative(inner) && is_canonical(inner, false),
                    Node::And(_) => false,
                    node => is_canonical(node, false),
                })
        }
        Node::Or(nodes) => {
            nodes.len() > 1
                && nodes.iter().all(|node| !matches!(node, Node::Or(_)) && is_canonical(node, false))
        }
        Node::Not(_) => false,
        _ => true,
    }
}

/// Trees that nobody typed: what would mean something else is quoted.
#[test]
fn any_word_is_printed_as_a_word() {
    let word = |text: &str| Node::Word { field: None, text: text.to_owned() };
    let cases = [
        (word("war"), "war", "war"),
        (word("OR"), "\"OR\"", "\"OR\""),
        (word("OR()"), "\"OR()\"", "\"OR()\""),
        (word("-war"), "\"-war\"", "\"-war\""),
        (word("war peace"), "\"war peace\"", "\"war peace\""),
        (word("wa\"r"), "\"wa r\"", "\"wa r\""),
        (word("title:war"), "\"title:war\"", "\"title:war\""),
        (word("war*"), "\"war*\"", "\"war*\""),
        (word("f(x)"), "f(x)", "f(x)"),
        (Node::Word { field: Some(Field::Title), text: "OR".into() }, "title:OR", "title:OR"),
        (Node::Prefix { field: None, text: "a b".into() }, "\"a b\"", "\"a b\""),
        (Node::Is { field: Field::Url, value: "-x.org/a".into() }, "url:\"-x.org/a\"", "url=-x.org/a"),
        (
            Node::And(vec![word("OR()"), Node::Not(Box::new(word("NOT")))]),
            "\"OR()\" -\"NOT\"",
            "(\"OR()\" & !\"NOT\")",
        ),
    ];
    for (root, text, read) in cases {
        let printed = Query { root, notes: Vec::new() }.to_text();
        assert_eq!((printed.as_str(), shown(&parse(&printed).root).as_str()), (text, read));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn printed_queries_read_the_same(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "a", "b", "war ", "OR", " OR ", "NOT ", "AND ", "-", "+", "(", ")", "\"", " ", "*", ":",
                "title:", "author:", "kind:", "year:", "about:", "jel:", "series:", "handle:", "RePEc:",
                "hst:x", "1955", "..", "F51", "paper", "（", "：", "“", "'", "韓国", "x y", ",", "doi:10.1/",
                "OR()", "NOT()", "AND(", "url:", "x.org/", "byline:", "lang:", "RePEc:", "access:", "cites:",
            ]),
            0..24,
        )
    ) {
        let query = parse(&parts.concat());
        prop_assert!(is_canonical(&query.root, true), "{:?}", query.root);
        let text = query.to_text();
        prop_assert_eq!(parse(&text).root, query.root, "printed {:?}", text);
    }

    #[test]
    fn anything_is_a_query(text in "\\PC{0,80}") {
        let query = parse(&text);
        prop_assert_eq!(parse(&query.to_text()).root, query.root);
    }
}
