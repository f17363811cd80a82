//! What came into the catalogue, by the day on which it was first read: this week, and any one day.
//!
//! A first harvest puts a million works on one day, so a day is read page by page and never as a whole;
//! what came together stands together, under the name of its series.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_core::date::Date;
use ibid_store::{Arrival, Day};
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{self, Answer, Problem};
use crate::site::{Placed, Shown};
use crate::urls::{self, Feed};
use crate::view::line::Line;

const DAY: i64 = 86_400;
/// Works of each day of this week shown at once.
const A_DAY: usize = 6;
/// Works on a page of one day.
const PER_PAGE: usize = 50;
/// Days listed before this week.
const EARLIER: usize = 60;

type Works = Vec<Placed>;

/// `/new/`: the last seven days, then the days before.
pub(crate) async fn list(State(site): State<Site>, lang: Lang) -> Answer {
    let t = lang.messages();
    let tomorrow = site.now().div_euclid(DAY) + 1;
    let days = site.reader().days(tomorrow, 7 + EARLIER).await?;
    let (week, earlier): (Vec<Day>, Vec<Day>) = days.into_iter().partition(|it| it.day > tomorrow - 8);
    let mut shown = Vec::new();
    for day in week {
        shown.push((day, works(&site, day.day, None, A_DAY).await?));
    }
    let feed = Some(Feed::New);
    let frame = Frame { title: t.fresh.title, address: urls::NEW, feed, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, overview(t, &shown, &earlier))).searched())
}

async fn works(site: &Site, day: i64, after: Option<Arrival>, limit: usize) -> Answer<Works> {
    let arrived = site.reader().arrived(day..day + 1, after, limit).await?;
    site.placed(arrived.into_iter().filter_map(Shown::of)).await
}

fn date_of(day: i64) -> Date {
    Date::from_epoch(day * DAY)
}

fn overview(t: &Messages, week: &[(Day, Works)], earlier: &[Day]) -> Markup {
    let words = &t.fresh;
    html! {
        article.narrow {
            h1 { (words.title) }
            p.read { (words.intro) }
            @if week.is_empty() && earlier.is_empty() { p { (words.nothing) } }
            @else {
                h2.vh { (words.week) }
                @if week.is_empty() { p { (words.quiet_week) } }
                @for (day, works) in week {
                    section.sec {
                        h2 { a href=(urls::day(date_of(day.day))) { (t.date(date_of(day.day))) }
                            " " span.soft.s { (t.plural(t.count.works, day.works)) } }
                        (groups(t, works))
                        @if day.works > works.len() as i64 {
                            p { a href=(urls::day(date_of(day.day))) { (words.all_day) " (" (t.number(day.works)) ")" } }
                        }
                    }
                }
            }
            @if !earlier.is_empty() {
                section.sec { h2 { (words.earlier) }
                    table {
                        thead { tr { th scope="col" { (words.day) } th.num scope="col" { (words.works) } } }
                        tbody { @for day in earlier { tr {
                            td { a href=(urls::day(date_of(day.day))) { (t.date(date_of(day.day))) } }
                            td.num { (t.number(day.works)) }
                        } } }
                    }
                }
            }
        }
    }
}

/// Works that came one after another from one series, under its name.
fn groups(t: &Messages, works: &Works) -> Markup {
    html! {
        @for group in works.chunk_by(|a, b| a.0.stored.handle.series_handle() == b.0.stored.handle.series_handle()) {
            @let handle = group[0].0.stored.handle.series_handle();
            @let name = if group[0].1.is_empty() { handle.as_str() } else { &group[0].1 };
            h3.yr { a href=(urls::series(&handle)) { (t.said(name, None)) } }
            ul.list { @for (shown, _) in group {
                @if let Some(work) = shown.record.as_work() { li { (Line { series: Some(name), ..Line::new(t, work, "") }) } }
            } }
        }
    }
}

struct DayPage {
    day: i64,
    count: i64,
    works: Works,
    first: bool,
    next: Option<Arrival>,
    older: Option<i64>,
    newer: Option<i64>,
}

/// `/new/2026-11-20/`, from a work on with `?after=…`.
pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let name = uri.path().trim_end_matches('/').rsplit('/').next().unwrap_or("");
    let Some(day) = Date::parse(name).filter(|it| it.day.is_some()).and_then(days_since_1970) else {
        return Err(problem::no_such_page(uri).await);
    };
    let address = urls::day(date_of(day));
    if address != uri.path() {
        return Ok(Redirect::permanent(&address).into_response());
    }
    let after = cursor(uri.query().unwrap_or(""))?;
    let page = DayPage::gather(&site, day, after).await?;
    let title = t.fresh.on_day.replace("{date}", &t.written(date_of(day)));
    let frame =
        Frame { title: &title, address: &address, listed: page.first && page.count > 0, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, page.view(t))).into_response())
}

