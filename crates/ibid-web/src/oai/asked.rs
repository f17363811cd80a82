//! A request read: its verb and arguments, or what is wrong with them.
//!
//! The protocol is strict here on purpose: an argument that is unknown, missing, said twice or not well
//! formed is told and not passed over, since a harvester would take what it gets for what it asked for.

use ibid_core::export::Format;

use super::fault::{Code, Fault};
use super::list::List;
use super::sets::From;
use super::{names, redif, time, token};
use crate::Settings;
use crate::urls::percent;

/// What was asked.
pub(super) struct Asked {
    /// As they came; said again in the answer when they mean something.
    pairs: Vec<(String, String)>,
    pub(super) wanted: Result<Wanted, Fault>,
}

pub(super) enum Wanted {
    Identify,
    /// Of everything, or of one item.
    Formats(Option<String>),
    Sets(Option<From>),
    List(List),
    Record {
        identifier: String,
        prefix: Prefix,
    },
}

/// The form in which metadata are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    OaiDc,
    Mods,
    Marcxml,
    Redif,
}

impl Prefix {
    pub(super) const ALL: [Prefix; 4] = [Prefix::OaiDc, Prefix::Mods, Prefix::Marcxml, Prefix::Redif];

    pub(super) fn word(self) -> &'static str {
        match self {
            Prefix::OaiDc => "oai_dc",
            Prefix::Mods => "mods",
            Prefix::Marcxml => "marcxml",
            Prefix::Redif => "redif",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Prefix> {
        Prefix::ALL.into_iter().find(|prefix| prefix.word() == word)
    }

    /// `None` for the text as received.
    pub(super) fn format(self) -> Option<Format> {
        match self {
            Prefix::OaiDc => Some(Format::DublinCore),
            Prefix::Mods => Some(Format::Mods),
            Prefix::Marcxml => Some(Format::Marcxml),
            Prefix::Redif => None,
        }
    }

    /// Where its schema is, and its namespace.
    pub(super) fn schema(self, settings: &Settings) -> (String, &'static str) {
        let (schema, namespace) = match self {
            Prefix::OaiDc => (
                "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
                "http://www.openarchives.org/OAI/2.0/oai_dc/",
            ),
            Prefix::Mods => {
                ("http://www.loc.gov/standards/mods/v3/mods-3-7.xsd", "http://www.loc.gov/mods/v3")
            }
            Prefix::Marcxml => (
                "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd",
                "http://www.loc.gov/MARC21/slim",
            ),
            Prefix::Redif => return (redif::schema_address(settings), redif::NAMESPACE),
        };
        (schema.to_owned(), namespace)
    }
}

/// Verbs with the arguments they may have; a token goes alone.
const VERBS: [(&str, &[&str]); 6] = [
    ("Identify", &[]),
    ("ListMetadataFormats", &["identifier"]),
    ("ListSets", &["resumptionToken"]),
    ("ListIdentifiers", &["metadataPrefix", "from", "until", "set", "resumptionToken"]),
    ("ListRecords", &["metadataPrefix", "from", "until", "set", "resumptionToken"]),
    ("GetRecord", &["identifier", "metadataPrefix"]),
];

impl Asked {
    /// From the query of the address, the body of a form, or both.
    pub(super) fn read(query: &str, body: &[u8]) -> Asked {
        let body = std::str::from_utf8(body).ok().and_then(percent::decode_pairs);
        let (Some(mut pairs), Some(more)) = (percent::decode_pairs(query), body) else {
            let fault = Fault::argument("the arguments are not text, or not encoded as those of a form");
            return Asked { pairs: Vec::new(), wanted: Err(fault) };
        };
        pairs.extend(more);
        let wanted = wanted(&pairs);
        Asked { pairs, wanted }
    }

