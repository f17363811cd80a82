//! Three harvesters that are not ours and know nothing of one another: what they collect is what the
//! catalogue holds, whatever happens to it meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{program, script};
use crate::world::{Server, World};

/// Works of an archive of our own: more than a page of a list.
const WORKS: usize = 1_050;

/// What a harvester has of a work: datestamp, deleted, sets, title.
type Collected = BTreeMap<String, (String, bool, Vec<String>, Option<String>)>;

#[derive(Clone, Copy, Debug)]
enum Client {
    Sickle,
    Pyoai,
    Perl,
}

impl Client {
    const ALL: [Client; 3] = [Client::Sickle, Client::Pyoai, Client::Perl];

    fn ask(self, server: &Server, verb: &str, arguments: &[&str]) -> Option<Vec<Value>> {
        let url = server.url("/oai");
        let name = match self {
            Client::Sickle => "sickle",
            Client::Pyoai => "pyoai",
            Client::Perl => return perl(&url, verb, arguments),
        };
        script("oai.py", &[&[name, url.as_str(), verb], arguments].concat())
    }

    /// Every record of a list, and how many lines told of them.
    fn harvest(self, server: &Server, arguments: &[&str]) -> Option<(Collected, usize)> {
        let lines = self.ask(server, "ListRecords", arguments)?;
        let count = lines.len();
        Some((lines.into_iter().map(collected).collect(), count))
    }
}

fn perl(url: &str, verb: &str, arguments: &[&str]) -> Option<Vec<Value>> {
    if program("perl", &["-MHTTP::OAI", "-e1"])?.status != 0 {
        eprintln!("HTTP::OAI is not installed: Perl's harvester is skipped");
        return None;
    }
    let file = clients().join("oai.pl");
    let said = program("perl", &[&[file.to_str().unwrap(), url, verb], arguments].concat())?;
    assert_eq!(said.status, 0, "{}{}", said.out, said.err);
    Some(said.json())
}

fn clients() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients")
}

fn collected(line: Value) -> (String, (String, bool, Vec<String>, Option<String>)) {
    let text = |name: &str| line[name].as_str().map(str::to_owned);
    let sets = line["sets"].as_array().into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned));
    let deleted = line["deleted"].as_bool().unwrap();
    (text("identifier").unwrap(), (text("datestamp").unwrap(), deleted, sets.collect(), text("title")))
}

/// The archive `oai` with works of these numbers.
fn write_works(world: &World, numbers: impl Iterator<Item = usize>) {
    write_titled(world, numbers, |n| format!("Work{n} on <{n}> & 価格{n}"));
}

fn write_titled(world: &World, numbers: impl Iterator<Item = usize>, title: impl Fn(usize) -> String) {
    world.write("oai/oaiarch.rdf", "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:oai\nName: For harvesters\nMaintainer-Email: a@example.org\nURL: https://example.org/\n");
    world.write("oai/oaiseri.rdf", "Template-Type: ReDIF-Series 1.0\nHandle: RePEc:oai:papers\nName: Papers & more\nProvider-Name: P\nMaintainer-Email: a@example.org\nType: ReDIF-Paper\n");
    let work = |n: usize| {
        format!(
            "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann{n} W{n}r\nTitle: {}\nHandle: RePEc:oai:papers:{n}\n\n",
            title(n)
        )
    };
    world.write("oai/papers/all.rdf", numbers.map(work).collect::<String>());
}

