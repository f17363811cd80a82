//! The fields of ReDIF 1.0 as plain rows: which template takes them, what their values are.
//! Facts from the specification of 2007 and the field table of the reference reader (2.74); where the two
//! disagree the choice is listed in `schema.rs`. No behaviour here.

use crate::schema::Type;

/// One field that stands directly in a template. The last four texts name template types by letter:
/// R archive, S series, P paper, A article, W software, B book, C chapter, N person, I institution,
/// T talk, M mirror, U authority.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) ty: Type,
    pub(crate) kinds: &'static str,
    pub(crate) required: &'static str,
    pub(crate) single: &'static str,
    pub(crate) deprecated: &'static str,
}

/// One field of a cluster shape.
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) ty: Type,
    pub(crate) key: bool,
    pub(crate) single: bool,
}

/// One cluster: its prefix, its shape, the templates it stands in.
pub(crate) struct ClusterRow {
    pub(crate) prefix: &'static str,
    pub(crate) shape: &'static [Part],
    pub(crate) person: bool,
    pub(crate) kinds: &'static str,
    pub(crate) required: &'static str,
    pub(crate) deprecated: &'static str,
}

const fn row(name: &'static str, ty: Type, kinds: &'static str) -> Row {
    Row { name, ty, kinds, required: "", single: "", deprecated: "" }
}

impl Row {
    const fn required(mut self, kinds: &'static str) -> Row {
        self.required = kinds;
        self
    }
    const fn single(mut self, kinds: &'static str) -> Row {
        self.single = kinds;
        self
    }
    const fn deprecated(mut self, kinds: &'static str) -> Row {
        self.deprecated = kinds;
        self
    }
}

const fn part(name: &'static str, ty: Type) -> Part {
    Part { name, ty, key: false, single: false }
}

impl Part {
    const fn key(mut self) -> Part {
        self.key = true;
        self.single = true;
        self
    }
    const fn single(mut self) -> Part {
        self.single = true;
        self
    }
}

const ALL: &str = "RSPAWBCNITMU";
const CLASSED: &str = "RSPAWBCNT";
const WORKS: &str = "PAWBCT";