    /// The arguments to be said again in the answer: none when they mean nothing together.
    pub(super) fn repeated(&self) -> impl Iterator<Item = (&str, &str)> {
        let known = match &self.wanted {
            Err(fault) => !matches!(fault.code, Code::BadVerb | Code::BadArgument),
            Ok(_) => true,
        };
        let pairs = self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        // What is no address of anything may not stand where the schema wants one.
        let fits = |(name, value): &(&str, &str)| *name != "identifier" || is_address(value);
        pairs.filter(move |pair| known && fits(pair))
    }
}

/// Whether only such characters stand in a text as addresses are made of.
fn is_address(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'();/?:@&=+$,".contains(&b);
    let encoded = |rest: &[u8]| matches!(rest, [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, &byte)| plain(byte) || byte == b'%' && encoded(&bytes[at + 1..]))
}

fn wanted(pairs: &[(String, String)]) -> Result<Wanted, Fault> {
    let mut verbs = pairs.iter().filter(|(name, _)| name == "verb").map(|(_, value)| value.as_str());
    let bad = |said: String| Err(Fault::new(Code::BadVerb, said));
    let verb = match (verbs.next(), verbs.next()) {
        (Some(verb), None) => verb,
        (None, _) => return bad("no verb is given".to_owned()),
        (Some(_), Some(_)) => return bad("the verb is given twice".to_owned()),
    };
    let Some((verb, allowed)) = VERBS.into_iter().find(|(name, _)| *name == verb) else {
        let names: Vec<&str> = VERBS.iter().map(|(name, _)| *name).collect();
        return bad(format!("{verb:?} is no verb; there are {}", names.join(", ")));
    };
    let given = Given::of(verb, allowed, pairs)?;
    match verb {
        "Identify" => Ok(Wanted::Identify),
        "ListMetadataFormats" => Ok(Wanted::Formats(given.get("identifier").map(str::to_owned))),
        "ListSets" => given.get("resumptionToken").map(token::read_sets).transpose().map(Wanted::Sets),
        "GetRecord" => {
            let identifier = given.need("identifier")?.to_owned();
            Ok(Wanted::Record { identifier, prefix: given.prefix()? })
        }
        _ => given.list(verb == "ListIdentifiers").map(Wanted::List),
    }
}

/// The arguments beside the verb, each allowed and given once.
struct Given<'a> {
    verb: &'static str,
    pairs: Vec<(&'a str, &'a str)>,
}

impl<'a> Given<'a> {
    fn of(verb: &'static str, allowed: &[&str], pairs: &'a [(String, String)]) -> Result<Given<'a>, Fault> {
        let mut given = Given { verb, pairs: Vec::new() };
        for (name, value) in pairs.iter().filter(|(name, _)| name != "verb") {
            if !allowed.contains(&name.as_str()) {
                return Err(Fault::argument(format!("{verb} has no argument {name:?}")));
            }
            if given.get(name).is_some() {
                return Err(Fault::argument(format!("{name} is given twice")));
            }
            given.pairs.push((name, value));
        }
        if given.get("resumptionToken").is_some() && given.pairs.len() > 1 {
            return Err(Fault::argument("beside a resumptionToken there may be no other argument"));
        }
        Ok(given)
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1)
    }

    fn need(&self, name: &str) -> Result<&'a str, Fault> {
        let missing = || Fault::argument(format!("{} wants the argument {name}", self.verb));
        self.get(name).filter(|value| !value.is_empty()).ok_or_else(missing)
    }

    fn prefix(&self) -> Result<Prefix, Fault> {
        let word = self.need("metadataPrefix")?;
        let legal = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&b);
        if !word.bytes().all(legal) {
            return Err(Fault::argument(format!("metadataPrefix: {word:?} cannot be one")));
        }
        let unknown = || format!("there is no format {word:?}; ListMetadataFormats names those there are");
        Prefix::from_word(word).ok_or_else(|| Fault::new(Code::CannotDisseminateFormat, unknown()))
    }

    fn list(&self, bare: bool) -> Result<List, Fault> {
        if let Some(text) = self.get("resumptionToken") {
            return token::read_list(text, bare);
        }
        let (from, until) = (self.moment("from")?, self.moment("until")?);
        if let (Some((from, one)), Some((until, other))) = (from, until) {
            if one != other {
                return Err(Fault::argument("from and until are not told equally finely"));
            }
            if from > until {
                return Err(Fault::argument("from is later than until"));
            }
        }
        let set = self.get("set");
        if let Some(set) = set.filter(|it| !names::is_set(it)) {
            return Err(Fault::argument(format!("set: {set:?} cannot be one")));
        }
        let prefix = self.prefix()?;
        let no_set = |it: &str| Fault::new(Code::NoRecordsMatch, format!("there is no set {it:?}"));
        let set = set.map(|it| names::series(it).ok_or_else(|| no_set(it))).transpose()?;
        let from = from.map(|it| it.0);
        let until = until.map(|(first, grain)| time::last(first, grain));
        Ok(List { bare, prefix, set, from, until, so_far: None })
    }

    fn moment(&self, name: &str) -> Result<Option<(i64, time::Grain)>, Fault> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let wrong = || format!("{name}: {text:?} is not a moment like 2026-11-20 or 2026-11-20T06:10:00Z");
        time::read(text).map(Some).ok_or_else(|| Fault::argument(wrong()))
    }
}