/// The handles of all works that are live, as the export has them.
fn exported(world: &World) -> BTreeSet<String> {
    let said = world.ibid(&["export", "--as", "json"]);
    let kinds = ["paper", "article", "chapter", "book", "software", "talk"];
    let works = said.json().into_iter().filter(|it| kinds.contains(&it["kind"].as_str().unwrap()));
    works.map(|it| it["handle"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn three_harvesters_collect_the_same() {
    World::each(|world| {
        write_works(&world, 1..=WORKS);
        world.harvest("");
        write_works(&world, (1..=WORKS).filter(|n| n % 100 != 0));
        world.harvest("oai");
        let server = world.serve();
        let live = exported(&world);
        let mut before: Option<Collected> = None;
        for client in Client::ALL {
            let Some((all, lines)) = client.harvest(&server, &["metadataPrefix=oai_dc"]) else { continue };
            assert_eq!(lines, all.len(), "{client:?}: no record comes twice");
            let handles = all.iter().filter(|it| !it.1.1).map(|it| it.0.splitn(3, ':').nth(2).unwrap());
            assert_eq!(handles.clone().count(), live.len(), "{client:?}");
            // Handles with letters that no identifier may have are written otherwise.
            let plain = |it: &&str| !it.contains('%');
            assert!(handles.filter(plain).all(|it| live.contains(it)), "{client:?}");
            let gone = all.iter().filter(|(id, it)| it.1 && id.contains(":RePEc:oai:")).count();
            assert_eq!(gone, WORKS / 100, "{client:?}");
            let one = &all["oai:ibid.localhost:RePEc:oai:papers:7"];
            assert_eq!(
                (one.2.as_slice(), one.3.as_deref()),
                (&["oai:papers".to_owned()][..], Some("Work7 on <7> & 価格7"))
            );
            if let Some(before) = &before {
                assert!(*before == all, "{client:?} collected something else");
            }
            before = Some(all);
            narrowed(client, &server);
        }
    });
}

/// What one harvester makes of the other verbs and of parts of the catalogue.
fn narrowed(client: Client, server: &Server) {
    let ask = |verb: &str, arguments: &[&str]| client.ask(server, verb, arguments).unwrap();
    let identity = ask("Identify", &[]);
    assert_eq!(identity[0]["granularity"], "YYYY-MM-DDThh:mm:ssZ", "{client:?}");
    let earliest = identity[0]["earliest"].as_str().unwrap();
    let sets = ask("ListSets", &[]);
    let named = |set: &str, name: &str| sets.iter().any(|it| it["set"] == set && it["name"] == name);
    assert!(named("oai", "For harvesters") && named("oai:papers", "Papers & more"), "{client:?}: {sets:?}");
    let heads = ask("ListIdentifiers", &["metadataPrefix=mods", "set=oai"]);
    assert_eq!(heads.len(), WORKS, "{client:?}");
    let series = ask("ListIdentifiers", &["metadataPrefix=mods", "set=oai:papers"]);
    assert_eq!(series.len(), WORKS, "{client:?}");
    if let Client::Pyoai = client {
        // It takes moments of its own kind.
        return;
    }
    let from = format!("from={earliest}");
    assert_eq!(ask("ListIdentifiers", &["metadataPrefix=mods", "set=oai", &from]).len(), WORKS);
    let until = format!("until={earliest}");
    let first = ask("ListIdentifiers", &["metadataPrefix=mods", &until]);
    assert!(first.iter().all(|it| it["datestamp"].as_str().unwrap() <= earliest), "{client:?}");
}

/// A harvest changes the catalogue while it is being collected: everything that was there throughout is
/// collected, and whoever comes again asks for what is new since he began and has the rest.
#[test]
fn what_changes_meanwhile_is_not_lost() {
    let world = World::empty(None);
    write_works(&world, 1..=WORKS);
    world.harvest("");
    let server = world.serve();
    let began = response_date(&server);
    for client in Client::ALL {
        let collected = std::thread::scope(|scope| {
            let collecting = scope.spawn(|| client.harvest(&server, &["metadataPrefix=oai_dc"]));
            for round in 1..=2 {
                write_titled(&world, 1..=WORKS, |n| match n {
                    n if n <= 300 * round => format!("{client:?} {round} {n}"),
                    n => format!("Work{n}"),
                });
                world.harvest("oai");
            }
            collecting.join().unwrap()
        });
        let Some((all, _)) = collected else { continue };
        assert_eq!(all.len(), WORKS, "{client:?}");
    }
    let Some((all, _)) =
        Client::Sickle.harvest(&server, &["metadataPrefix=oai_dc", &format!("from={began}")])
    else {
        return;
    };
    let last =
        all.values().filter(|it| it.3.as_deref().is_some_and(|title| title.starts_with("Perl 2"))).count();
    assert_eq!(last, 600, "everything changed last is new since then");
}

fn response_date(server: &Server) -> String {
    let text = server.page("/oai?verb=Identify");
    let rest = text.split_once("<responseDate>").unwrap().1;
    rest.split_once('<').unwrap().0.to_owned()
}

/// Between two pages the server ends, and another one goes on, on another port.
#[test]
fn a_list_outlives_the_server() {
    let world = World::empty(None);
    write_works(&world, 1..=WORKS);
    world.harvest("oai");
    let token = |text: &str| {
        let rest = text.split_once("<resumptionToken").unwrap().1.split_once('>').unwrap().1;
        rest.split_once('<').unwrap().0.to_owned()
    };
    let server = world.serve();
    let first = server.page("/oai?verb=ListRecords&metadataPrefix=oai_dc");
    let count = first.matches("<record>").count();
    drop(server);
    let changed =
        fs::read_to_string(world.file("oai/papers/all.rdf")).unwrap().replace(": Work1050 ", ": Other ");
    world.write("oai/papers/all.rdf", changed);
    world.harvest("oai");
    let server = world.serve();
    let arguments = [&format!("resumptionToken={}", token(&first)) as &str];
    for client in [Client::Sickle, Client::Perl] {
        let Some((rest, _)) = client.harvest(&server, &arguments) else { continue };
        assert_eq!(rest.len() + count, WORKS, "{client:?}");
        let last =
            rest.values().filter_map(|it| it.3.as_deref()).filter(|it| it.starts_with("Other")).count();
        assert_eq!(last, 1, "{client:?}");
    }
}

/// Every kind of answer is what the protocol says it is.
#[test]
fn answers_are_valid() {
    let world = World::toy();
    world.harvest("");
    world.edit("hst/ghsdps/2011.rdf", "RePEc:hst:ghsdps:gd11-190", "RePEc:hst:ghsdps:gd11-190-moved");
    world.harvest("hst");
    let server = world.serve();
    let schema = clients().join("oai.rng");
    let folder = tempfile::tempdir().unwrap();
    let id = "identifier=oai:ibid.localhost:RePEc:hst:ghsdps:gd11-190";
    let mut queries: Vec<String> = [
        "",
        "verb=Identify",
        "verb=ListMetadataFormats",
        "verb=ListSets",
        "verb=Identify&x=%3C%26%22",
        "verb=ListIdentifiers&metadataPrefix=oai_dc",
        "verb=ListRecords&metadataPrefix=none",
        "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01",
        "verb=ListRecords&metadataPrefix=oai_dc&set=none",
        "verb=ListRecords&resumptionToken=%3C%26%22",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=%3C%22+%26",
    ]
    .map(str::to_owned)
    .to_vec();
    for prefix in ["oai_dc", "mods", "marcxml", "redif"] {
        queries.push(format!("verb=ListRecords&metadataPrefix={prefix}"));
        queries.push(format!("verb=GetRecord&metadataPrefix={prefix}&{id}"));
        queries.push(format!("verb=GetRecord&metadataPrefix={prefix}&{id}-moved"));
    }
    queries.push(format!("verb=ListMetadataFormats&{id}"));
    let mut files = Vec::new();
    for (number, query) in queries.iter().enumerate() {
        let file = folder.path().join(format!("{number}.xml"));
        fs::write(&file, server.page(&format!("/oai?{query}"))).unwrap();
        files.push(file.to_str().unwrap().to_owned());
    }
    let mut arguments = vec!["--noout", "--nonet", "--relaxng", schema.to_str().unwrap()];
    arguments.extend(files.iter().map(String::as_str));
    let Some(said) = program("xmllint", &arguments) else { return };
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(said.err.matches(" validates").count(), files.len(), "{}", said.err);
    // The rules do refuse something.
    let wrong = folder.path().join("wrong.xml");
    fs::write(&wrong, fs::read_to_string(&files[1]).unwrap().replace("persistent", "never")).unwrap();
    let said =
        program("xmllint", &["--noout", "--relaxng", schema.to_str().unwrap(), wrong.to_str().unwrap()]);
    assert_ne!(said.unwrap().status, 0);
}
