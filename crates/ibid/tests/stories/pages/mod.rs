//! Every type of page in a real browser, in every way it may be looked at.
//!
//! Here: which pages there are, how they are looked at, and what nothing but a broken page has to
//! say. A new type of page is a row of [`PAGES`]. Not here: what the pages say (`ibid-web`).

mod axe;
mod crawl;
mod hostile;
mod large;
mod matrix;
mod own;
mod words;

use ibid_testkit::Browser;

use crate::world::{Server, World, links};

/// One address of every type of page, and what it is answered with.
pub(crate) const PAGES: &[(&str, u16)] = &[
    ("/", 200),
    ("/search", 200),
    ("/search?q=korea", 200),
    ("/search?q=xyzzyplugh", 200),
    ("/search?q=about:1955..1960&sort=newest", 200),
    ("/search?kind=paper&kind=talk&about_from=1900&about_to=1960&page=2", 200),
    ("/search/why?q=normalization+japan+elephants&handle=RePEc:hst:ghsdps:gd11-190", 200),
    ("/search/help", 200),
    ("/timeline", 200),
    ("/timeline?q=korea&about_from=1940&about_to=1960", 200),
    ("/timeline?q=xyzzyplugh", 200),
    ("/search?q=korea&kind=paper&lang=en&from=2000&sort=newest", 200),
    ("/lookup", 200),
    ("/lookup?q=Toward+Normalization+of+Relations+with+Japan", 200),
    ("/lookup?q=10.9999/nothing", 200),
    ("/authors/", 200),
    ("/authors/?from=kim", 200),
    ("/authors/Mitsuhiko%20Kimuran.html", 200),
    ("/j/", 200),
    ("/j/F.html", 200),
    ("/j/F5.html", 200),
    ("/j/F51.html", 200),
    ("/new/", 200),
    ("/b/rak/monogr/12.html", 200),
    ("/h/rak/monchp/12-1.html", 200),
    ("/p/hst/ghsdps/gd11-190.html", 200),
    ("/a/rak/transa/v91y2016i1p101-134.html", 200),
    ("/t/rak/lectur/2014-03-11.html", 200),
    ("/c/xyz/softwr/s000001.html", 200),
    ("/p/hst/ghsdps/gd09-902.html", 200),
    ("/p/hst/ghsdps/gd11-190/history", 200),
    ("/p/hst/ghsdps/gd11-190/related", 200),
    ("/p/hst/ghsdps/gd09-902/cite?style=apa", 200),
    ("/s/hst/ghsdps.html", 200),
    ("/s/rak/lectur.html", 200),
    ("/s/rak/transa.html?order=number", 200),
    ("/series/", 200),
    ("/archives/", 200),
    ("/archives/hst/", 200),
    ("/archives/xyz/", 200),
    ("/e/pla7.html", 200),
    ("/i/", 200),
    ("/i/?country=Japan", 200),
    ("/i/rak:raskbkr.html", 200),
    ("/lists/", 200),
    ("/lists/north-korea-and-japan.html", 200),
    ("/embed/series/hst/ghsdps.html", 200),
    ("/about/", 200),
    ("/api/", 200),
    ("/privacy/", 200),
    ("/account/sign-in", 200),
    ("/p/hst/ghsdps/gd11-19.html", 404),
    ("/search?page=0", 400),
    ("/search?q=korea&after=forged", 400),
    ("/nowhere", 404),
];

/// The languages of the interface, as a browser asks for them.
pub(crate) const LANGUAGES: [&str; 5] = ["en", "ko", "ja", "ru", "zh"];

/// How a page may be looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Look {
    Wide,
    Laptop,
    Phone,
    SmallPhone,
    Dark,
    Print,
    NoScript,
}

impl Look {
    pub(crate) fn set(self, browser: &mut Browser) {
        let (width, height) = match self {
            Look::Laptop => (1024, 768),
            Look::Phone => (390, 844),
            Look::SmallPhone => (320, 568),
            _ => (1440, 900),
        };
        browser.size(width, height);
        let medium = if matches!(self, Look::Print) { "print" } else { "screen" };
        browser.media(medium, if matches!(self, Look::Dark) { "dark" } else { "light" });
        browser.scripts(!matches!(self, Look::NoScript));
    }
}

/// What must be true of every page, as JavaScript; it answers a list of complaints.
const COMPLAINTS: &str = include_str!("complaints.js");

/// The toy world, read and served.
pub(crate) fn served() -> (World, Server) {
    let world = World::toy();
    world.harvest("");
    world.bring_lists();
    // Who opens every page and every feed asks more than one client may.
    let limits = "[limits]\napi = 0\nsearch = 0\nbulk = 0\nharvest = 0\n";
    std::fs::write(world.data().join("ibid.toml"), limits).unwrap();
    let server = world.serve();
    (world, server)
}

/// Every page to look at: the table's, and those whose addresses change with the day.
pub(crate) fn pages(server: &Server) -> Vec<(String, u16)> {
    let fixed = PAGES.iter().map(|&(path, status)| (path.to_owned(), status));
    let day = links(&server.page("/new/")).into_iter().find(|to| to.starts_with("/new/2"));
    fixed.chain(day.map(|day| (day, 200))).collect()
}

/// Everything that is wrong with the open page.
pub(crate) fn complaints(browser: &mut Browser) -> Vec<String> {
    texts(&browser.eval(COMPLAINTS))
}

/// A JSON array of strings.
pub(crate) fn texts(value: &serde_json::Value) -> Vec<String> {
    let list = value.as_array().unwrap_or_else(|| panic!("no list: {value}"));
    list.iter().map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned)).collect()
}
