//! Reads, checks and writes ReDIF, the metadata format of RePEc. Knows the format and nothing of what it is
//! used for; does no I/O but reading from what it is given.
//!
//! ReDIF files are written by hand, by thousands of people, over decades. So reading never fails: it gives
//! templates as they were most likely meant, and says beside them, with line and column, what was wrong and
//! often what to write instead.
//!
//! ```
//! use redif::{Options, Reader, TemplateKind};
//!
//! let file = "\
//! Template-Type: ReDIF-Paper 1.0
//! Title: Clean water
//! Regulations: what they cost
//! Author-Name: Carl Ode
//! Author-Email: carl@harbour.example.org
//! Classification-JEL: Q25, 040
//! Creation-Date: 1999-13
//! Handle: RePEc:xyz:wpaper:7
//! ";
//! let mut reader = Reader::new(file.as_bytes(), Options::default());
//! while let Some(parsed) = reader.next()? {
//!     let Some(template) = &parsed.template else { continue };
//!     assert_eq!(template.kind(), TemplateKind::Paper);
//!     assert_eq!(template.handle().as_deref(), Some("RePEc:xyz:wpaper:7"));
//!
//!     // A word and a colon do not make a field.
//!     let title = template.field("title").unwrap();
//!     assert_eq!(title.value(), "Clean water Regulations: what they cost");
//!
//!     // Clusters come as a tree.
//!     let tree = template.group();
//!     let author = tree.clusters("author").next().unwrap();
//!     assert_eq!(author.field("email").unwrap().value(), "carl@harbour.example.org");
//!
//!     let said: Vec<String> =
//!         parsed.diagnostics.iter().map(|d| d.at("wpaper/7.rdf").to_string()).collect();
//!     assert_eq!(said, [
//!         "wpaper/7.rdf:3: `Regulations:` at the start of a line is read as text",
//!         "wpaper/7.rdf:6: no such JEL code: 040 (write: Q25, O40)",
//!         "wpaper/7.rdf:7: `1999-13` is not a date (yyyy-mm-dd): there is no month 13",
//!     ]);
//! }
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # What is read
//!
//! - **Bytes**: UTF-8 with or without a byte order mark, UTF-16, and line by line Windows-1252 or 1251 for
//!   what is neither; LF, CRLF, CR and mixtures of them.
//! - **Templates**: the nine types of ReDIF 1.0, two that are obsolete, and [`TemplateKind::Talk`], an
//!   addition of this crate. Lost line ends, lost `Template-Type` lines and misspelt names are mended where
//!   the meaning is plain.
//! - **Values**: [`Field::value`] decodes entities and takes out tags, but `3 < 4 and B>C` stays.
//!   [`Field::paragraphs`] keeps the paragraphs of an abstract.
//!
//! What was decided where the specification and the reference reader disagree is in the table at the head of
//! `schema.rs`.
//!
//! # Limits
//!
//! Memory does not grow with the input: a line is read up to [`Options::max_line`] bytes, a template up to
//! [`Options::max_template`] bytes and some 260,000 lines. What is dropped is reported as an error, and
//! reading goes on with the next line or template. A kind of remark is made 25 times per template and then
//! counted.

mod check;
mod diagnostic;
mod entity_table;
mod fields;
pub mod jel;
mod jel_table;
mod kind;
mod nearest;
mod parse;
mod print;
mod schema;
mod schema_table;
mod source;
mod template;
mod text;
mod value;

pub use diagnostic::{Diagnostic, Severity};
pub use kind::TemplateKind;
pub use parse::{Document, Options, Parsed, Reader, parse, parse_text};
pub use print::print;
pub use template::{Field, Group, Template};
