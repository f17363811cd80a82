//! Bulk files of every kind of work, and of works meant to break them, read by programs that are not
//! ours: what went in comes out again.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::{program, script};
use crate::world::World;

/// Works that have broken other exporters.
fn hard() -> World {
    let many: String = (1..=300).map(|at| format!("Author-Name: Ada N. Person{at}\n")).collect();
    let titles = [
        "Braces } that do not { match {",
        "{All} braces {match}",
        "100% of R&D_costs #1 ~ ^ $x$ in Japan",
        "Less < more > {or} | both \\alpha and a backslash at the end \\",
        "Accents: Élie Müller, Żółć, Şubat, ĳ, ế, Škoda, naïve, Ångström, œuvre and ıİ",
        "북한 경제의 성장: 北朝鮮의 經濟",
        "Prices -- and \"quoted\" ``words'' --- of 1950--1961",
        "Экономика: теория, и практика",
        "and",
        "The @article{of} war, and % a comment",
        "",
    ];
    let authors = [
        "Ministry of Trade and Industry",
        "Bank of Japan, Tokyo",
        "Ludwig van der Berg",
        "Martin Luther King, Jr.",
        "de la Croix, David",
        "others",
        "O'Brien, Pat",
        "김철수",
        "{Odd} Brackets]",
        "Zoë Müller-Łukasz",
        "Иван Петрович Кузнецов",
    ];
    let mut text = String::new();
    for (at, (title, author)) in titles.iter().zip(authors).enumerate() {
        text.push_str(&format!(
            "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: {author}\nAuthor-Name: Ann Smith\nTitle: {title}\n\
             Abstract: On {title} & {author}.\nKeywords: \nNumber: \nCreation-Date: 2011-0{}\n\
             File-URL: http://example.org/a%20b?c={at}&d=#frag~x_y\nDOI: 10.5555/a_b<{at}>#1%20\n\
             Handle: RePEc:abc:papers:{at}\n\n",
            at % 9 + 1
        ));
    }
    text.push_str(&format!(
        "Template-Type: ReDIF-Paper 1.0\n{many}Title: Big science\nCreation-Date: 2012\n\
         Handle: RePEc:abc:papers:many\n"
    ));
    let world = World::empty(None);
    let archive =
        "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:abc\nName: Hard\nURL: http://example.org/\n";
    world.write("abc/abcarch.rdf", archive);
    world.write("abc/papers/hard.rdf", text);
    world
}

/// What the three worlds hold: the hard works, the toy world, and the real archives where they are.
fn each(story: impl Fn(&World, &HashMap<String, Value>)) {
    let toy = World::toy();
    let hard = hard();
    for world in [&hard, &toy] {
        world.harvest("");
        story(world, &works(world));
    }
    if let Some(data) = crate::real_data::data() {
        let real = World::empty(None);
        let mirror = data.join("redif");
        let said = real.ibid(&["harvest", mirror.to_str().unwrap()]);
        assert_eq!(said.status, 0, "{}", said.err);
        let works = works(&real);
        assert!(works.len() > 2_400, "{}", works.len());
        story(&real, &works);
    }
}

/// All works as our own JSON has them, by handle.
fn works(world: &World) -> HashMap<String, Value> {
    let kinds = ["paper", "article", "chapter", "book", "software", "talk"];
    let said = world.ibid(&["export", "--as", "json"]);
    let records = said.json().into_iter();
    let works = records.filter(|it| kinds.contains(&it["kind"].as_str().unwrap()));
    works.map(|it| (it["handle"].as_str().unwrap().to_owned(), it)).collect()
}

fn exported(world: &World, format: &str, name: &str) -> PathBuf {
    let said = world.ibid(&["export", "--as", format]);
    assert_eq!(said.status, 0, "{format}: {}", said.err);
    let path = world.data().join(name);
    std::fs::write(&path, said.out).unwrap();
    path
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or("")
}

