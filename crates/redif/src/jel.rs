//! The codes of the Journal of Economic Literature.
/// Whether it is a code.
pub fn is_code(code: &str) -> bool {
    label(code).is_some()
}
/// What the code stands for.
pub fn label(_code: &str) -> Option<&'static str> {
    None
}
/// The nearest code.
pub fn nearest(_code: &str) -> Option<&'static str> {
    None
}