pub(crate) const FIELDS: &[Row] = &[
    row("Template-Type", Type::Text, ALL).single(ALL),
    row("Handle", Type::Handle, ALL).required("RSPAWBCNITU").single(ALL),
    row("Archive-Handle", Type::ArchiveHandle, "M"),
    row("URL", Type::Url, "RU").required("R"),
    row("Name", Type::Title, "RS").required("RS"),
    row("Maintainer-Email", Type::Email, "RSM").required("RS"),
    row("Maintainer-Name", Type::Text, "RSM"),
    row("Maintainer-Phone", Type::Text, "RSM"),
    row("Maintainer-Fax", Type::Text, "RSM"),
    row("Maintainer-Homepage", Type::Url, "RS"),
    row("Homepage", Type::Url, "RN"),
    row("Description", Type::Prose, "RSM"),
    row("Notification", Type::Prose, "RSPA"),
    row("Restriction", Type::Prose, "RSPAT"),
    row("Access-Policy", Type::Prose, "R").deprecated("R"),
    row("Type", Type::SeriesKind, "S"),
    row("Order-Email", Type::Email, "S"),
    row("Order-Homepage", Type::Url, "S"),
    row("Order-Postal", Type::Postal, "S"),
    row("Order-URL", Type::Url, "PABCT"),
    row("Price", Type::Text, "SPABW").single("B").deprecated("W"),
    row("Keywords", Type::Keywords, "SPAWBCT").single("C"),
    row("Keywords-Attent", Type::Keywords, "SPABC").single("C"),
    row("Tags", Type::Keywords, "T"),
    row("ISSN", Type::Issn, "S"),
    row("Followup", Type::SeriesHandle, "S"),
    row("Predecessor", Type::SeriesHandle, "S"),
    row("Classification-JEL", Type::Jel, CLASSED).single(CLASSED),
    row("Classification-ACM-1964", Type::Text, CLASSED).single(CLASSED),
    row("Classification-ACM-1991", Type::Text, CLASSED).single(CLASSED),
    row("Classification-ACM-1998", Type::Text, CLASSED).single(CLASSED),
    row("Classification-Ila", Type::Text, CLASSED).single(CLASSED),
    row("Classification-MSC-1991", Type::Text, CLASSED).single(CLASSED),
    row("Classification-MSC-2000", Type::Text, CLASSED).single(CLASSED),
    row("Classification-Scheme", Type::Text, "S"),
    row("Title", Type::Title, WORKS).required(WORKS).single(WORKS),
    row("Abstract", Type::Prose, WORKS),
    row("Language", Type::Language, "PAWBCT"),
    row("Contact-Email", Type::Email, "PAWBCT").single("PAB").deprecated("W"),
    row("DOI", Type::Doi, "PAWBCT"),
    row("Number", Type::Text, "PAWBT").single("A"),
    row("Creation-Date", Type::Date, "PAWBT").single("PAWBT"),
    row("Revision-Date", Type::Date, "PWT"),
    row("Publication-Date", Type::Date, "AB").single("B").deprecated("A"),
    row("Publication-Status", Type::Status, "PABC").single("C"),
    row("Publication-Type", Type::Text, "PABC"),
    row("Note", Type::Prose, WORKS),
    row("Length", Type::Text, "PW").single("P").deprecated("W"),
    row("Series", Type::Text, "PWBCT").single("PBC"),
    row("Availability", Type::Prose, "P").deprecated("P"),
    row("Article-Handle", Type::DocumentHandle, WORKS),
    row("Book-Handle", Type::DocumentHandle, WORKS),
    row("Chapter-Handle", Type::DocumentHandle, WORKS),
    row("Paper-Handle", Type::DocumentHandle, WORKS),
    row("Software-Handle", Type::DocumentHandle, WORKS),
    row("Journal", Type::Text, "A"),
    row("Volume", Type::Text, "ABC").single("BC"),
    row("Year", Type::Year, "ABC").single("BC"),
    row("Issue", Type::Text, "A"),
    row("Month", Type::Month, "ABC").single("BC"),
    row("Pages", Type::Pages, "AC").single("C"),
    row("Programming-Language", Type::ProgrammingLanguage, "W"),
    row("Version", Type::Text, "W"),
    row("Size", Type::Text, "W"),
    row("Requires", Type::Prose, "W"),
    row("Edition", Type::Text, "BC").single("BC"),
    row("ISBN", Type::Isbn, "BC").single("BC"),
    row("HasChapter", Type::DocumentHandle, "B"),
    row("Book-Title", Type::Title, "C").single("C"),
    row("Chapter", Type::Text, "C").single("C"),
    row("In-Book", Type::DocumentHandle, "C").single("C"),
    row("Name-Full", Type::Name, "N").required("N"),
    row("Name-First", Type::Text, "N"),
    row("Name-Last", Type::Text, "N"),
    row("Name-Prefix", Type::Text, "N"),
    row("Name-Middle", Type::Text, "N"),
    row("Name-Suffix", Type::Text, "N"),
    row("Name-ASCII", Type::Text, "N"),
    row("Email", Type::Email, "N"),
    row("Fax", Type::Text, "N"),
    row("Postal", Type::Postal, "N"),
    row("Phone", Type::Text, "N"),
    row("Workplace-Organization", Type::InstitutionHandle, "N"),
    row("Author-Paper", Type::DocumentHandle, "N"),
    row("Author-Article", Type::DocumentHandle, "N"),
    row("Author-Software", Type::DocumentHandle, "N"),
    row("Author-Book", Type::DocumentHandle, "N"),
    row("Author-Chapter", Type::DocumentHandle, "N"),
    row("Editor-Series", Type::SeriesHandle, "N"),
    row("Editor-Book", Type::DocumentHandle, "N"),
    row("Short-ID", Type::Text, "N").single("N"),
    row("Last-Login-Date", Type::Stamp, "N").single("N"),
    row("Registered-Date", Type::Stamp, "N").single("N"),
    row("Deceased", Type::Date, "N").single("N"),
    row("Primary-Defunct", Type::Text, "I"),
    row("Secondary-Defunct", Type::Text, "I"),
    row("Tertiary-Defunct", Type::Text, "I"),
    row("Quaternary-Defunct", Type::Text, "I"),
    row("Event-Date", Type::Date, "T"),
    row("Event-Time", Type::Text, "T"),
    row("Event-Timezone", Type::Text, "T"),
    row("Event-Status", Type::Text, "T").single("T"),
    row("Duration", Type::Text, "T"),
    row("Admission", Type::Prose, "T"),
    row("Biography", Type::Prose, "T"),
    row("Machine", Type::Text, "M"),
    row("User", Type::Text, "M"),
    row("Group", Type::Text, "M"),
    row("Directory", Type::Text, "M"),
    row("Location", Type::Text, "M"),
    row("ReDIF-Only", Type::Text, "M"),
    row("Archives-Included", Type::Text, "M"),
    row("Archives-Excluded", Type::Text, "M"),
];

