//! Files, problems, and harvests.

use ibid_store::{ArchiveRead, Problem, Severity};

use crate::place::{Place, put_file, put_papers};

fn problem(line: u32, severity: Severity, code: &str) -> Problem {
    Problem {
        line,
        column: 3,
        severity,
        code: code.to_owned(),
        message: "author name is empty".to_owned(),
        handle: "RePEc:hst:a:1".to_owned(),
        fix: String::new(),
    }
}

pub(crate) async fn files_are_remembered(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    assert_eq!(tx.file("hst/b.rdf").await.unwrap(), None);
    let b = put_file(&mut tx, "hst/b.rdf").await;
    let a = put_file(&mut tx, "hst/a.rdf").await;
    put_file(&mut tx, "xyz/c.rdf").await;
    assert_eq!(put_file(&mut tx, "hst/b.rdf").await, b);
    tx.forget_digest(a).await.unwrap();
    let head = tx.file("hst/b.rdf").await.unwrap().unwrap();
    assert_eq!((head.id, head.digest, head.size, head.modified), (b, Some([7; 16]), 10, 20));
    assert_eq!(tx.file("hst/a.rdf").await.unwrap().unwrap().digest, None);
    let of = tx.files_of("hst").await.unwrap();
    assert_eq!(of.iter().map(|it| it.id).collect::<Vec<_>>(), [a, b]);
    tx.commit().await.unwrap();
    assert_eq!(store.reader().file_heads("hst").await.unwrap(), of);
    let files = store.reader().files("hst").await.unwrap();
    assert_eq!(files.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), ["hst/a.rdf", "hst/b.rdf"]);
    assert_eq!((files[0].read_at, files[0].templates), (30, 1));
}

pub(crate) async fn a_file_that_is_gone_comes_back_under_its_id(place: &Place) {
    let store = place.open().await;
    let id = put_papers(&store, &["RePEc:hst:a:1"]).await[0];
    let mut tx = store.writer().begin().await.unwrap();
    let file = tx.file("hst/x.rdf").await.unwrap().unwrap().id;
    tx.put_problems(file, &[problem(1, Severity::Error, "x")]).await.unwrap();
    tx.put_repeats(file, &[(id, 2)]).await.unwrap();
    tx.remove_file(file).await.unwrap();
    assert_eq!(tx.file("hst/x.rdf").await.unwrap(), None);
    assert_eq!(tx.files_of("hst").await.unwrap(), []);
    assert_eq!(tx.repeats(id).await.unwrap(), []);
    tx.commit().await.unwrap();
    assert_eq!(store.reader().problems("hst", None, 9).await.unwrap(), []);
    assert_eq!(store.reader().files("hst").await.unwrap(), []);
    let mut tx = store.writer().begin().await.unwrap();
    assert_eq!(put_file(&mut tx, "hst/x.rdf").await, file);
    assert_eq!(tx.files_of("hst").await.unwrap().len(), 1);
}

pub(crate) async fn problems_are_replaced_and_paged(place: &Place) {
    let store = place.open().await;
    let mut tx = store.writer().begin().await.unwrap();
    let a = put_file(&mut tx, "hst/a.rdf").await;
    let b = put_file(&mut tx, "hst/b.rdf").await;
    let old = [problem(1, Severity::Note, "old"), problem(2, Severity::Note, "old")];
    tx.put_problems(a, &old).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.writer().begin().await.unwrap();
    let warning = problem(7, Severity::Warning, "date");
    let of_a = [problem(3, Severity::Error, "empty"), warning.clone(), warning];
    tx.put_problems(b, &[problem(1, Severity::Error, "twice")]).await.unwrap();
    tx.put_problems(a, &of_a).await.unwrap();
    tx.commit().await.unwrap();
    let reader = store.reader();
    let first = reader.problems("hst", None, 2).await.unwrap();
    assert_eq!(first.iter().map(|it| &it.problem).collect::<Vec<_>>(), of_a[..2].iter().collect::<Vec<_>>());
    let last = &first[1];
    let second = reader.problems("hst", Some((&last.path, last.nr)), 9).await.unwrap();
    let told: Vec<_> = second.iter().map(|it| (it.path.as_str(), it.nr)).collect();
    assert_eq!(told, [("hst/a.rdf", 3), ("hst/b.rdf", 1)]);
    let codes = reader.problem_codes("hst").await.unwrap();
    let codes: Vec<_> = codes.iter().map(|(s, code, n)| (s.word(), code.as_str(), *n)).collect();
    assert_eq!(codes, [("error", "empty", 1), ("error", "twice", 1), ("warning", "date", 2)]);
}

pub(crate) async fn harvests_are_noted(place: &Place) {
    let store = place.open().await;
    put_papers(&store, &["RePEc:hst:a:1", "RePEc:hst:b:1"]).await;
    let mut tx = store.writer().begin().await.unwrap();
    for read_at in [50, 60] {
        for code in ["xyz", "hst"] {
            let (code, changed) = (code.to_owned(), read_at / 10);
            let read = ArchiveRead { code, read_at, files: 2, changed, ..ArchiveRead::default() };
            tx.archive_read(&read).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    let archives = store.reader().archives().await.unwrap();
    let told: Vec<_> = archives.iter().map(|it| (it.read.code.as_str(), it.live)).collect();
    assert_eq!(told, [("hst", 2), ("xyz", 0)]);
    let totals = store.reader().totals().await.unwrap();
    assert_eq!((totals.archives, totals.files), (2, 4));
    let read = store.reader().archive("hst").await.unwrap().unwrap();
    assert_eq!((read.read_at, read.files, read.changed, read.errors), (60, 2, 6, 0));
    assert_eq!(store.reader().archive("nix").await.unwrap(), None);
}
