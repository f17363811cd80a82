//! Statements: one text for both engines, with numbered parameters and one word of our own.
//!
//! `{list}` stands for the numbered parameters of an `IN` list and is expanded to the next power of
//! two, so that a few texts serve lists of any length. Every statement is declared with
//! `statements!`, which is how the suite knows that it has run them all (invariant 9).
//! Deliberately not here: running them.

use std::fmt::Write;

use super::Value;

/// Longest `IN` list of one statement; longer ones are asked in pieces.
pub(crate) const LONGEST_LIST: usize = 512;

/// A statement and its values. The values of `list` follow the fixed ones.
pub(crate) struct Call<'a> {
    pub(crate) sql: &'static str,
    pub(crate) values: &'a [Value<'a>],
    /// Parameters in the text, at least `values.len()`; missing ones repeat the last value.
    pub(crate) parameters: usize,
}

impl<'a> Call<'a> {
    pub(crate) fn new(sql: &'static str, values: &'a [Value<'a>]) -> Self {
        trace(sql);
        Call { sql, values, parameters: values.len() }
    }

    /// `values` are `fixed` ordinary ones and then a list of at least one.
    pub(crate) fn with_list(sql: &'static str, fixed: usize, values: &'a [Value<'a>]) -> Self {
        trace(sql);
        let list = (values.len() - fixed).max(1).next_power_of_two();
        Call { sql, values, parameters: fixed + list }
    }

    /// The value of parameter `index`, counted from 0.
    pub(crate) fn value(&self, index: usize) -> &Value<'a> {
        &self.values[index.min(self.values.len() - 1)]
    }

    /// The text with `{list}` expanded and parameters written as `mark` and number.
    pub(crate) fn text(&self, mark: char) -> String {
        let mut out = String::with_capacity(self.sql.len() + 8 * self.parameters);
        for (index, piece) in self.sql.split("{list}").enumerate() {
            if index > 0 {
                let fixed = largest_parameter(self.sql);
                for number in fixed + 1..=self.parameters {
                    let comma = if number > fixed + 1 { "," } else { "" };
                    let _ = write!(out, "{comma}{mark}{number}");
                }
            }
            out.extend(piece.chars().map(|c| if c == '$' { mark } else { c }));
        }
        out
    }
}

/// The largest `$n` in a text, 0 when there is none.
fn largest_parameter(sql: &str) -> usize {
    sql.split('$')
        .skip(1)
        .filter_map(|rest| {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            rest[..digits].parse().ok()
        })
        .max()
        .unwrap_or(0)
}

/// Declares the statements of a file: constants, and `STATEMENTS` that lists them.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* const $name: &str = $sql;)+
        /// Every statement of this file, for the suite.
        #[cfg(debug_assertions)]
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}
pub(crate) use statements;

/// Remembers, in builds with debug assertions, that a statement was run.
#[cfg(debug_assertions)]
fn trace(sql: &'static str) {
    RAN.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(sql);
}

#[cfg(not(debug_assertions))]
fn trace(_: &'static str) {}

#[cfg(debug_assertions)]
static RAN: std::sync::Mutex<std::collections::BTreeSet<&str>> =
    std::sync::Mutex::new(std::collections::BTreeSet::new());

/// The statements run so far by this process.
#[cfg(debug_assertions)]
pub(crate) fn ran() -> std::collections::BTreeSet<&'static str> {
    RAN.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_rewritten_and_lists_expanded() {
        let values: Vec<Value<'_>> = (0..6).map(Value::Int).collect();
        let check = |call: Call<'_>, expected: &str| assert_eq!(call.text('?'), expected);
        check(Call::new("SELECT $2, $1", &values[..2]), "SELECT ?2, ?1");
        check(Call::with_list("a IN ({list})", 0, &values[..1]), "a IN (?1)");
        check(Call::with_list("a IN ({list})", 0, &values[..3]), "a IN (?1,?2,?3,?4)");
        check(
            Call::with_list("b = $1 AND a IN ({list}) AND c < $2", 2, &values[..5]),
            "b = ?1 AND a IN (?3,?4,?5,?6) AND c < ?2",
        );
    }

    #[test]
    fn short_lists_repeat_their_last_value() {
        let values: Vec<Value<'_>> = (0..3).map(Value::Int).collect();
        let call = Call::with_list("a IN ({list})", 0, &values);
        assert_eq!((call.parameters, call.value(3)), (4, &Value::Int(2)));
    }
}
