//! How much one client may ask for: for each class of requests a bucket that fills up again by the
//! minute, and the headers that say how full it is.
//!
//! People's pages are not counted, only what programs ask for, and who knocks at accounts. Not here: who the client is
//! (`client.rs`), the answer to who asks too much (`problem.rs`).

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::settings::Limits;
use crate::{client, urls};

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Single records and short lists.
    Api,
    /// What makes a search.
    Search,
    /// Whole results and whole catalogues.
    Bulk,
    /// The next piece of a long list, by programs that walk through all of it.
    Harvest,
    /// Ways into accounts, and what sends letters.
    Entry,
}

impl Class {
    const ALL: [Class; 5] = [Class::Api, Class::Search, Class::Bulk, Class::Harvest, Class::Entry];

    /// The class of a request. Forms of people are not counted, but for those that knock.
    pub(crate) fn asked(method: &Method, path: &str) -> Option<Class> {
        let knocks = urls::KNOCKS.iter().any(|start| path.starts_with(start));
        if *method == Method::POST && knocks { Some(Class::Entry) } else { Class::of(path) }
    }

    /// The class of a path; `None` for what anybody may ask for at any rate.
    fn of(path: &str) -> Option<Class> {
        let table = [
            (urls::API_V1, Class::Api),
            (urls::ORCID_GO, Class::Entry),
            (urls::ORCID_BACK, Class::Entry),
            (urls::OPENAPI, Class::Api),
            (urls::SEARCH_EXPORTS, Class::Bulk),
            (urls::DUMPS, Class::Bulk),
            (urls::MIRROR, Class::Harvest),
            (urls::FEEDS, Class::Search),
            (urls::MCP, Class::Search),
            (urls::OAI, Class::Harvest),
            (urls::SITEMAP, Class::Harvest),
            (urls::SITEMAP_PARTS, Class::Harvest),
            (urls::UNAPI, Class::Api),
        ];
        let begins = |start: &str| match path.strip_prefix(start) {
            // A whole part of the path, unless the start says where it ends.
            Some(rest) => rest.is_empty() || start.ends_with(['/', '.', '-']) || rest.starts_with('/'),
            None => false,
        };
        let class = table.into_iter().find(|(start, _)| begins(start)).map(|(_, class)| class)?;
        let searches = urls::API_SEARCHES.contains(&path) || path.ends_with(urls::API_RELATED);
        Some(if class == Class::Api && searches { Class::Search } else { class })
    }

    fn name(self) -> &'static str {
        match self {
            Class::Api => "api",
            Class::Search => "search",
            Class::Bulk => "bulk",
            Class::Harvest => "harvest",
            Class::Entry => "entry",
        }
    }

    fn a_minute(self, limits: &Limits) -> u32 {
        match self {
            Class::Api => limits.api,
            Class::Search => limits.search,
            Class::Bulk => limits.bulk,
            Class::Harvest => limits.harvest,
            Class::Entry => limits.entry,
        }
    }
}

const WINDOW: Duration = Duration::from_secs(60);
/// How many requests pass between two looks for clients who have not come for a while.
const FORGET_EVERY: u32 = 4_096;

/// The buckets of all clients.
pub(crate) struct Buckets<C: Clock = DefaultClock> {
    clock: C,
    /// In the order of [`Class::ALL`]; `None` where there is no limit.
    kept: [Option<Kept<C>>; Class::ALL.len()],
    taken: AtomicU32,
}

struct Kept<C: Clock> {
    a_minute: NonZeroU32,
    bucket: RateLimiter<IpAddr, HashMapStateStore<IpAddr>, C, StateInformationMiddleware>,
}

/// How full a client's bucket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Level {
    pub(crate) class: Class,
    a_minute: u32,
    left: u32,
    /// Seconds until one more request is allowed; 0 when it is allowed now.
    pub(crate) wait: u64,
}

impl Buckets {
    pub(crate) fn new(limits: &Limits) -> Buckets {
        Buckets::by(limits, DefaultClock::default())
    }
}

impl<C: Clock + Clone> Buckets<C> {
    fn by(limits: &Limits, clock: C) -> Buckets<C> {
        let kept = Class::ALL.map(|class| {
            let a_minute = NonZeroU32::new(class.a_minute(limits))?;
            let quota = Quota::with_period(WINDOW / a_minute.get())?.allow_burst(a_minute);
            let bucket = RateLimiter::new(quota, HashMapStateStore::default(), clock.clone());
            Some(Kept { a_minute, bucket })
        });
        Buckets { clock, kept, taken: AtomicU32::new(0) }
    }

