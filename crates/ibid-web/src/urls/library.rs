//! Asking a library whether it has a work: an address after OpenURL 1.0 (ANSI/NISO Z39.88), in keys and
//! values, which link resolvers of libraries answer.

use ibid_core::Kind;
use ibid_core::export::Source;
use ibid_core::name::Name;

use super::percent;

/// The address that asks the resolver at `base` for a work. ISSNs are those of its journal.
pub(crate) fn in_library(base: &str, source: &Source<'_>, issn: &str) -> String {
    let work = source.work;
    let mut out = Asked { address: base.to_owned(), first: !base.contains('?') };
    out.put("url_ver", "Z39.88-2004");
    out.put("ctx_ver", "Z39.88-2004");
    out.put("rfr_id", "info:sid/ibid");
    let (format, genre) = match work.kind {
        Kind::Article => ("journal", "article"),
        Kind::Chapter => ("book", "bookitem"),
        Kind::Book => ("book", "book"),
        Kind::Talk => ("book", "document"),
        _ => ("book", "report"),
    };
    out.put("rft_val_fmt", &format!("info:ofi/fmt:kev:mtx:{format}"));
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
        if name.whole {
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
    out.put("rft.issn", issn);
    out.put("rft.isbn", &work.isbn);
    if !work.doi.is_empty() {
        out.put("rft_id", &format!("info:doi/{}", work.doi));
    }
    out.address
}

/// An address under way.
struct Asked {
    address: String,
    first: bool,
}

impl Asked {
    fn put(&mut self, key: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let parted = if std::mem::take(&mut self.first) { '?' } else { '&' };
        self.address.push(parted);
        self.address.push_str(key);
        self.address.push('=');
        // Nobody's resolver takes more, and some servers refuse it.
        let value: String = value.chars().take(300).collect();
        self.address.push_str(&percent::query(&value));
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
        let source = Source { work: &work, series_name: "Papers", provider: "" };
        let address = in_library(base, &source, "1234-5679");
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
}