/// Days of the calendar counted from 1970-01-01; `None` for a date without a day, or far away.
fn days_since_1970(date: Date) -> Option<i64> {
    let (year, month, day) = (i64::from(date.year), i64::from(date.month?), i64::from(date.day?));
    // Years begin in March, so that the day of a leap year comes last.
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year;
    let days = days - 719_468;
    (date_of(days) == date).then_some(days)
}

/// `after=1795154400.17`: when the last work of the page before came, and its number.
fn cursor(query: &str) -> Answer<Option<Arrival>> {
    let unreadable = || Problem::unreadable(|t| t.problem.bad_cursor);
    let pairs = urls::percent::decode_pairs(query).ok_or_else(unreadable)?;
    let Some((_, value)) = pairs.iter().find(|(name, _)| name == "after") else { return Ok(None) };
    let (since, id) = value.split_once('.').ok_or_else(unreadable)?;
    let number = |text: &str| text.parse().map_err(|_| unreadable());
    Ok(Some(Arrival { since: number(since)?, id: number(id)? }))
}

impl DayPage {
    async fn gather(site: &Site, day: i64, after: Option<Arrival>) -> Answer<DayPage> {
        let reader = site.reader();
        let mut works = works(site, day, after, PER_PAGE + 1).await?;
        let more = works.len() > PER_PAGE;
        works.truncate(PER_PAGE);
        let next = works.last().filter(|_| more).map(|(it, _)| it.stored.arrival());
        let around = reader.days(day + 1, 2).await?;
        let count = around.iter().find(|it| it.day == day).map_or(0, |it| it.works);
        let older = around.iter().map(|it| it.day).find(|it| *it < day);
        let newer = reader.next_day(day).await?.map(|it| it.day);
        Ok(DayPage { day, count, works, first: after.is_none(), next, older, newer })
    }

    fn view(&self, t: &Messages) -> Markup {
        let words = &t.fresh;
        let address = urls::day(date_of(self.day));
        html! {
            article.narrow {
                (layout::crumbs(t, &[(urls::NEW.to_owned(), html! { (words.title) })]))
                h1 { (fill(words.on_day, &[("date", &t.date(date_of(self.day)))])) }
                p.facts { (t.plural(t.count.works, self.count)) }
                @if self.works.is_empty() { p { (words.no_day) } }
                @else { section { h2.vh { (words.works) } (groups(t, &self.works)) } }
                nav.acts aria-label=(t.site.pages) {
                    @if !self.first { a.btn href=(address) { (t.site.first_page) } }
                    @if let Some(next) = self.next { a.btn rel="next" href=(urls::after(&address, &format!("{}.{}", next.since, next.id))) { (t.site.next_page) } }
                }
                nav.acts aria-label=(words.all_days) {
                    @if let Some(day) = self.older { a.btn href=(urls::day(date_of(day))) { (words.older) } }
                    a.btn href=(urls::NEW) { (words.all_days) }
                    @if let Some(day) = self.newer { a.btn href=(urls::day(date_of(day))) { (words.newer) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::checked;
    use crate::tests::world::World;

    #[test]
    fn days_are_counted_from_1970() {
        let check = |text: &str, expected: Option<i64>| {
            assert_eq!(Date::parse(text).and_then(days_since_1970), expected, "{text}");
        };
        check("1970-01-01", Some(0));
        check("1969-12-31", Some(-1));
        check("2000-02-29", Some(11_016));
        check("2026-11-20", Some(20_777));
        check("2026-11", None);
    }

    #[tokio::test]
    async fn the_toy_world_came_on_one_day() {
        let world = World::toy().await;
        let list = world.get("/new/").await;
        checked::page("/new/", &list.text());
        assert!(list.text().contains("/new/2026-11-20/"), "{}", list.text());
        let day = world.get("/new/2026-11-20/").await;
        checked::page("day", &day.text());
        assert_eq!(day.text().matches("class=\"t\"").count(), PER_PAGE);
        let next = checked::links(&day.text()).into_iter().find(|it| it.contains("after=")).expect("more");
        let more = world.get(&next).await;
        assert_eq!(more.status, 200);
        checked::page("more", &more.text());
    }

    #[tokio::test]
    async fn odd_days_are_refused_or_empty() {
        let world = World::toy().await;
        for (path, status) in [
            ("/new/2026-11-19/", 200),
            ("/new/2026-11-20", 308),
            ("/new/2026-02-30/", 404),
            ("/new/2026-11/", 404),
            ("/new/x/", 404),
            ("/new/2026-11-20/?after=x", 400),
        ] {
            assert_eq!(world.get(path).await.status, status, "{path}");
        }
    }
}
