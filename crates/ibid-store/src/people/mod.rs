//! What registered people say of works, what others say against it, and the views made of both.
//!
//! `claims.rs` has answers, `disputes.rs` what is disputed, `notices.rs` what people are to be told of,
//! `petitions.rs` what they ask curators for, `profiles.rs` which records are written here, `views.rs` the projection "people". Deliberately not here:
//! what profiles say, which are records like any other; accounts; and every rule (`ibid_core::people`).

pub(crate) mod claims;
pub(crate) mod disputes;
pub(crate) mod notices;
pub(crate) mod petitions;
pub(crate) mod profiles;
pub(crate) mod views;

use crate::engine::Value;

fn ints(numbers: &[i64]) -> Vec<Value<'static>> {
    numbers.iter().map(|&number| Value::Int(number)).collect()
}
