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
    role_subject: "A role on {site}",
    role: "You were given the role “{role}” on {site}.\n\n\
        Your account, where you can also lay it down:\n\n\
        {link}\n",
    locked_subject: "Your account on {site} is locked",
    locked: "Your account on {site} was locked by an administrator, and every browser is signed out.\n\n\
        If you think this is a mistake, please write to the address on the page about the site.\n",
    help_subject: "Help {name} on {site}",
    help: "{name} asks you to look after the author profile of {name} on {site}: its names and affiliations, and which works belong to it.\n\n\
        Open this link and press the button there:\n\n\
        {link}\n\n\
        It is good for one use within {days} days. Either of you can end it at any time. What you do is noted as done by you for {name}.\n\n\
        If you do not know {name}, do nothing.\n",
    helping_subject: "You have a helper on {site}",
    helping: "{address} has taken your invitation and can now look after your profile on {site}.\n\n\
        You can end this at any time:\n\n\
        {link}\n",
    maintain_subject: "Archive {archive} on {site}: is this you?",
    maintain: "The account {address} on {site} says it looks after the archive {archive}, whose templates name this address.\n\n\
        If that is you, open this link in the browser in which you are signed in, and press the button there:\n\n\
        {link}\n\n\
        It is good for one use within {hours} hours, and only for that account.\n\n\
        If it is not you, do nothing: without the link nobody gets the role.\n",
    passkey_subject: "A passkey was added on {site}",
    passkey: "The passkey “{name}” was added to your account on {site}. Whoever holds it can sign in.\n\n\
        If this was not you, remove it and end all other sessions:\n\n\
        {link}\n",
};
