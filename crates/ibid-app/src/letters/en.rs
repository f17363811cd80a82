//! Letters in English. See `mod.rs` for what stands where.

pub(super) static WORDS: super::Words = super::Words {
    tag: "en",
    leave: "To get no more letters of this kind: {link}",
    sign_in_subject: "Sign in to {site}",
    sign_in: "Somebody, most likely you, asked to sign in to {site} with this address.\n\n\
        Open this link and press the button there:\n\n\
        {link}\n\n\
        It is good for one use within {minutes} minutes. If there is no account for this address yet, one is made.\n\n\
        If you did not ask for it, do nothing: without the link nobody gets in.\n",
};
