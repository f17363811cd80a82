//! The table once more, as a grid to be read: a row an action, a column somebody.

use super::*;

const PKI1: &str = "RePEc:per:1999-05-05:pki1";

/// Who stands at the head of the columns. [`PKI1`] is the person in question, `hst` the archive,
/// `nep-his` the report, 7 the account.
fn columns() -> Vec<(&'static str, Powers)> {
    let of = |account, roles: &[&str]| Powers::of(account, roles.iter().map(|one| Role::parse(one).unwrap()));
    vec![
        ("stranger", Powers::default()),
        ("reader", of(7, &[])),
        ("author", of(1, &["author:RePEc:per:1999-05-05:pki1"])),
        ("another author", of(2, &["author:RePEc:per:2001-01-01:psm2"])),
        ("helper", of(3, &["helper:RePEc:per:1999-05-05:pki1"])),
        (
            "another's helper",
            of(4, &["helper:RePEc:per:2001-01-01:psm2", "author:RePEc:per:2001-01-01:pha3"]),
        ),
        ("maintainer", of(5, &["maintainer:hst"])),
        ("another maintainer", of(6, &["maintainer:xyz"])),
        ("editor", of(8, &["editor:nep-his"])),
        ("another editor", of(9, &["editor:nep-tra"])),
        ("organiser", of(10, &["organiser"])),
        ("curator", of(11, &["curator"])),
        ("curator, the author", of(12, &["curator", "author:RePEc:per:1999-05-05:pki1"])),
        ("curator, the helper", of(13, &["curator", "helper:RePEc:per:1999-05-05:pki1"])),
        ("administrator", of(14, &["administrator"])),
        ("administrator, the account", of(7, &["administrator"])),
        ("operator", Powers::operator()),
    ]
}

/// Signed out and in · authors and helpers · maintainers and editors · organiser · curators · the rest.
/// `+` may · `s` must sign in · `y` not yours · `r` needs a role · `o` own case
const GRID: &[(&str, Action, &str)] = &[
    ("sign in", Action::SignIn, "++ ++++ ++++ + +++ +++"),
    ("register", Action::Register, "s+ ++++ ++++ + +++ +++"),
    ("keep the account", Action::KeepAccount(7), "s+ yyyy yyyy y yyy y++"),
    ("write the profile", Action::WriteProfile(PKI1), "sy +y+y yyyy y +++ +++"),
    ("the same, in capitals", Action::WriteProfile("REPEC:PER:1999-05-05:PKI1"), "sy +y+y yyyy y +++ +++"),
    ("erase the profile", Action::EraseProfile(PKI1), "sy +yyy yyyy y y+y +++"),
    ("invite a helper", Action::ShareProfile(PKI1), "sy +yyy yyyy y y+y yy+"),
    ("end another's help", Action::EndHelp { person: PKI1, helper: 3 }, "sy +y+y yyyy y y+y +++"),
    ("claim", Action::Claim(PKI1), "sy +y+y yyyy y +++ +++"),
    ("dispute", Action::Dispute, "s+ ++++ ++++ + +++ +++"),
    ("answer a dispute", Action::AnswerDispute(PKI1), "sy +y+y yyyy y y++ yy+"),
    ("decide a dispute", Action::DecideDispute(PKI1), "sr rrrr rrrr r +oo +++"),
    ("state the person", Action::StatePerson(PKI1), "sr rrrr rrrr r +oo +++"),
    ("give the profile", Action::GiveProfile(PKI1), "sr rrrr rrrr r +oo +++"),
    (
        "merge profiles",
        Action::MergeProfiles { from: PKI1, into: "repec:per:2001-01-01:psm2" },
        "sr rrrr rrrr r +oo +++",
    ),
    (
        "merge another's into it",
        Action::MergeProfiles { from: "repec:per:2001-01-01:psm2", into: PKI1 },
        "sr rrrr rrrr r +oo +++",
    ),
    ("merge one's own", Action::MergeProfiles { from: PKI1, into: PKI1 }, "sr +rrr rrrr r ++o +++"),
    ("propose an institution", Action::ProposeInstitution, "s+ ++++ ++++ + +++ +++"),
    ("decide on an institution", Action::DecideInstitution, "sr rrrr rrrr r +++ +++"),
    ("read the inbox", Action::ReadInbox, "sr rrrr rrrr r +++ +++"),
    ("keep the archive", Action::KeepArchive("hst"), "sr rrrr +rrr r rrr +++"),
    ("edit the report", Action::EditReport("nep-his"), "sr rrrr rr+r r rrr +++"),
    ("arrange talks", Action::ArrangeTalks, "sr rrrr rrrr + rrr +++"),
    ("grant a role", Action::Grant(&Role::Curator), "sr rrrr rrrr r rrr +++"),
    ("lock the account", Action::LockAccount(7), "sr rrrr rrrr r rrr +o+"),
    ("read the audit trail", Action::ReadAudit, "sr rrrr rrrr r rrr +++"),
];

