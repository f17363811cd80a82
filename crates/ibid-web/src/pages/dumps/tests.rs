//! Pages and files of the dumps and the mirror, and that nothing else is ever sent.

use ibid_app::bulk::dump::dump;
use ibid_app::bulk::publish::publish;

use super::Folders;
use crate::tests::world::World;

async fn world() -> (World, tempfile::TempDir) {
    let paper =
        "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: A\nTitle: Prices <b>\nHandle: RePEc:abc:papers:1\n";
    let world = World::of(paper).await;
    let folder = tempfile::tempdir().unwrap();
    let folders = Folders { dumps: folder.path().join("dumps"), published: folder.path().join("RePEc") };
    let world = world.with_folders(folders);
    (world, folder)
}

#[tokio::test]
async fn nothing_made_yet_is_said() {
    let (world, _folder) = world().await;
    for address in ["/dumps/", "/RePEc/"] {
        let got = world.get(address).await;
        assert_eq!((got.status, got.text().contains("ibid ")), (200, true), "{address}");
    }
    assert_eq!(world.get("/dumps/manifest.json").await.status, 404);
    assert_eq!(world.get("/RePEc/abc/").await.status, 404);
    assert_eq!(World::toy().await.get("/dumps/manifest.json").await.status, 404);
}

#[tokio::test]
async fn files_are_listed_and_sent() {
    let (world, folder) = world().await;
    let manifest = dump(&world.store(), &folder.path().join("dumps"), 1_795_154_400).await.unwrap().manifest;
    publish(&world.reader(), &folder.path().join("RePEc")).await.unwrap();
    let page = world.get("/dumps/").await.text();
    let file = &manifest.full.files[0];
    assert!(page.contains(&format!("/dumps/{}", file.name)) && page.contains("/RePEc/"), "{page}");
    let got = world.get(&format!("/dumps/{}", file.name)).await;
    assert_eq!((got.status, got.bytes.len() as u64), (200, file.bytes));
    assert_eq!(got.header("content-type"), "application/zstd");
    let manifest = world.get("/dumps/manifest.json").await;
    assert_eq!((manifest.status, manifest.header("content-type")), (200, "application/json"));
    assert!(world.get("/RePEc/").await.text().contains("href=\"/RePEc/abc/\""));
    assert!(world.get("/RePEc/abc/").await.text().contains("href=\"/RePEc/abc/abcarch.rdf\""));
    assert_eq!(world.get("/RePEc/abc").await.header("location"), "/RePEc/abc/");
    let paper = world.get("/RePEc/abc/papers/undated.rdf").await;
    assert_eq!((paper.status, paper.header("content-type")), (200, "text/plain; charset=utf-8"));
    assert!(paper.text().contains("Title: Prices <b>"), "{}", paper.text());
    // Any handle still leads to its page.
    assert!(world.get("/RePEc:abc:papers:1").await.header("location").contains("/p/abc/papers/1.html"));
}

#[tokio::test]
async fn parts_and_conditions_are_heeded() {
    let (world, folder) = world().await;
    publish(&world.reader(), &folder.path().join("RePEc")).await.unwrap();
    let address = "/RePEc/abc/abcarch.rdf";
    let whole = world.get(address).await;
    let part = world.ask("GET", address, &[("range", "bytes=9-12")]).await;
    assert_eq!((part.status, &part.bytes[..]), (206, &whole.bytes[9..13]));
    let range = format!("bytes 9-12/{}", whole.bytes.len());
    assert_eq!((part.header("content-range"), part.header("content-length")), (range.as_str(), "4"));
    assert_eq!(world.ask("GET", address, &[("range", "bytes=99999-")]).await.status, 416);
    let known = world.ask("GET", address, &[("if-none-match", whole.header("etag"))]).await;
    assert_eq!((known.status, known.bytes.len()), (304, 0));
    let since = world.ask("GET", address, &[("if-modified-since", whole.header("last-modified"))]).await;
    assert_eq!(since.status, 304);
}

#[tokio::test]
async fn nothing_outside_is_sent() {
    let (world, folder) = world().await;
    dump(&world.store(), &folder.path().join("dumps"), 0).await.unwrap();
    publish(&world.reader(), &folder.path().join("RePEc")).await.unwrap();
    std::fs::write(folder.path().join("secret.rdf"), "secret").unwrap();
    for address in [
        "/RePEc/../secret.rdf",
        "/RePEc/%2e%2e/secret.rdf",
        "/RePEc/abc/..%2f..%2fsecret.rdf",
        "/RePEc//etc/passwd",
        "/RePEc/%2fetc%2fpasswd",
        "/RePEc/.ibid",
        "/dumps/.ibid",
        "/dumps/..%2fsecret.rdf",
        "/dumps/../secret.rdf",
        "/dumps/%00",
        "/RePEc/abc/%ff",
        "/RePEc/abc/abcarch.rdf/",
        "/RePEc/abc/abcarch.rdf.part",
        "/dumps/manifest.json/",
    ] {
        let got = world.get(address).await;
        assert!(matches!(got.status, 404 | 400), "{address}: {}", got.status);
        assert!(!got.text().contains("secret\n") && !got.text().contains("root:"), "{address}");
    }
}
