//! Whether a template has what its type requires and its values are what they should be.

use crate::diagnostic::Remarks;
use crate::template::Template;

/// Judges templates; keeps its working memory from one to the next.
#[derive(Default)]
pub(crate) struct Checker {}

impl Checker {
    pub(crate) fn check(&mut self, _template: &Template<'_>, _remarks: &mut Remarks) {}
}
