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
    orcid_subject: "Your ORCID iD was linked on {site}",
    orcid: "The ORCID iD {orcid} was linked to your account on {site}. Whoever signs in at ORCID with it can sign in.\n\n\
        If this was not you, unlink it and end all other sessions:\n\n\
        {link}\n",
    address_subject: "Your address at {site}",
    address: "You asked to use this address at {site} from now on.\n\n\
        Open this link in the browser in which you are signed in, and press the button there:\n\n\
        {link}\n\n\
        It is good for one use within {hours} hours. If you did not ask for it, do nothing: nothing changes.\n",
    address_taken: "Somebody who is signed in at {site} asked to use this address for their account. It has an account already, so nothing was changed.\n\n\
        If it was you: sign in with this address instead, or erase the account it has first.\n",
    address_changed_subject: "Your address at {site} was changed",
    address_changed: "Your account at {site} now has another address, and letters go there.\n\n\
        If it was not you, open this link within {days} days. It puts this address back and ends every session:\n\n\
        {link}\n",
    leaving_subject: "Your account at {site} will be erased",
    leaving: "You asked us to erase your account at {site} with everything in it. This happens on {date}.\n\n\
        Until then you can change your mind: sign in and press “Stay”.\n\n\
        {link}\n",
    erased_subject: "Your account at {site} was erased",
    erased: "Your account at {site} and your profile were erased, and with them everything we kept of you. This is the last letter.\n",
};
