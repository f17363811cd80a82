//! Works after OpenURL 1.0 (ANSI/NISO Z39.88), in keys and values: as an address that link resolvers of
//! libraries answer, and as a context object in a page (COinS), which reference managers read.

use ibid_core::Kind;
use ibid_core::export::Source;
use ibid_core::name::Name;
use ibid_core::record::Agent;

use super::percent;

const VERSION: &str = "Z39.88-2004";
/// People that a context object names.
const PEOPLE: usize = 30;

/// The address that asks the resolver at `base` for a work.
pub(crate) fn in_library(base: &str, source: &Source<'_>) -> String {
    let mut out = Pairs { text: base.to_owned(), next: if base.contains('?') { "&" } else { "?" } };
    out.put("url_ver", VERSION);
    out.put("ctx_ver", VERSION);
    out.put("rfr_id", "info:sid/ibid");
    let genre = match source.work.kind {
        Kind::Talk => "document",
        kind => genre(kind),
    };
    described(&mut out, source, genre);
    out.text
}

/// What a page says of a work in a context object: who, what, when, where in print, and its address.
pub(crate) fn context(source: &Source<'_>, page: &str) -> String {
    let work = source.work;
    let mut out = Pairs { text: String::with_capacity(600), next: "" };
    out.put("ctx_ver", VERSION);
    // What has no genre of its own goes as Dublin Core, with its type in the words of reference managers.
    match work.kind {
        Kind::Software => plain(&mut out, source, "computerProgram"),
        Kind::Talk => plain(&mut out, source, "presentation"),
        kind => {
            described(&mut out, source, genre(kind));
            people(&mut out, "rft.au", if work.authors.is_empty() { &work.editors } else { &work.authors });
            out.put("rft.pub", source.publisher());
        }
    }
    out.put("rft_id", page);
    out.text
}

fn genre(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "article",
        Kind::Chapter => "bookitem",
        Kind::Book => "book",
        _ => "report",
    }
}

fn described(out: &mut Pairs, source: &Source<'_>, genre: &str) {
    let work = source.work;
    let format =
        if genre == "article" { "info:ofi/fmt:kev:mtx:journal" } else { "info:ofi/fmt:kev:mtx:book" };
    out.put("rft_val_fmt", format);
    out.put("rft.genre", genre);
    let (own, around) = match work.kind {
        Kind::Article => ("rft.atitle", ("rft.jtitle", [work.journal.as_str(), source.series_name])),
        Kind::Chapter => ("rft.atitle", ("rft.btitle", [work.book_title.as_str(), ""])),
        _ => ("rft.btitle", ("rft.series", [source.series_name, work.series_text.as_str()])),
    };
    out.put(own, &work.title);
    let (container, names) = around;
    out.put(container, names.into_iter().find(|name| !name.is_empty()).unwrap_or(""));
    if let Some(author) = work.authors.first().or(work.editors.first()) {
        let name = Name::of(author);
        if name.is_corporate() {
            out.put("rft.aucorp", &name.family);
        } else {
            out.put("rft.aulast", &name.full_family());
            out.put("rft.aufirst", &name.given);
        }
    }
    out.put("rft.date", &work.year().map(|year| year.to_string()).unwrap_or_default());
    out.put("rft.volume", &work.volume);
    out.put("rft.issue", &work.issue);
    out.put("rft.pages", &work.pages);
    out.put("rft.issn", source.issn);
    out.put("rft.isbn", &work.isbn);
    if !work.doi.is_empty() {
        out.put("rft_id", &format!("info:doi/{}", work.doi));
    }
}

fn plain(out: &mut Pairs, source: &Source<'_>, kind: &str) {
    let work = source.work;
    out.put("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc");
    out.put("rft.type", kind);
    out.put("rft.title", &work.title);
    people(out, "rft.creator", &work.authors);
    out.put("rft.date", &source.issued().map(|date| date.to_string()).unwrap_or_default());
    out.put("rft.source", source.container());
    out.put("rft.publisher", source.publisher());
    out.put("rft.language", work.language.as_deref().unwrap_or(""));
    if !work.doi.is_empty() {
        out.put("rft_id", &format!("info:doi/{}", work.doi));
    }
}