pub(crate) const PERSON: &[Part] = &[
    part("Name", Type::Name).key(),
    part("Name-First", Type::Text),
    part("Name-Last", Type::Text),
    part("Homepage", Type::Url),
    part("Email", Type::Email),
    part("Fax", Type::Text),
    part("Postal", Type::Postal),
    part("Phone", Type::Text),
    part("Person", Type::PersonHandle).single(),
];

pub(crate) const ORGANIZATION: &[Part] = &[
    part("Name", Type::Title).key(),
    part("Name-English", Type::Text),
    part("Homepage", Type::Url),
    part("Postal", Type::Postal),
    part("Location", Type::Text),
    part("Email", Type::Email),
    part("Phone", Type::Text),
    part("Fax", Type::Text),
    part("Share", Type::Percent),
    part("Institution", Type::InstitutionHandle).single(),
];

pub(crate) const FILE: &[Part] = &[
    part("URL", Type::Url).key(),
    part("Format", Type::Mime),
    part("Function", Type::Prose).single(),
    part("Size", Type::Text),
    part("Restriction", Type::Prose),
];

const fn person(prefix: &'static str, kinds: &'static str, required: &'static str) -> ClusterRow {
    ClusterRow { prefix, shape: PERSON, person: true, kinds, required, deprecated: "" }
}

const fn organization(prefix: &'static str, kinds: &'static str, deprecated: &'static str) -> ClusterRow {
    ClusterRow { prefix, shape: ORGANIZATION, person: false, kinds, required: "", deprecated }
}

pub(crate) const CLUSTERS: &[ClusterRow] = &[
    person("Author", WORKS, "PAWCT"),
    person("Editor", "SBC", ""),
    organization("Provider", "SBCT", ""),
    organization("Publisher", "SBC", "SBC"),
    organization("Sponsor", "C", "C"),
    ClusterRow { prefix: "File", shape: FILE, person: false, kinds: WORKS, required: "", deprecated: "" },
    organization("Workplace", "N", ""),
    organization("Venue", "T", ""),
    organization("Primary", "I", ""),
    organization("Secondary", "I", ""),
    organization("Tertiary", "I", ""),
    organization("Quaternary", "I", ""),
];

/// The cluster that may stand inside a person cluster.
pub(crate) const NESTED: &str = "Workplace";

/// Names people write for fields that are called otherwise; all lower case.
pub(crate) const ALIASES: &[(&str, &str)] = &[
    ("author", "author-name"),
    ("authors", "author-name"),
    ("editor", "editor-name"),
    ("provider", "provider-name"),
    ("publisher", "publisher-name"),
    ("provider-url", "provider-homepage"),
    ("maintainer-url", "maintainer-homepage"),
    ("file", "file-url"),
    ("keyword", "keywords"),
    ("key-words", "keywords"),
    ("key-word", "keywords"),
    ("jel", "classification-jel"),
    ("jel-classifications", "classification-jel"),
    ("jel-classification-codes", "classification-jel"),
    ("jel-classification", "classification-jel"),
    ("jel-code", "classification-jel"),
    ("jel-codes", "classification-jel"),
    ("classification-jel-code", "classification-jel"),
    ("author-affiliation", "author-workplace-name"),
    ("author-institution", "author-workplace-name"),
    ("author-workplace", "author-workplace-name"),
    ("workplace-organisation", "workplace-organization"),
];
