//! Errors as the protocol tells them: a code it names and a sentence, inside an answer like any other.

use std::fmt::Write;

use ibid_core::xml::escaped;

/// OAI-PMH 2.0, section 3.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    BadVerb,
    BadArgument,
    BadResumptionToken,
    CannotDisseminateFormat,
    IdDoesNotExist,
    NoRecordsMatch,
    NoMetadataFormats,
    NoSetHierarchy,
}

impl Code {
    pub(super) fn word(self) -> &'static str {
        match self {
            Code::BadVerb => "badVerb",
            Code::BadArgument => "badArgument",
            Code::BadResumptionToken => "badResumptionToken",
            Code::CannotDisseminateFormat => "cannotDisseminateFormat",
            Code::IdDoesNotExist => "idDoesNotExist",
            Code::NoRecordsMatch => "noRecordsMatch",
            Code::NoMetadataFormats => "noMetadataFormats",
            Code::NoSetHierarchy => "noSetHierarchy",
        }
    }
}

/// Why there is no answer of the kind asked for.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) code: Code,
    said: String,
}

impl Fault {
    pub(super) fn new(code: Code, said: impl Into<String>) -> Fault {
        Fault { code, said: said.into() }
    }

    pub(super) fn argument(said: impl Into<String>) -> Fault {
        Fault::new(Code::BadArgument, said)
    }

    pub(super) fn write(&self, out: &mut String) {
        let _ = writeln!(out, "<error code=\"{}\">{}</error>", self.code.word(), escaped(&self.said));
    }
}