    /// Counts a request; `None` when there is no limit to its class. It is refused when the level says
    /// that there is something to wait for.
    pub(crate) fn take(&self, class: Class, client: IpAddr) -> Option<Level> {
        let kept = self.kept[class as usize].as_ref()?;
        if self.taken.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.forget();
        }
        let (left, wait) = match kept.bucket.check_key(&client::household(client)) {
            Ok(state) => (state.remaining_burst_capacity(), 0),
            Err(refused) => (0, whole_seconds(refused.wait_time_from(self.clock.now())).max(1)),
        };
        Some(Level { class, a_minute: kept.a_minute.get(), left, wait })
    }

    /// Forgets clients whose buckets are full again.
    fn forget(&self) {
        for kept in self.kept.iter().flatten() {
            kept.bucket.retain_recent();
            kept.bucket.shrink_to_fit();
        }
    }
}

fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

impl Level {
    pub(crate) fn is_refused(&self) -> bool {
        self.wait > 0
    }

    /// Says it as the draft of the standard does (draft-ietf-httpapi-ratelimit-headers): the quota, what
    /// is left of it, and in how many seconds it is whole again.
    pub(crate) fn state(&self, headers: &mut HeaderMap) {
        let (name, window) = (self.class.name(), WINDOW.as_secs());
        let missing = u64::from(self.a_minute - self.left.min(self.a_minute));
        let whole = (missing * window).div_ceil(u64::from(self.a_minute));
        let said = [
            ("ratelimit-policy", format!("\"{name}\";q={};w={window}", self.a_minute)),
            ("ratelimit", format!("\"{name}\";r={};t={whole}", self.left)),
        ];
        for (name, value) in said {
            headers.extend(HeaderValue::try_from(value).map(|it| (HeaderName::from_static(name), it)));
        }
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;
    use crate::tests::world::World;

    #[test]
    fn paths_have_their_class() {
        let check = |path: &str, expected| assert_eq!(Class::of(path), expected, "{path}");
        check("/api/v1/works", Some(Class::Search));
        check("/api/v1/works/RePEc:hst:ghsdps:gd11-190", Some(Class::Api));
        check("/api/v1/suggest", Some(Class::Search));
        check("/api/v1/people", Some(Class::Search));
        check("/api/v1/people/pki42", Some(Class::Api));
        check("/api/v1/works/RePEc:hst:ghsdps:gd11-190/related", Some(Class::Search));
        check("/api/v1/archives", Some(Class::Api));
        check("/api/v1/changes", Some(Class::Api));
        check("/api/v1/nothing", Some(Class::Api));
        check("/openapi.json", Some(Class::Api));
        check("/api/", None);
        check("/search.bib", Some(Class::Bulk));
        check("/search", None);
        check("/dumps/manifest.json", Some(Class::Bulk));
        check("/RePEc/hst/hstarch.rdf", Some(Class::Harvest));
        check("/RePEc:hst:ghsdps:gd11-190", None);
        check("/oai", Some(Class::Harvest));
        check("/oaix", None);
        check("/sitemap.xml", Some(Class::Harvest));
        check("/sitemap-12.xml", Some(Class::Harvest));
        check("/unapi", Some(Class::Api));
        check("/mcp", Some(Class::Search));
        check("/feeds/new.atom", Some(Class::Search));
        check("/", None);
        check("/p/hst/ghsdps/gd11-190.html", None);
        let check = |method: Method, path: &str, expected| {
            assert_eq!(Class::asked(&method, path), expected, "{method} {path}");
        };
        check(Method::POST, "/account/sign-in", Some(Class::Entry));
        check(Method::POST, "/account/link/abc", Some(Class::Entry));
        check(Method::POST, "/account/passkeys/open", Some(Class::Entry));
        check(Method::POST, "/account/works/", None);
        check(Method::GET, "/account/sign-in", None);
        check(Method::GET, "/api/v1/works", Some(Class::Search));
        check(Method::POST, "/oai", Some(Class::Harvest));
    }

    #[tokio::test]
    async fn what_is_made_for_programs_is_read_by_pages_of_any_site() {
        let world = World::toy().await;
        for path in ["/feeds/new.atom", "/oai?verb=Identify", "/dumps/", "/unapi", "/openapi.json"] {
            assert_eq!(world.get(path).await.header("access-control-allow-origin"), "*", "{path}");
        }
        for path in ["/", "/search?q=korea", "/api/", "/RePEc:hst:ghsdps:gd11-190", "/account/"] {
            assert_eq!(world.get(path).await.header("access-control-allow-origin"), "", "{path}");
        }
    }

    fn limits(api: u32) -> Limits {
        Limits { api, search: 0, ..Limits::default() }
    }

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let clock = FakeRelativeClock::default();
        let buckets = Buckets::by(&limits(3), clock.clone());
        let (ann, bob) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let take = |who| buckets.take(Class::Api, who).map(|level| (level.left, level.wait));
        let emptied: Vec<_> = (0..5).map(|_| take(ann)).collect();
        assert_eq!(emptied, [Some((2, 0)), Some((1, 0)), Some((0, 0)), Some((0, 20)), Some((0, 20))]);
        assert_eq!(take(bob), Some((2, 0)), "everybody has a bucket");
        clock.advance(Duration::from_millis(19_500));
        assert_eq!(take(ann), Some((0, 1)));
        clock.advance(Duration::from_millis(500));
        assert_eq!(take(ann), Some((0, 0)));
        clock.advance(Duration::from_secs(3_600));
        assert_eq!(take(ann), Some((2, 0)), "no fuller than full");
        assert_eq!(buckets.take(Class::Search, ann), None, "no limit");
    }