/// All of them, but the first where the name has no parts: readers would take that one twice.
fn people(out: &mut Pairs, key: &str, agents: &[Agent]) {
    for (at, agent) in agents.iter().take(PEOPLE).enumerate() {
        let name = Name::of(agent);
        match name.whole {
            true if at == 0 && key == "rft.au" => {}
            true if name.is_corporate() && key == "rft.au" => out.put("rft.aucorp", &name.family),
            true => out.put(key, &name.family),
            false => out.put(key, &name.inverted()),
        }
    }
}

/// Keys and values under way.
struct Pairs {
    text: String,
    /// What goes before the next pair.
    next: &'static str,
}

impl Pairs {
    fn put(&mut self, key: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        self.text.push_str(std::mem::replace(&mut self.next, "&"));
        self.text.push_str(key);
        self.text.push('=');
        // Nobody's resolver takes more, and some servers refuse it.
        let end = value.char_indices().nth(300).map_or(value.len(), |(end, _)| end);
        percent::query_into(&value[..end], &mut self.text);
    }
}

#[cfg(test)]
mod tests {
    use ibid_core::Record;
    use ibid_core::record::{self, Work};

    use super::*;

    fn work(template: &str) -> Work {
        match record::read(template) {
            Some(Record::Work(work)) => *work,
            other => panic!("no work: {other:?}"),
        }
    }

    fn check(base: &str, template: &str, parts: &[&str]) {
        let work = work(template);
        let source = Source { work: &work, series_name: "Papers", provider: "", issn: "1234-5679" };
        let address = in_library(base, &source);
        for part in parts {
            assert!(address.contains(part), "{part}: {address}");
        }
        assert_eq!(address.matches('?').count(), 1, "{address}");
    }

    #[test]
    fn a_library_is_asked_in_its_own_words() {
        let article = "Template-Type: ReDIF-Article 1.0\nTitle: Food & war?\nAuthor-Name: Jan van der Berg\nJournal: J. of X\nYear: 1999\nVolume: 3\nIssue: 2\nPages: 1-20\nDOI: 10.1000/x\nHandle: RePEc:abc:papers:1\n";
        check(
            "https://resolver.example/openurl",
            article,
            &[
                "https://resolver.example/openurl?url_ver=Z39.88-2004&",
                "rft_val_fmt=info:ofi%2Ffmt:kev:mtx:journal",
                "rft.atitle=Food+%26+war%3F",
                "rft.jtitle=J.+of+X",
                "rft.aulast=van+der+Berg",
                "rft.date=1999",
                "rft.pages=1-20",
                "rft.issn=1234-5679",
                "rft_id=info:doi%2F10.1000%2Fx",
            ],
        );
        let paper =
            "Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Name: World Bank\nHandle: RePEc:abc:papers:1\n";
        check(
            "https://resolver.example/?id=7",
            paper,
            &["?id=7&url_ver", "rft.btitle=T", "rft.series=Papers", "rft.aucorp=World+Bank"],
        );
    }

    #[test]
    fn a_page_says_who_wrote_what_where() {
        let check = |template: &str, parts: &[&str]| {
            let work = work(template);
            let source = Source { work: &work, series_name: "Papers", provider: "The House", issn: "" };
            let said = context(&source, "https://ibid.example/p/abc/papers/1.html");
            for part in parts {
                assert!(said.split('&').any(|pair| pair == *part), "{part}: {said}");
            }
        };
        let end = "Creation-Date: 2011-03-02\nHandle: RePEc:abc:papers:1\n";
        let paper = "Template-Type: ReDIF-Paper 1.0\nTitle: A & B\nAuthor-Name: Jan van der Berg\nAuthor-Name: World Bank\n";
        check(
            &format!("{paper}{end}"),
            &[
                "ctx_ver=Z39.88-2004",
                "rft.genre=report",
                "rft.btitle=A+%26+B",
                "rft.series=Papers",
                "rft.au=van+der+Berg,+Jan",
                "rft.aucorp=World+Bank",
                "rft.pub=The+House",
                "rft_id=https:%2F%2Fibid.example%2Fp%2Fabc%2Fpapers%2F1.html",
            ],
        );
        let talk = "Template-Type: ReDIF-Talk 1.0\nTitle: T\nAuthor-Name: Ann Able\nEvent-Date: 2014-03-11\nHandle: RePEc:abc:papers:2\n";
        check(
            talk,
            &["rft.type=presentation", "rft.title=T", "rft.creator=Able,+Ann", "rft.date=2014-03-11"],
        );
    }
}
