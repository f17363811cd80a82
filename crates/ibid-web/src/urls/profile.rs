//! Addresses of a person's own profile, and of what curators do with profiles.

use ibid_core::Handle;
use ibid_core::record::Person;

use super::percent;

/// What curators do with profiles.
pub(crate) const CURATE: &str = "/inbox/people/";
pub(crate) const PROFILE: &str = "/account/profile";
pub(crate) const TAKE_PROFILE: &str = "/account/profile/take";
pub(crate) const ASK_FOR_PROFILE: &str = "/account/profile/ask";
pub(crate) const PROFILE_PLACES: &str = "/account/profile/institutions";
pub(crate) const PROPOSE_PLACE: &str = "/account/profile/propose";
pub(crate) const ERASE_PROFILE: &str = "/account/profile/erase";

/// The form of a profile; of somebody else's, whom one helps.
pub(crate) fn profile_of(person: &str) -> String {
    if person.is_empty() {
        PROFILE.to_owned()
    } else {
        format!("{PROFILE}?person={}", percent::query(person))
    }
}

/// The form to register by, for who came to claim a work.
pub(crate) fn register_for(work: &Handle) -> String {
    format!("{PROFILE}?work={}", percent::query(work.as_str()))
}

/// What the page of a person goes by, of a short-id or a handle as people write it.
pub(crate) fn person_key(text: &str) -> String {
    Handle::parse(text).map_or_else(|| text.to_owned(), |it| it.key())
}

/// Why works stand on a person's page.
pub(crate) fn person_claims(person: &Person) -> String {
    format!("/e/{}/claims", percent::segment(&super::person_id(person)))
}

/// Every version of a person's record.
pub(crate) fn person_history(person: &Person) -> String {
    format!("/e/{}/history", percent::segment(&super::person_id(person)))
}

/// Where a harvested profile is taken over.
pub(crate) fn take_profile(person: &Handle) -> String {
    format!("{TAKE_PROFILE}?handle={}", percent::query(person.as_str()))
}

/// The page on which institutions are found for a profile.
pub(crate) fn profile_places(person: &str) -> String {
    if person.is_empty() {
        return PROFILE_PLACES.to_owned();
    }
    format!("{PROFILE_PLACES}?person={}", percent::query(person))
}
