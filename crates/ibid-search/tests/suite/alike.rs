//! Works that go together.

use ibid_core::Kind;
use ibid_search::{Document, Index};

use crate::world::{codes, engines, handle, work};

fn alike(index: &Index, to: &Document, limit: usize) -> Vec<String> {
    let hits = index.alike(to, limit).expect("an answer");
    hits.iter().map(|hit| hit.handle.item().to_owned()).collect()
}

#[test]
fn rare_words_people_and_subjects_go_together() {
    for world in engines() {
        let plans = Document {
            keywords: vec!["Juche".to_owned()],
            jel: codes("P20"),
            ..work("plans", "Financing the plans of Pyongyang", &["Mitsuhiko Kimura"], "")
        };
        let mut all = vec![
            plans.clone(),
            work("words", "Pyongyang and its plans", &[], "On financing."),
            work("person", "Something else", &["Kimura, Mitsuhiko"], ""),
            Document { jel: codes("P20 E52"), ..work("subject", "Another thing", &[], "") },
            work("keyword", "A last thing", &[], "What juche meant."),
            Document {
                title: "Pyongyang plans".to_owned(),
                ..Document::bare(handle("series"), Kind::Series)
            },
        ];
        all.extend((0..30).map(|n| work(&format!("other{n}"), "Of no concern", &[], "")));
        world.put(all);
        world.index.commit(1).expect("committed");
        let found = alike(&world.index, &plans, 10);
        assert_eq!(found[0], "words");
        let mut sorted = found.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, ["keyword", "person", "subject", "words"]);
        assert_eq!(alike(&world.index, &plans, 1), ["words"]);
        assert_eq!(alike(&world.index, &plans, 0), [""; 0]);
    }
}

#[test]
fn a_work_alone_is_like_no_other() {
    for world in engines() {
        let alone = work("alone", "Unheard of", &["Nobody Else"], "");
        assert_eq!(alike(&world.index, &alone, 5), [""; 0]);
        world.put([alone.clone()]);
        world.index.commit(1).expect("committed");
        assert_eq!(alike(&world.index, &alone, 5), [""; 0]);
        let bare = Document::bare(handle("wp:bare"), Kind::Paper);
        assert_eq!(alike(&world.index, &bare, 5), [""; 0]);
    }
}
