//! Why a work is thought to be somebody's, one piece of evidence a line: shown beside a suggestion, kept
//! beside a claim.
//!
//! Deliberately not here: what each is worth (`suggest.rs`).

/// How well a name fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameFit {
    /// It may be the same name: another form of a given one, part of a double name, a slip.
    Near,
    /// The family name, and no more than initials of the others.
    Short,
    /// A given name is the same, others are missing, added or only initials.
    Close,
    /// The same name, in whatever order or spelling of the catalogue.
    Full,
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The work's own record names the person by short-id or handle.
    Named,
    /// It has the person's e-mail address.
    Email,
    /// It is signed with this name.
    Name(NameFit, String),
    /// These wrote other works with the person.
    CoAuthors(Vec<String>),
    /// It gives this workplace, which is the person's.
    Workplace(String),
    /// Another form of it is the person's already.
    Version,
    /// The person has other works in the same series.
    Series,
    /// Classes the person's other works have too.
    Jel(Vec<String>),
    /// It is far from the years of the person's other works. Speaks against it.
    Years,
    /// Many works carry these names. Speaks against it.
    Crowd,
    /// Somebody else claims this place in it; the short-id. Speaks against it.
    Taken(String),
    /// The person says so, whatever the record says; what they gave as evidence.
    Says(String),
}

const PARTING: &str = "; ";

impl Reason {
    /// The word it is kept under, and what is told with it.
    fn parts(&self) -> (&'static str, String) {
        match self {
            Reason::Named => ("named", String::new()),
            Reason::Email => ("email", String::new()),
            Reason::Name(fit, name) => (fit.word(), name.clone()),
            Reason::CoAuthors(names) => ("co-authors", names.join(PARTING)),
            Reason::Workplace(name) => ("workplace", name.clone()),
            Reason::Version => ("version", String::new()),
            Reason::Series => ("series", String::new()),
            Reason::Jel(codes) => ("jel", codes.join(PARTING)),
            Reason::Years => ("years", String::new()),
            Reason::Crowd => ("crowd", String::new()),
            Reason::Taken(short) => ("taken", short.clone()),
            Reason::Says(text) => ("says", text.clone()),
        }
    }

    fn of(word: &str, told: &str) -> Option<Reason> {
        let list = || told.split(PARTING).map(str::to_owned).collect();
        Some(match word {
            "named" => Reason::Named,
            "email" => Reason::Email,
            "co-authors" => Reason::CoAuthors(list()),
            "workplace" => Reason::Workplace(told.to_owned()),
            "version" => Reason::Version,
            "series" => Reason::Series,
            "jel" => Reason::Jel(list()),
            "years" => Reason::Years,
            "crowd" => Reason::Crowd,
            "taken" => Reason::Taken(told.to_owned()),
            "says" => Reason::Says(told.to_owned()),
            word => Reason::Name(NameFit::ALL.into_iter().find(|it| it.word() == word)?, told.to_owned()),
        })
    }

    /// Whether it speaks against the work being theirs.
    pub fn is_against(&self) -> bool {
        matches!(self, Reason::Years | Reason::Crowd | Reason::Taken(_))
    }
}

impl NameFit {
    const ALL: [NameFit; 4] = [NameFit::Near, NameFit::Short, NameFit::Close, NameFit::Full];

    /// Kept; never change.
    fn word(self) -> &'static str {
        match self {
            NameFit::Near => "name-near",
            NameFit::Short => "name-short",
            NameFit::Close => "name-close",
            NameFit::Full => "name",
        }
    }
}

/// As it is kept: a line each, `co-authors: Jane Roe; Bo Li`.
pub fn print(reasons: &[Reason]) -> String {
    let line = |reason: &Reason| {
        let (word, told) = reason.parts();
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{word}: {told}").trim_end().to_owned()
    };
    reasons.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What was kept; lines nobody knows any more are left out.
pub fn read(text: &str) -> Vec<Reason> {
    let line = |line: &str| {
        let (word, told) = line.split_once(':')?;
        Reason::of(word, told.trim())
    };
    text.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_kept_as_text() {
        let all = [
            Reason::Named,
            Reason::Email,
            Reason::Name(NameFit::Full, "Mitsuhiko Kimura".into()),
            Reason::Name(NameFit::Close, "Mitsuhiko T. Kimura".into()),
            Reason::Name(NameFit::Short, "M. Kimura".into()),
            Reason::Name(NameFit::Near, "木村".into()),
            Reason::CoAuthors(vec!["Jane Roe".into(), "Bo Li".into()]),
            Reason::Workplace("University: of Ghent".into()),
            Reason::Version,
            Reason::Series,
            Reason::Jel(vec!["N15".into(), "F51".into()]),
            Reason::Years,
            Reason::Crowd,
            Reason::Taken("pki7".into()),
            Reason::Says("page 3 of my CV".into()),
        ];
        assert_eq!(read(&print(&all)), all);
        assert_eq!(print(&all[..1]), "named:");
        assert_eq!(read("from another century: 1\nno line\nyears:"), [Reason::Years]);
        assert_eq!(read(""), []);
    }

    /// Nothing told breaks out of its line.
    #[test]
    fn a_line_is_a_line() {
        let told = [Reason::Says("mine\nnamed:".into())];
        assert_eq!(read(&print(&told)), [Reason::Says("mine named:".into())]);
    }
}
