//! The whole site map: which handler answers which address, and what stands between all of them and
//! the wire. Not here: how addresses are built (`urls/`), answers from memory (`front.rs`).

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::pages::{
    account, admin, archives, authors, claims, dumps, fresh, institutions, lists, lookup, people, profile,
    search, series, society, subjects, suggest, works,
};
use crate::signs::{self, browser, sitemap};
use crate::{Site, api, embed, feeds, oai, problem, session, unapi, urls};

/// No page is worth waiting longer for.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);
/// The largest body of a request: what is pasted to be looked up.
pub(crate) const LARGEST_BODY: usize = 64 << 10;

/// All routes, with everything between them and the wire but caching (see [`crate::serve()`]).
pub fn router(site: Site) -> Router {
    let routes = Router::new()
        // The society's side.
        .route(urls::HOME, get(society::home))
        .route(urls::ABOUT, get(society::about))
        .route(urls::PRIVACY, get(society::privacy))
        .route("/language/{tag}", get(society::language))
        // Searching.
        .route(urls::SEARCH, get(search::show))
        .route(urls::SUGGEST, get(suggest::show))
        .route(urls::LOOKUP, get(lookup::show).post(lookup::show))
        .route(urls::SEARCH_WHY, get(search::why))
        .route(urls::SEARCH_HELP, get(search::help))
        .route(urls::SEARCH_JSON, get(search::tree))
        .route(urls::TIMELINE, get(search::timeline))
        // Works, by kind: papers, articles, chapters, books, software, talks.
        .route("/p/{archive}/{series}/{*item}", get(works::show))
        .route("/a/{archive}/{series}/{*item}", get(works::show))
        .route("/h/{archive}/{series}/{*item}", get(works::show))
        .route("/b/{archive}/{series}/{*item}", get(works::show))
        .route("/c/{archive}/{series}/{*item}", get(works::show))
        .route("/t/{archive}/{series}/{*item}", get(works::show))
        .route("/go/{*file}", get(works::go::show))
        // Ways through the catalogue.
        .route(urls::AUTHORS, get(authors::list))
        .route("/authors/{name}", get(authors::name::show))
        .route(urls::SUBJECTS, get(subjects::tree))
        .route("/j/{code}", get(subjects::show))
        .route(urls::NEW, get(fresh::list))
        .route("/new/{day}", get(fresh::show))
        .route("/new/{day}/", get(fresh::show))
        .route(urls::LISTS, get(lists::all))
        .route("/lists/{list}", get(lists::show))
        // What works belong to.
        .route("/s/{archive}/{series}", get(series::show))
        .route(urls::ALL_SERIES, get(series::directory::show))
        .route(urls::ARCHIVES, get(archives::list))
        .route("/archives/{archive}", get(archives::show))
        .route("/archives/{archive}/", get(archives::show))
        .route("/e/{person}", get(people::show))
        .route("/e/{person}/history", get(people::history))
        .route("/e/{person}/claims", get(people::claims::show))
        .route(urls::INSTITUTIONS, get(institutions::places::list))
        .route("/i/{institution}", get(institutions::show))
        .merge(own(&site))
        .merge(machines(&site))
        // Any handle in any case, `/RePEc:…`, and whatever else nothing above answers.
        .fallback(works::resolve);
    let exports = |routes: Router<Site>, path: String| routes.route(&path, get(search::export));
    search::extensions()
        .fold(routes, exports)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(TimeoutLayer::with_status_code(problem::TOO_SLOW, ANSWER_WITHIN))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(from_fn_with_state(site.clone(), problem::dress))
        .with_state(site)
}

/// What belongs to who is signed in. Everything that changes something by a form stands here.
fn own(site: &Site) -> Router<Site> {
    let people = Router::new().merge(account::routes()).merge(profile::routes()).merge(claims::routes());
    let routes = people.merge(admin::routes());
    session::sealed(routes, &site.settings().base_url)
}

/// What programs, browsers and operators ask for.
fn machines(site: &Site) -> Router<Site> {
    let look = site.look();
    let routes = api::routes();
    #[cfg(feature = "mcp")]
    let routes = routes.route(urls::MCP, crate::mcp::answers(site));
    #[cfg(feature = "passkeys")]
    let routes = routes.route(&look.passkey.address, get(account::passkeys::sheet));
    routes
        .route("/feeds/{*feed}", get(feeds::show))
        .route("/embed/{*list}", get(embed::show))
        .route(urls::OAI, get(oai::show).post(oai::show))
        .route(urls::OAI_REDIF, get(oai::schema))
        .route(urls::DUMPS, get(dumps::list))
        .route("/dumps/{file}", get(dumps::file))
        .route(urls::MIRROR, get(dumps::mirror))
        .route("/RePEc/{*inside}", get(dumps::mirror))
        .route(urls::UNAPI, get(unapi::show))
        .route("/healthz", get(society::health))
        .route("/robots.txt", get(signs::robots))
        .route("/favicon.ico", get(browser::icon))
        .route("/llms.txt", get(signs::llms))
        .route(urls::SITEMAP, get(sitemap::index))
        .route("/sitemap-{part}", get(sitemap::part))
        .route(urls::BROWSER_SEARCH, get(browser::description))
        .route(urls::BROWSER_SUGGEST, get(browser::suggestions))
        .route(&look.sheet.address, get(society::sheet))
        .route(&look.suggest.address, get(suggest::script))
        .route(&look.work_script.address, get(works::script))
        .route("/static/{file}", get(society::logo))
        .route(&look.live.address, get(search::live))
}
