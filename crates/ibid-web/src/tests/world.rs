//! (tests) A whole site over a small archive: folder, ledger, index and pages, all real.

use std::path::Path;
use std::sync::OnceLock;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, Response};
use http_body::Body as _;
use ibid_app::accounts::Accounts;
use ibid_app::archives::{harvest::harvest, source::Source};
use ibid_app::lists::Lists;
use ibid_app::mail::Sender;
use ibid_app::projection;
use ibid_app::recent::Recent;
use ibid_app::search::Search;
use ibid_app::usage::Usage;
use ibid_search::Index;
use ibid_store::Store;
use tokio::sync::OnceCell;

use crate::client::Peer;
use crate::front::{Front, Out};
use crate::{Limits, Settings, Site, router};

/// 20 November 2026, 06:10 UTC.
pub(crate) const NOW: i64 = 1_795_154_400;

pub(crate) struct World {
    /// Made when an archive of our own is written.
    folder: OnceLock<tempfile::TempDir>,
    store: Store,
    index: Index,
    site: Site,
    front: Front,
}

/// An answer, taken apart.
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Got {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

impl World {
    /// A site with nothing in it.
    pub(crate) async fn empty() -> World {
        let store = Store::open("sqlite::memory:").await.expect("a ledger");
        let index = Index::open("tantivy::memory:").expect("an index");
        // Cases ask faster than anybody may.
        let limits = Limits { api: 0, search: 0, bulk: 0, harvest: 0, entry: 0 };
        let settings =
            Settings { limits, base_url: "https://ibid.example".to_owned(), ..Settings::default() };
        let search = Search::new(store.reader(), index.clone());
        let sender = Sender { name: settings.name.clone(), url: settings.base_url.clone() };
        let site = Site::new(store.reader(), search, Usage::new(store.writer()), settings)
            .with_accounts(Accounts::new(store.clone(), sender));
        let front = Front::new(site.clone(), router(site.clone()));
        World { folder: OnceLock::new(), store, index, site, front }
    }

    /// The same catalogue under other settings.
    pub(crate) fn with(self, settings: Settings) -> World {
        let search = Search::new(self.store.reader(), self.index.clone());
        let sender = Sender { name: settings.name.clone(), url: settings.base_url.clone() };
        let site = Site::new(self.store.reader(), search, Usage::new(self.store.writer()), settings)
            .with_accounts(Accounts::new(self.store.clone(), sender));
        let front = Front::new(site.clone(), router(site.clone()));
        World { site, front, ..self }
    }

    /// The toy world of the project, read once for all cases.
    pub(crate) async fn toy() -> &'static World {
        static TOY: OnceCell<World> = OnceCell::const_new();
        TOY.get_or_init(World::fresh_toy).await
    }

    /// The same, to be changed.
    pub(crate) async fn fresh_toy() -> World {
        let world = World::empty().await;
        let toy = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/toy"));
        world.read(&toy.join("RePEc")).await;
        let _ = world.site.clone().with_lists(Lists::new(toy.join("lists")));
        world
    }

    /// An archive `abc` with a series `papers`, which holds these templates and nothing else.
    pub(crate) async fn of(templates: &str) -> World {
        let world = World::empty().await;
        world.papers(templates).await;
        world
    }

    /// Replaces what the archive's series holds, and reads it.
    pub(crate) async fn papers(&self, templates: &str) {
        let archive = "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:abc\nName: An Archive\nMaintainer-Name: Una Keeper\nMaintainer-Email: keeper@example.org\nURL: https://example.org/abc/\n";
        let series = "Template-Type: ReDIF-Series 1.0\nHandle: RePEc:abc:papers\nName: Papers of the House\nProvider-Name: The House\nMaintainer-Name: Una Keeper\nMaintainer-Email: keeper@example.org\nType: ReDIF-Paper\n";
        let folder = self.folder.get_or_init(|| tempfile::tempdir().expect("a folder"));
        let root = folder.path().join("RePEc/abc");
        std::fs::create_dir_all(root.join("papers")).expect("folders");
        for (name, text) in [("abcarch.rdf", archive), ("abcseri.rdf", series), ("papers/all.rdf", templates)]
        {
            std::fs::write(root.join(name), text).expect("a file");
        }
        self.read(&folder.path().join("RePEc")).await;
    }

    async fn read(&self, path: &Path) {
        let source = Source::find(path).expect("archives");
        for report in harvest(&self.store, &Recent::default(), &source, NOW, &mut |_| {}).await {
            assert_eq!(report.failed, None);
        }
        projection::search::catch_up(&self.store.reader(), &self.index, &Recent::default())
            .await
            .expect("indexed");
        while projection::versions::step(&self.store).await.expect("compared") {}
        self.follow().await;
    }

    /// Brings what is known of people up to date.
    pub(crate) async fn follow(&self) {
        while projection::people::step(&self.store).await.expect("followed") {}
        self.site.look_again().await.expect("looked");
    }

    /// The same site with folders of files.
    pub(crate) fn with_folders(self, folders: crate::Folders) -> World {
        let site = self.site.clone().with_folders(folders);
        World { site, ..self }
    }

    pub(crate) fn reader(&self) -> ibid_store::Reader {
        self.store.reader()
    }

    pub(crate) fn store(&self) -> Store {
        self.store.clone()
    }

    pub(crate) fn site(&self) -> Site {
        self.site.clone()
    }

    pub(crate) async fn get(&self, path: &str) -> Got {
        self.ask("GET", path, &[("accept", "text/html,*/*;q=0.8")]).await
    }

    /// An answer of which nothing is taken yet.
    pub(crate) async fn begin(&self, path: &str) -> Response<Out> {
        self.front.answer(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Got {
        self.send(method, path, headers, String::new()).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: String) -> Got {
        // As if a server on the same machine stood in front.
        let peer = Peer(std::net::Ipv4Addr::LOCALHOST.into());
        let mut request = Request::builder().method(method).uri(path).extension(peer);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self.front.answer(request).await;
        let (parts, body) = response.into_parts();
        let mut body = std::pin::pin!(body);
        let mut bytes = Vec::new();
        while let Some(frame) = std::future::poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
            let data: Bytes = frame.expect("a body").into_data().unwrap_or_default();
            bytes.extend_from_slice(&data);
        }
        Got { status: parts.status.as_u16(), headers: parts.headers, bytes }
    }

    /// A form, sent.
    pub(crate) async fn post(&self, path: &str, form: &str) -> Got {
        let media = [("content-type", "application/x-www-form-urlencoded")];
        self.send("POST", path, &media, form.to_owned()).await
    }
}
