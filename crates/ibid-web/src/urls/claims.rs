//! Addresses of claims: one's works, a list of them, one work, and what waits for a decision.

use ibid_app::mail::place;
use ibid_core::Handle;

use super::percent;

pub(crate) const WORKS: &str = place::WORKS;
pub(crate) const WORKS_LIST: &str = "/account/works/list";
pub(crate) const CLAIM: &str = "/account/works/claim";
pub(crate) const DISPUTE: &str = "/account/works/dispute";

/// The works of a person whom somebody acts for.
pub(crate) fn works_for(person: &Handle) -> String {
    for_person(WORKS, person)
}

/// A page of works, for a person.
pub(crate) fn for_person(page: &str, person: &Handle) -> String {
    format!("{page}?person={}", percent::query(person.as_str()))
}

/// The page on which a work is claimed.
pub(crate) fn claim(work: &Handle) -> String {
    format!("{CLAIM}?work={}", percent::query(work.as_str()))
}

/// The page on which a person's answer about a work is given again.
pub(crate) fn claim_for(person: &Handle, work: &Handle) -> String {
    format!("{}&person={}", claim(work), percent::query(person.as_str()))
}

/// The page on which a person's claim on a work is disputed.
pub(crate) fn dispute(person: &Handle, work: &Handle) -> String {
    format!("{DISPUTE}?person={}&work={}", percent::query(person.as_str()), percent::query(work.as_str()))
}
