//! How messages become sentences: places filled, things counted, numbers and days written out as the
//! language does.

use ibid_core::date::Date;
use maud::{Markup, PreEscaped, Render, html};

use super::{Lang, Messages};
use crate::view::plain::Plain;
use crate::view::tongue::Said;

/// A message, or a form of one. May hold places such as `{name}`, see [`fill`].
pub(crate) type Text = &'static str;

/// A message about a number of things, `{n}`, in as many forms as the language has: one and many in
/// English; one, few and many in Russian; a single one in Korean, Japanese and Chinese.
pub(crate) type Plural = &'static [Text];

/// The message with its places filled. Each value is rendered as it is: text gets escaped, markup
/// stays. A place nothing was given for is left out.
pub(crate) fn fill(text: Text, values: &[(&str, &dyn Render)]) -> Markup {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        Plain(before).render_to(&mut out);
        let (name, next) = after[1..].split_once('}').unwrap_or((&after[1..], ""));
        if let Some((_, value)) = values.iter().find(|(it, _)| *it == name) {
            value.render_to(&mut out);
        }
        rest = next;
    }
    Plain(rest).render_to(&mut out);
    PreEscaped(out)
}

impl Messages {
    /// "12,345 works".
    pub(crate) fn plural(&self, forms: Plural, number: i64) -> String {
        let form = forms.get(self.lang.form(number)).or(forms.last()).copied().unwrap_or("");
        form.replace("{n}", &self.number(number))
    }

    /// A number with its thousands apart: "12,345"; Russian sets a narrow blank.
    pub(crate) fn number(&self, number: impl Into<i128>) -> String {
        let number: i128 = number.into();
        let digits = number.unsigned_abs().to_string();
        let mut out = String::with_capacity(digits.len() * 4 / 3 + 4);
        if number < 0 {
            out.push('-');
        }
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(if self.lang == Lang::Ru { '\u{202f}' } else { ',' });
            }
            out.push(digit);
        }
        out
    }

    /// "27 July 2011", "July 2011", "2011".
    pub(crate) fn written(&self, date: Date) -> String {
        let month = date.month.and_then(|month| usize::from(month).checked_sub(1));
        let name = |names: &[Text; 12]| month.and_then(|month| names.get(month)).copied();
        let words = &self.date;
        let (pattern, month) = match (name(&words.months), name(&words.months_with_day), date.day) {
            (Some(_), Some(month), Some(_)) => (words.day, month),
            (Some(month), _, _) => (words.month, month),
            _ => return date.year.to_string(),
        };
        let (year, day) = (date.year.to_string(), date.day.map(|day| day.to_string()).unwrap_or_default());
        let mut out = String::with_capacity(pattern.len() + month.len());
        for part in pattern.split_inclusive(['{', '}']) {
            match part {
                "year}" => out.push_str(&year),
                "month}" => out.push_str(month),
                "day}" => out.push_str(&day),
                text => out.push_str(text.strip_suffix('{').unwrap_or(text)),
            }
        }
        out
    }

    /// A date of any precision, with its ISO form for machines.
    pub(crate) fn date(&self, date: Date) -> Markup {
        html! { time datetime=(date) { (self.written(date)) } }
    }

    /// The day of a moment, UTC, given in seconds since 1970.
    pub(crate) fn day(&self, at: i64) -> Markup {
        self.date(Date::from_epoch(at))
    }

    /// Day, hour and minute of a moment, UTC.
    pub(crate) fn moment(&self, at: i64) -> Markup {
        let day = Date::from_epoch(at);
        let (hour, minute) = (at.rem_euclid(86_400) / 3_600, at.rem_euclid(3_600) / 60);
        html! {
            time datetime=(format!("{day}T{hour:02}:{minute:02}Z")) { (self.written(day)) ", " (format!("{hour:02}:{minute:02}")) " UTC" }
        }
    }

    /// A record's text inside a line of ours; `declared` is the record's language (ISO 639-1).
    pub(crate) fn said<'a>(&self, text: &'a str, declared: Option<&'a str>) -> Said<'a> {
        Said { page: self.lang, text, declared }
    }
}

impl Lang {
    /// Which form of a [`Plural`] goes with a number. Rules: Unicode CLDR, cardinal numbers.
    fn form(self, number: i64) -> usize {
        let (ten, hundred) = (number.rem_euclid(10), number.rem_euclid(100));
        match self {
            Lang::Ko | Lang::Ja | Lang::Zh => 0,
            Lang::En => usize::from(number != 1),
            Lang::Ru if ten == 1 && hundred != 11 => 0,
            Lang::Ru if (2..=4).contains(&ten) && !(12..=14).contains(&hundred) => 1,
            Lang::Ru => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_text_escaped() {
        let bold = html! { b { "x" } };
        let filled = fill("{a} & {b}, {c}{", &[("a", &bold), ("b", &"<i>")]);
        assert_eq!(filled.0, "<b>x</b> &amp; &lt;i&gt;, ");
    }

    #[test]
    fn things_are_counted_as_the_language_does() {
        let check = |lang: Lang, number: i64, text: &str| {
            let t = lang.messages();
            assert_eq!(t.plural(t.count.works, number), text);
        };
        check(Lang::En, 0, "0 works");
        check(Lang::En, 1, "1 work");
        check(Lang::En, 12_345, "12,345 works");
        check(Lang::Ko, 2, "문헌 2건");
        check(Lang::Ru, 1, "1 работа");
        check(Lang::Ru, 3, "3 работы");
        check(Lang::Ru, 12, "12 работ");
        check(Lang::Ru, 1_021, "1\u{202f}021 работа");
    }

    #[test]
    fn thousands_stand_apart() {
        let check = |number: i64, text: &str| assert_eq!(Lang::En.messages().number(number), text);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(1_234_567, "1,234,567");
        check(-1_234, "-1,234");
    }

    #[test]
    fn dates_are_written_out_as_far_as_known() {
        let date = |month, day| Date { year: 2011, month, day };
        let check = |lang: Lang, month, day, text: &str| {
            assert_eq!(lang.messages().written(date(month, day)), text);
        };
        check(Lang::En, Some(7), Some(27), "27 July 2011");
        check(Lang::En, Some(7), None, "July 2011");
        check(Lang::En, None, None, "2011");
        check(Lang::En, Some(0), Some(1), "2011");
        check(Lang::Ko, Some(7), Some(27), "2011년 7월 27일");
        check(Lang::Ja, Some(7), Some(27), "2011年7月27日");
        check(Lang::Zh, Some(7), None, "2011年7月");
        check(Lang::Ru, Some(7), Some(27), "27 июля 2011 г.");
        check(Lang::Ru, Some(7), None, "июль 2011 г.");
        assert_eq!(
            Lang::En.messages().moment(1_311_724_800 + 3_660).into_string(),
            "<time datetime=\"2011-07-27T01:01Z\">27 July 2011, 01:01 UTC</time>"
        );
    }
}
