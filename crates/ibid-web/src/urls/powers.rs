//! Addresses of what lets people in and what they may do: passkeys, ORCID, helpers, roles; and of those who
//! look after the site.

pub(crate) const PASSKEYS: &str = "/account/passkeys/";
/// What the script asks before it asks the device.
pub(crate) const PASSKEY_BEGIN: &str = "/account/passkeys/begin";
pub(crate) const PASSKEY_ADD: &str = "/account/passkeys/add";
pub(crate) const PASSKEY_CHANGE: &str = "/account/passkeys/change";
/// The same for who is not signed in.
pub(crate) const PASSKEY_ASK: &str = "/account/passkeys/ask";
pub(crate) const PASSKEY_OPEN: &str = "/account/passkeys/open";
pub(crate) const HELPERS: &str = "/account/helpers/";
pub(crate) const HELPER_INVITE: &str = "/account/helpers/invite";
pub(crate) const HELPER_UNINVITE: &str = "/account/helpers/uninvite";
pub(crate) const HELPER_END: &str = "/account/helpers/end";
pub(crate) const ROLES: &str = "/account/roles/";
pub(crate) const ROLE_LAY_DOWN: &str = "/account/roles/lay-down";
pub(crate) const ROLE_ARCHIVE: &str = "/account/roles/archive";
