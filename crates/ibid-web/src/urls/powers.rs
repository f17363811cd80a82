//! Addresses of what lets people in and what they may do: passkeys, ORCID, helpers, roles; and of those who
//! look after the site.

use super::percent;

pub(crate) const PASSKEYS: &str = "/account/passkeys/";
/// What the script asks before it asks the device.
pub(crate) const PASSKEY_BEGIN: &str = "/account/passkeys/begin";
pub(crate) const PASSKEY_ADD: &str = "/account/passkeys/add";
pub(crate) const PASSKEY_CHANGE: &str = "/account/passkeys/change";
/// The same for who is not signed in.
pub(crate) const PASSKEY_ASK: &str = "/account/passkeys/ask";
pub(crate) const PASSKEY_OPEN: &str = "/account/passkeys/open";
/// One's iD at ORCID, and what goes there and comes from there.
pub(crate) const ORCID: &str = ibid_app::mail::place::ORCID;
/// Sends somebody to ORCID.
pub(crate) const ORCID_GO: &str = "/account/orcid/go";
/// Where ORCID sends them back to.
pub(crate) const ORCID_BACK: &str = "/account/orcid/back";
pub(crate) const ORCID_NAMES: &str = "/account/orcid/names";
pub(crate) const ORCID_UNLINK: &str = "/account/orcid/unlink";
pub(crate) const HELPERS: &str = "/account/helpers/";
pub(crate) const HELPER_INVITE: &str = "/account/helpers/invite";
pub(crate) const HELPER_UNINVITE: &str = "/account/helpers/uninvite";
pub(crate) const HELPER_END: &str = "/account/helpers/end";
pub(crate) const ROLES: &str = "/account/roles/";
pub(crate) const ROLE_LAY_DOWN: &str = "/account/roles/lay-down";
pub(crate) const ROLE_ARCHIVE: &str = "/account/roles/archive";
/// Where forms let somebody in or have a letter sent to a stranger.
pub(crate) const KNOCKS: [&str; 7] = [
    super::SIGN_IN,
    PASSKEY_ASK,
    PASSKEY_OPEN,
    HELPER_INVITE,
    ROLE_ARCHIVE,
    super::ADDRESS,
    ibid_app::mail::place::LINK,
];
pub(crate) const ADMIN_TRAIL: &str = "/admin/trail";
pub(crate) const ADMIN_MAIL: &str = "/admin/mail";

/// The way to ORCID on an errand, and on to a path of the site.
pub(crate) fn orcid_go(errand: &str, next: &str) -> String {
    with(ORCID_GO, &[("errand", errand), ("next", next)])
}

/// An account as administrators see it.
pub(crate) fn admin_account(id: i64) -> String {
    format!("/admin/account/{id}")
}

/// The trail, narrowed by what is said; empty values say nothing.
pub(crate) fn trail(asked: &[(&str, &str)]) -> String {
    with(ADMIN_TRAIL, asked)
}

/// Letters, narrowed in the same way.
pub(crate) fn admin_mail(asked: &[(&str, &str)]) -> String {
    with(ADMIN_MAIL, asked)
}

fn with(path: &str, asked: &[(&str, &str)]) -> String {
    let said = asked.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = said.map(|(name, value)| format!("{name}={}", percent::query(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}
