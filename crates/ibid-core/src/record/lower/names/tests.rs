//! Names as they are found in the wild.

use super::*;
use proptest::prelude::*;

fn check(text: &str, want: &[&str]) {
    assert_eq!(read(text), want, "{text:?}");
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
        ("C Janie Chang and Janis Zaima", &["C Janie Chang", "Janis Zaima"]),
        ("Ann Able & Ben Baker", &["Ann Able", "Ben Baker"]),
        ("Ann Able, Ben Baker and Cy Carver", &["Ann Able", "Ben Baker", "Cy Carver"]),
        ("Ann Able, Ben Baker, and Cy Carver", &["Ann Able", "Ben Baker", "Cy Carver"]),
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
        ("Ann Able, Ben Baker, Cy Carver, et al", &["Ann Able", "Ben Baker", "Cy Carver", "et al."]),
    ] {
        check(text, want);
    }
}

#[test]
fn titles_and_marks_go() {
    for (text, want) in [
        ("Dr. Carmen Z. Lamagna", "Carmen Z. Lamagna"),
        ("Prof. Dr. Ben Baker, PhD", "Ben Baker"),
        ("Dr Weli, Vincent Ezikornwor", "Weli, Vincent Ezikornwor"),
        ("Krzysztof Wach, PhD, hab.", "Krzysztof Wach"),
        ("Ann Able*", "Ann Able"),
        ("Ann Able **", "Ann Able"),
        ("Ann Able1", "Ann Able"),
        ("Ann Able1,2*", "Ann Able"),
        ("Ann Able†", "Ann Able"),
        ("Ann Able²", "Ann Able"),
        ("Katarina Ott,", "Katarina Ott"),
    ] {
        check(text, &[want]);
    }
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "\\PC{0,60}") {
        prop_assert!(read(&text).iter().all(|name| !name.is_empty()));
    }

    #[test]
    fn reading_a_name_again_leaves_it(text in "[A-Z][a-z]{1,6} ([A-Z]\\. )?[A-Z][a-z]{1,8}( and [A-Z][a-z]{1,5} [A-Z][a-z]{2,8})?[*1]?") {
        for name in read(&text) {
            prop_assert_eq!(read(name), vec![name]);
        }
    }
}