    #[test]
    fn whoever_stays_away_is_forgotten() {
        let clock = FakeRelativeClock::default();
        let buckets = Buckets::by(&limits(60), clock.clone());
        for number in 0..FORGET_EVERY - 1 {
            buckets.take(Class::Api, std::net::Ipv4Addr::from_bits(number).into());
        }
        let held = || buckets.kept[Class::Api as usize].as_ref().map_or(0, |kept| kept.bucket.len());
        assert_eq!(held(), FORGET_EVERY as usize - 1);
        clock.advance(WINDOW);
        buckets.take(Class::Api, IpAddr::from([192, 0, 2, 1]));
        assert_eq!(held(), 1);
    }

    #[tokio::test]
    async fn limits_are_stated_and_kept() {
        let settings =
            crate::Settings { limits: Limits { bulk: 2, ..Limits::default() }, ..Default::default() };
        let world = World::empty().await.with(settings);
        let ask = async |from: &str| {
            let headers = [("accept", "application/json"), ("x-forwarded-for", from)];
            world.ask("GET", "/search.bib", &headers).await
        };
        let first = ask("192.0.2.1").await;
        assert_eq!((first.status, first.header("ratelimit-policy")), (200, "\"bulk\";q=2;w=60"));
        assert_eq!(first.header("ratelimit"), "\"bulk\";r=1;t=30");
        assert_eq!(ask("192.0.2.1").await.status, 200);
        let refused = ask("192.0.2.1").await;
        assert_eq!((refused.status, refused.header("content-type")), (429, "application/problem+json"));
        assert_eq!((refused.header("ratelimit"), refused.header("retry-after")), ("\"bulk\";r=0;t=60", "30"));
        assert!(refused.text().contains("30 seconds"), "{}", refused.text());
        assert_eq!(ask("192.0.2.2").await.status, 200);
        assert_eq!(world.get("/").await.header("ratelimit"), "", "pages are not counted");
    }

    #[tokio::test]
    async fn who_knocks_too_often_waits() {
        let limits = Limits { entry: 3, ..Limits::default() };
        let world = World::empty().await.with(crate::Settings { limits, ..Default::default() });
        let knock = async |path: &str, from: &str| {
            let headers = [("x-forwarded-for", from), ("content-type", "application/x-www-form-urlencoded")];
            world.send("POST", path, &headers, "email=una%40example.org".to_owned()).await
        };
        for path in ["/account/sign-in", "/account/link/0", "/account/sign-in"] {
            assert_ne!(knock(path, "192.0.2.1").await.status, 429, "{path}");
        }
        let refused = knock("/account/sign-in", "192.0.2.1").await;
        assert_eq!((refused.status, refused.header("retry-after")), (429, "20"));
        assert_eq!(knock("/account/sign-in", "192.0.2.2").await.status, 200, "everybody by themselves");
        assert_eq!(world.get("/account/sign-in").await.status, 200, "looking is free");
    }
}