fn sign(answer: Result<(), Denied>) -> char {
    match answer {
        Ok(()) => '+',
        Err(Denied::SignIn) => 's',
        Err(Denied::NotYours) => 'y',
        Err(Denied::Needs(_)) => 'r',
        Err(Denied::OwnCase) => 'o',
    }
}

#[test]
fn everybody_may_what_the_grid_says_and_nothing_else() {
    let columns = columns();
    for (name, action, expected) in GRID {
        let expected: Vec<char> = expected.chars().filter(|c| *c != ' ').collect();
        assert_eq!(expected.len(), columns.len(), "{name}");
        for ((who, powers), expected) in columns.iter().zip(expected) {
            assert_eq!(sign(may(powers, action)), expected, "{who}: {name}");
        }
    }
}

/// The number of an action in the list of all; the compiler asks for new ones, the test below for their row.
fn number(action: &Action) -> usize {
    use Action::*;
    match action {
        SignIn => 0,
        KeepAccount(_) => 1,
        Register => 2,
        WriteProfile(_) => 3,
        EraseProfile(_) => 4,
        ShareProfile(_) => 5,
        EndHelp { .. } => 6,
        Claim(_) => 7,
        Dispute => 8,
        AnswerDispute(_) => 9,
        DecideDispute(_) => 10,
        StatePerson(_) => 11,
        MergeProfiles { .. } => 12,
        GiveProfile(_) => 13,
        ProposeInstitution => 14,
        DecideInstitution => 15,
        ReadInbox => 16,
        KeepArchive(_) => 17,
        EditReport(_) => 18,
        ArrangeTalks => 19,
        Grant(_) => 20,
        LockAccount(_) => 21,
        ReadAudit => 22,
    }
}

#[test]
fn every_action_has_a_row() {
    let rows: BTreeSet<usize> = GRID.iter().map(|(_, action, _)| number(action)).collect();
    assert_eq!(rows, (0..=22).collect());
}

#[test]
fn roles_are_read_as_they_are_printed_and_odd_ones_are_none() {
    for text in [
        "author:RePEc:per:1999-05-05:pki42",
        "helper:RePEc:per:1965-06-05:thomas_krichel",
        "maintainer:hst",
        "editor:nep-his",
        "organiser",
        "curator",
        "administrator",
    ] {
        assert_eq!(Role::parse(text).expect(text).to_string(), text);
    }
    for text in [
        "",
        "reader",
        "author",
        "author:",
        "curator:x",
        "maintainer:h t",
        "maintainer:a:b",
        "author:pki42",
        "helper:RePEc",
        "root",
        "helper:\u{e9}",
    ] {
        assert_eq!(Role::parse(text), None, "{text}");
    }
    assert_eq!(Role::parse(" maintainer:HST "), Some(Role::Maintainer("hst".into())));
}

#[test]
fn helpers_act_for_somebody_and_nobody_else_does() {
    let acting: Vec<_> = columns().into_iter().filter(|(_, who)| !who.behalf(PKI1).is_empty()).collect();
    let names: Vec<_> = acting.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["helper", "curator, the helper"]);
    let own = Powers::of(1, [Role::Author(PKI1.into()), Role::Helper(PKI1.into())]);
    assert_eq!(own.behalf(PKI1), "", "nobody helps themselves");
}
