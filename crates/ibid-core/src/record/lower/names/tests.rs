//! Names as they are found in the wild.

use super::*;
use proptest::prelude::*;

fn check(text: &str, want: &[&str]) {
    let names = read(text);
    assert_eq!(names.names, want, "{text:?}");
    let touched = names.names.len() != 1 || names.names[0] != text.trim();
    assert_eq!(
        touched && !text.trim().is_empty(),
        !names.repairs.is_empty(),
        "{text:?} {:?}",
        names.repairs
    );
}

#[test]
fn one_person_stays_one() {
    for text in [
        "Jon Smith",
        "Smith, Jon",
        "Smith, Jon, Jr.",
        "de la Able y Baker, Ann",
        "van 't Able, Ben",
        "A. B. C. Able",
        "Able",
        "ANN ABLE",
        "HAIPENG (ALLAN) CHEN",
        "Odelia Heizler (Cohen)",
        "Evaluator 1",
        "Anonymous",
        "Editors",
        "Department of Statistics, University of Bologna",
        "Department of Statistics and Economics",
        "Organisation for Economic Co-operation and Development",
        "Marks and Spencer",
        "Smith and Jones",
        "Leighton Vaughan Williams, Nottingham Business School",
        "Ministry of Trade, Industry and Energy",
        "Bank of Italy, Research Department, Rome",
        "John and Mary Smith",
        "stevenraphael@berkeley.edu",
        "木村光彦",
        "Кимура Мицухико",
        "Del Brio, Esther B. (Andrés Alonso, Pablo de, unti",
        "Conte Grand, Mariana Luisa",
        "New Design University – Privatuniversität St. Pölten",
        "Andersen, Sand and Co",
        "",
        "Dr.",
        "*",
        "et al.",
    ] {
        let want: &[&str] = if text.is_empty() { &[] } else { &[text] };
        check(text, want);
    }
}

#[test]
fn several_people_are_told_apart() {
    for (text, want) in [
        (
            "Germán Coloma and Mariana Conte Grand and Jorge M. Streb",
            &["Germán Coloma", "Mariana Conte Grand", "Jorge M. Streb"][..],
        ),
        (
            "C Janie Chang and Janis Zaima",
            &["C Janie Chang", "Janis Zaima"],
        ),
        ("Ann Able & Ben Baker", &["Ann Able", "Ben Baker"]),
        (
            "Ann Able, Ben Baker and Cy Carver",
            &["Ann Able", "Ben Baker", "Cy Carver"],
        ),
        (
            "Ann Able, Ben Baker, and Cy Carver",
            &["Ann Able", "Ben Baker", "Cy Carver"],
        ),
        (
            "Riccardo Faucci, Nicola Giocoli, Roberto Marchionatti",
            &["Riccardo Faucci", "Nicola Giocoli", "Roberto Marchionatti"],
        ),
        (
            "Annalisa De Boni, Maurizio van der Berg, Anne O'Neil",
            &["Annalisa De Boni", "Maurizio van der Berg", "Anne O'Neil"],
        ),
        (
            "P.L. Ciocca, G. Federico, G. Toniolo (resp.)",
            &["P.L. Ciocca", "G. Federico", "G. Toniolo (resp.)"],
        ),
        (
            "Pami Dua (Editor) & Ram Singh (Associate Editor)",
            &["Pami Dua (Editor)", "Ram Singh (Associate Editor)"],
        ),
        ("Able, Ann and Baker, Ben", &["Able, Ann", "Baker, Ben"]),
        ("Able, Ann; Baker, Ben C.", &["Able, Ann", "Baker, Ben C."]),
        ("Ann Able; Ben Baker;", &["Ann Able", "Ben Baker"]),
        (
            "Professor Prabal Roy Chowdhury and Professor Chetan Ghate",
            &["Prabal Roy Chowdhury", "Chetan Ghate"],
        ),
        ("Joachim Möller et al.", &["Joachim Möller", "et al."]),
        (
            "Ann Able, Ben Baker, Cy Carver, et al",
            &["Ann Able", "Ben Baker", "Cy Carver", "et al."],
        ),
    ] {
        check(text, want);
    }
}

#[test]
fn titles_marks_and_fields_go() {
    for (text, want, repair) in [
        ("Dr. Carmen Z. Lamagna", "Carmen Z. Lamagna", Repair::Title),
        ("Prof. Dr. Ben Baker, PhD", "Ben Baker", Repair::Title),
        (
            "Dr Weli, Vincent Ezikornwor",
            "Weli, Vincent Ezikornwor",
            Repair::Title,
        ),
        ("Krzysztof Wach, PhD, hab.", "Krzysztof Wach", Repair::Title),
        ("Ann Able*", "Ann Able", Repair::Mark),
        ("Ann Able **", "Ann Able", Repair::Mark),
        ("Ann Able1", "Ann Able", Repair::Mark),
        ("Ann Able1,2*", "Ann Able", Repair::Mark),
        ("Ann Able†", "Ann Able", Repair::Mark),
        ("Ann Able²", "Ann Able", Repair::Mark),
        (
            "Katarina Ott, Editor-Email: kott@ijf.hr",
            "Katarina Ott",
            Repair::Field,
        ),
    ] {
        check(text, &[want]);
        assert_eq!(read(text).repairs, [repair], "{text}");
    }
    assert_eq!(
        read("Katarina Ott, Editor-Email: kott@ijf.hr").email,
        Some("kott@ijf.hr")
    );
    assert_eq!(
        read("Jane Doe Author-Workplace-Name: University of X").email,
        None
    );
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "\\PC{0,60}") {
        let names = read(&text);
        prop_assert!(names.names.iter().all(|name| !name.is_empty()));
    }

    #[test]
    fn reading_a_name_again_leaves_it(text in "[A-Z][a-z]{1,6} ([A-Z]\\. )?[A-Z][a-z]{1,8}( and [A-Z][a-z]{1,5} [A-Z][a-z]{2,8})?[*1]?") {
        for name in read(&text).names {
            let again = read(&name).names;
            prop_assert_eq!(again, vec![name.clone()]);
        }
    }
}
