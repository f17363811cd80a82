//! Reads, checks and writes ReDIF, the metadata format of RePEc.

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