/// One blank between words and no control characters, as every format has it.
fn flat(text: &str) -> String {
    let text = text.replace(|c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'), "");
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// As LaTeX would set it: its ligatures, and one letter where marks can be put together with theirs.
fn set(text: &str) -> String {
    let mut text: String = flat(text).nfc().collect();
    for (from, to) in
        [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("?`", "¿"), ("!`", "¡"), (",,", "„")]
    {
        text = text.replace(from, to);
    }
    text
}

/// The letters of a name in order of the alphabet: formats differ in the order of its parts.
fn letters(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = name.nfc().filter(|c| c.is_alphanumeric()).collect();
    letters.sort_unstable();
    letters
}

/// The people of a role are all there, in order, each with all of the name.
fn people_agree(format: &str, work: &Value, role: &str, read: &Value, place: &str) {
    let none = Vec::new();
    let meant = work[role].as_array().unwrap_or(&none).iter();
    let meant: Vec<_> = meant.filter(|it| !flat(text(it, "name")).is_empty()).collect();
    let read = read.as_array().unwrap_or(&none);
    assert_eq!(read.len(), meant.len(), "{format} {role} of {place}");
    for (read, meant) in read.iter().zip(meant) {
        let name = read["name"].as_str().or(read.as_str()).unwrap();
        let parts = [text(meant, "first"), text(meant, "last")].concat();
        let fits = [text(meant, "name"), &parts].iter().any(|it| letters(it) == letters(name));
        assert!(fits, "{format} {place}: {name:?} for {meant}");
    }
}

fn no_complaints(format: &str, lines: &[Value]) {
    let complaints: Vec<_> = lines.iter().filter(|it| !it["complaint"].is_null()).take(5).collect();
    assert!(complaints.is_empty(), "{format}: {complaints:?}");
}

/// A file in a dialect of BibTeX as one program understood it. Keys lead to handles by `handles`.
fn bibliography_agrees(
    format: &str,
    lines: &[Value],
    handles: &HashMap<String, String>,
    works: &HashMap<String, Value>,
) {
    no_complaints(format, lines);
    assert_eq!(lines.len(), works.len(), "{format}");
    for read in lines {
        let handle = &handles[text(read, "key")];
        let work = &works[handle];
        for field in ["title", "abstract"] {
            let read: String = text(read, field).nfc().collect();
            assert_eq!(read, set(text(work, field)), "{format} {handle}");
        }
        let year = work["year"].as_i64().map(|year| year.to_string()).unwrap_or_default();
        let date = if read["year"].is_null() { text(read, "date") } else { text(read, "year") };
        assert_eq!(date.get(..4).unwrap_or(""), year, "{format} {handle}");
        for (ours, theirs) in [("volume", "volume"), ("isbn", "isbn"), ("edition", "edition")] {
            assert_eq!(text(read, theirs), set(text(work, ours)), "{format} {handle}");
        }
        let url = text(&work["files"][0], "url");
        if !url.is_empty() && !url.contains(['{', '}', '\\', ' ']) {
            assert_eq!(text(read, "url"), url, "{format} {handle}");
        }
        assert_eq!(text(read, "doi"), text(work, "doi"), "{format} {handle}");
        people_agree(format, work, "authors", &read["author"], handle);
        people_agree(format, work, "editors", &read["editor"], handle);
    }
}

#[test]
fn what_went_in_comes_out_again() {
    each(|world, works| {
        pybtex_and_biber(world, works);
        rispy(world, works);
        mods(world, works);
        marcxml(world, works);
        dublin_core(world, works);
    });
}

fn pybtex_and_biber(world: &World, works: &HashMap<String, Value>) {
    for format in ["bibtex", "biblatex"] {
        let path = exported(world, format, &format!("{format}.bib"));
        let path = path.to_str().unwrap();
        let Some(lines) = script("bibtex.py", &[path]) else { return };
        let key = |it: &Value| (text(it, "key").to_owned(), text(it, "handle").to_owned());
        let handles: HashMap<_, _> = lines.iter().map(key).collect();
        bibliography_agrees(&format!("{format} by pybtex"), &lines, &handles, works);
        // biber reads its own dialect of everything, and the other one of all that is odd: it takes its time.
        let asked = format == "biblatex" || works.len() < 1_000;
        if asked && program("biber", &["--version"]).is_some() {
            let Some(lines) = script("biber.py", &[path]) else { return };
            bibliography_agrees(&format!("{format} by biber"), &lines, &handles, works);
        }
    }
}

fn rispy(world: &World, works: &HashMap<String, Value>) {
    let path = exported(world, "ris", "works.ris");
    let Some(lines) = script("ris.py", &[path.to_str().unwrap()]) else { return };
    assert_eq!(lines.len(), works.len());
    for read in &lines {
        let handle = text(read, "accession_number");
        let work = &works[handle];
        let fields = [("title", "title"), ("abstract", "abstract"), ("doi", "doi"), ("volume", "volume")];
        for (ours, theirs) in fields {
            assert_eq!(text(read, theirs), flat(text(work, ours)), "{handle}");
        }
        let year = work["year"].as_i64().map(|year| year.to_string()).unwrap_or_default();
        assert_eq!(text(read, "year"), year, "{handle}");
        people_agree("ris", work, "authors", &read["authors"], handle);
        let editors = if work["kind"] == "book" { "tertiary_authors" } else { "secondary_authors" };
        people_agree("ris", work, "editors", &read[editors], handle);
        let files = work["files"].as_array().map_or(0, Vec::len);
        assert!(read["urls"].as_array().map_or(0, Vec::len) >= files, "{handle}");
    }
}

fn mods(world: &World, works: &HashMap<String, Value>) {
    let path = exported(world, "mods", "works.mods.xml");
    let path = path.to_str().unwrap();
    let Some(lines) = script("mods.py", &[path]) else { return };
    no_complaints("mods", &lines);
    assert_eq!(lines.len(), works.len());
    for read in &lines {
        let handle = text(read, "handle");
        let work = &works[handle];
        let title = flat(text(work, "title"));
        assert_eq!(text(read, "title"), if title.is_empty() { handle } else { &title }, "{handle}");
        assert_eq!(flat(text(read, "abstract")), flat(text(work, "abstract")), "{handle}");
        assert_eq!(text(read, "doi"), flat(text(work, "doi")), "{handle}");
        if work["files"].is_array() {
            assert_eq!(text(read, "url"), text(&work["files"][0], "url"), "{handle}");
        }
        people_agree("mods", work, "authors", &read["author"], handle);
        people_agree("mods", work, "editors", &read["editor"], handle);
    }
    if let Some(said) = program("xml2bib", &[path]) {
        let entries = said.out.lines().filter(|it| it.trim_start_matches('\u{feff}').starts_with('@'));
        assert_eq!(entries.count(), works.len(), "{}", said.err);
    }
}

fn marcxml(world: &World, works: &HashMap<String, Value>) {
    let path = exported(world, "marcxml", "works.marc.xml");
    let path = path.to_str().unwrap();
    let said = std::fs::read_to_string(path).unwrap();
    assert_eq!(said.matches("<record ").count(), works.len());
    if let Some(said) = program("xmllint", &["--noout", "--nonet", path]) {
        assert_eq!((said.status, said.err.as_str()), (0, ""));
    }
    if let Some(said) = program("marcvalidate", &["--type", "XML", path]) {
        assert_eq!((said.status, said.out.as_str()), (0, ""), "{}", said.err);
    }
}

fn dublin_core(world: &World, works: &HashMap<String, Value>) {
    let path = exported(world, "dc", "works.dc.xml");
    let Some(lines) = script("dc.py", &[path.to_str().unwrap()]) else { return };
    no_complaints("dc", &lines);
    assert_eq!(lines.len(), works.len());
    for read in &lines {
        let handle = read["identifier"][0].as_str().unwrap();
        let work = &works[handle];
        let title = flat(text(work, "title"));
        assert_eq!(flat(read["title"][0].as_str().unwrap_or("")), title, "{handle}");
        people_agree("dc", work, "authors", &read["creator"], handle);
        people_agree("dc", work, "editors", &read["contributor"], handle);
    }
}
