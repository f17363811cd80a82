//! The years texts are about, as tables: what counts, what does not, and the two texts the project
//! began with, retold.

use ibid_core::about::{years, years_at, years_of};

/// `expected` as `1950-1961 1970`, empty for none.
fn check(text: &str, expected: &str) {
    check_at(text, None, expected);
}

fn check_at(text: &str, published: Option<i16>, expected: &str) {
    let show = |&(from, to): &(i16, i16)| if from == to { from.to_string() } else { format!("{from}-{to}") };
    let found: Vec<String> = years_at(text, published).iter().map(show).collect();
    assert_eq!(found.join(" "), expected, "{text:?}");
}

#[test]
fn ranges() {
    let cases = [
        ("The strategy of North Korea, circa 1950 to 1961", "1950-1961"),
        ("the alliance in 1955-1960", "1955-1960"),
        ("Steel, 1955–1960", "1955-1960"),
        ("Steel 1955—1960", "1955-1960"),
        ("Steel, 1955 - 1960.", "1955-1960"),
        ("the years 1955-60", "1955-1960"),
        ("the season 1914/18", "1914-1918"),
        ("the winter of 1999/00", "1999-2000"),
        ("between 1933 and 1945", "1933-1945"),
        ("from 1870 to 1914", "1870-1914"),
        ("from 1870 through 1914", "1870-1914"),
        ("from 1870 until 1914", "1870-1914"),
        ("from January 1950 to March 1961", "1950-1961"),
        ("from 15 August 1945 to 25 June 1950", "1945-1950"),
        ("from June 25, 1950 to July 27, 1953", "1950-1953"),
        ("the Korean peninsula (1945-1953)", "1945-1953"),
        ("London, 1550-1800: a social history", "1550-1800"),
        ("from the late 1950s to 1970", "1957-1970"),
        ("from the mid-1950s to the early 1960s", "1954-1963"),
        ("1950s-1970s", "1950-1979"),
        ("1950s to 1970s", "1950-1979"),
        ("the 1930s-40s", "1930-1949"),
        ("1960-2010 panel data for 90 countries", "1960-2010"),
        ("over the period 1990–2015 and 2018–2020", "1990-2015 2018-2020"),
        ("in 1998-9", "1998-1999"),
        ("between the early 1920s and the late 1930s", "1920-1939"),
        ("the 1868 to 1912 reforms", "1868-1912"),
        ("data ranging from 1995 to 2015", "1995-2015"),
        ("over 1990:01-2018:09", "1990-2018"),
        ("1990Q1–2018Q4", "1990-2018"),
        ("(1960:1-2000:4)", "1960-2000"),
    ];
    for (text, expected) in cases {
        check(text, expected);
    }
}

#[test]
fn decades() {
    let cases = [
        ("the 1950s", "1950-1959"),
        ("the 1950’s", "1950-1959"),
        ("the early 1950s", "1950-1953"),
        ("the mid-1950s", "1954-1956"),
        ("the late 1950s", "1957-1959"),
        ("late in the 1950s", "1950-1959"),
        ("the mid-to-late 1990s", "1994-1999"),
        ("the first half of the 1950s", "1950-1954"),
        ("the second half of the 1950s", "1955-1959"),
        ("the end of the 1950s", "1957-1959"),
        ("1950s and 1960s", "1950-1969"),
        ("the 1950s and 60s", "1950-1969"),
        ("the 1930s and the 1960s", "1930-1939 1960-1969"),
        ("the 1800s", "1800-1899"),
        ("the 2000s", "2000-2009"),
        ("post-1990s growth", "1990-1999"),
    ];
    for (text, expected) in cases {
        check(text, expected);
    }
}

#[test]
fn centuries() {
    let cases = [
        ("19th century", "1801-1900"),
        ("nineteenth century", "1801-1900"),
        ("Nineteenth-Century Britain", "1801-1900"),
        ("THE 19TH CENTURY", "1801-1900"),
        ("the mid-19th century", "1834-1866"),
        ("the early nineteenth century", "1801-1833"),
        ("the late 19th century", "1867-1900"),
        ("the second half of the 19th century", "1851-1900"),
        ("the turn of the 20th century", "1895-1905"),
        ("late eighteenth and early nineteenth centuries", "1767-1833"),
        ("the 16th to 18th centuries", "1501-1800"),
        ("16th–18th centuries", "1501-1800"),
        ("the thirteenth, fifteenth and eighteenth centuries", "1201-1300 1401-1500 1701-1800"),
        ("from the sixteenth through the eighteenth century", "1501-1800"),
        ("the 8th century", "701-800"),
        ("the twenty-first century", "2001-2100"),
        ("21st-century skills", "2001-2100"),
        ("XIXe siècle", "1801-1900"),
        ("au XVIIIᵉ siècle", "1701-1800"),
        ("en el siglo XIX", "1801-1900"),
        ("im 19. Jahrhundert", "1801-1900"),
        ("XIX век", "1801-1900"),
        ("в конце XIX века", "1867-1900"),
        ("19世紀の日本", "1801-1900"),
        ("19세기 조선 경제", "1801-1900"),
        ("the 4th century BC", ""),
        ("its first century of growth", ""),
        ("a quarter century later", ""),
        ("half a century of growth", ""),
    ];
    for (text, expected) in cases {
        check(text, expected);
    }
}

#[test]
fn single_years() {
    let cases = [
        ("in 1956", "1956"),
        ("In August 1956 the party met", "1956"),
        ("on 26 July 1963", "1963"),
        ("on July 26, 1963", "1963"),
        ("on 26.7.1963", "1963"),
        ("By 1961 he had succeeded", "1961"),
        ("After 1955 it became possible", "1955"),
        ("until 1914", "1914"),
        ("before 1914", "1914"),
        ("circa 1820", "1820"),
        ("c. 1820", "1820"),
        ("the crisis of 1929", "1929"),
        ("the crisis of 1929 shows that", "1929"),
        ("the 1929 crash", "1929"),
        ("1929 crisis", "1929"),
        ("the 1997 Asian financial crisis", "1997"),
        ("2008 global financial crisis", "2008"),
        ("the 1965 treaty", "1965"),
        ("1990 census", "1990"),
        ("in 1950, 1953 and 1956", "1950 1953 1956"),
        ("during 1931/2", "1931-1932"),
        ("The failure of reform, 1956", "1956"),
        ("1956: a year of revolts", "1956"),
        ("the uprising (1956) and after", "1956"),
        ("in mid-1950", "1950"),
        ("post-1945 growth", "1945"),
        ("at the end of 1950", "1950"),
        ("in 1990 firms began to", "1990"),
        ("the fiscal year 1995", "1995"),
        ("en 1955", "1955"),
        ("im Jahr 1955", "1955"),
        ("up to 1945", "1945"),
        ("forecasts for 2010", "2010"),
        ("as far back as 1948", "1948"),
        ("as of 1948", "1948"),
        ("using 1990 data", "1990"),
        ("in 2008q3", "2008"),
    ];
    for (text, expected) in cases {
        check(text, expected);
    }
}

#[test]
fn still_going_on() {
    let cases = [
        ("since 1996", Some(2011), "1996-2011"),
        ("since 1996", None, "1996"),
        ("since 1996", Some(1990), "1996"),
        ("since the 1970s", Some(2011), "1970-2011"),
        ("since the late 1970s", Some(2011), "1977-2011"),
        ("since early 1996", Some(2011), "1996-2011"),
        ("from 1990 to the present", Some(2011), "1990-2011"),
        ("1990-present", Some(2011), "1990-2011"),
        ("1990 to date", Some(2011), "1990-2011"),
        ("from 1990 onwards", Some(2011), "1990-2011"),
        ("depuis 1996", Some(2011), "1996-2011"),
        ("seit 1996", Some(2011), "1996-2011"),
        ("before 1914 and since 1945", Some(1990), "1914 1945-1990"),
    ];
    for (text, published, expected) in cases {
        check_at(text, published, expected);
    }
}

#[test]
fn periods_by_name() {
    let cases = [
        ("World War II", "1939-1945"),
        ("the First World War", "1914-1918"),
        ("after WWII.", "1939-1945"),
        ("World War I and after", "1914-1918"),
        ("Interwar Europe", "1918-1939"),
        ("the inter-war years", "1918-1939"),
        ("the Great Depression", "1929-1939"),
        ("Cold War politics", "1947-1991"),
        ("the post-Cold War era", ""),
        ("the Korean War", "1950-1953"),
        ("Meiji Japan", "1868-1912"),
        ("Chosŏn Korea", "1392-1910"),
        ("the Joseon dynasty", "1392-1910"),
        ("Ming Dynasty", "1368-1644"),
        ("Yao Ming and others", ""),
        ("明治時代の工業", "1868-1912"),
        ("조선시대 경제", "1392-1910"),
        ("a great war of words", "1914-1918"),
        ("the great warehouse", ""),
        ("the second industrial revolution", "1870-1914"),
        ("the fourth industrial revolution", ""),
    ];
    for (text, expected) in cases {
        check(text, expected);
    }
}

#[test]
fn other_languages() {
    let cases = [
        ("1950年代の金融政策", "1950-1959"),
        ("1955年の日ソ交渉", "1955"),
        ("１９５５年の日ソ交渉", "1955"),
        ("1955年から1960年まで", "1955-1960"),
        ("1955～1960年", "1955-1960"),
        ("1955年至1960年", "1955-1960"),
        ("1950년대 북한", "1950-1959"),
        ("1955년부터 1960년까지", "1955-1960"),
        ("1955년의 북한", "1955"),
        ("1950-е годы", "1950-1959"),
        ("в 1955-1960 гг.", "1955-1960"),
        ("с 1955 по 1960 год", "1955-1960"),
        ("в 1956 году", "1956"),
        ("die 1950er Jahre", "1950-1959"),
        ("von 1870 bis 1914", "1870-1914"),
        ("zwischen 1933 und 1945", "1933-1945"),
        ("de 1870 à 1914", "1870-1914"),
        ("les années 1950", "1950-1959"),
        ("entre 1933 et 1945", "1933-1945"),
        ("de 1870 a 1914", "1870-1914"),
    ];
    for (text, expected) in cases {
        check(text, expected);
    }
}

#[test]
fn no_years() {
    let cases = [
        "",
        "monetary policy",
        "(Smith, 2003)",
        "(Smith 2003)",
        "(Smith, 2003; Jones and Lee, 2004)",
        "(see Smith and Jones, 1999, 2001)",
        "(Smith et al., 2003)",
        "Smith (1999)",
        "Smith and Jones (1999) show",
        "Smith et al. (1999)",
        "Smith's (1999) model",
        "Keynes (1936, p. 12)",
        "Smith (1999a, 1999b)",
        "as in Lucas [1976]",
        "by Th\u{fffd}pot (1998)",
        "for 1000 firms",
        "such as 1500 firms",
        "1000 firms",
        "a sample of 1500 firms",
        "a sample of 1950 households",
        "a panel of 1990 small U.S. counties",
        "more than 2000 observations",
        "about 1500 villages",
        "in 1200 villages",
        "the 1500 firms",
        "1000-1500 firms",
        "ranging from 1000 to 1500",
        "pp. 1955-1960",
        "pages 1201-1210",
        "Econometrica 50(4), 1201-1210",
        "Econometrica 50:1201-1210",
        "2003, 4",
        "USD 1950",
        "$1950",
        "€1950 a month",
        "1950 euros",
        "1,950 euros",
        "1950.5",
        "3.1950",
        "1950%",
        "1950 percent",
        "1950 km",
        "1200 kcal per day",
        "ISO 9001",
        "ISO 1950",
        "model 1990",
        "the 1990 model",
        "this 2003 paper",
        "Windows 2000",
        "ISBN 978-0-1950-1234-5",
        "ISSN 1950-1960",
        "arXiv:1807.00693",
        "arXiv 1950",
        "w1950",
        "doi 10.1016/1950",
        "gd11-1950",
        "the year 2150",
        "in 9999",
        "in 2003 dollars",
        "in constant 1995 prices",
        "1990 international dollars",
        "in the year 800",
        "between 100 and 900",
        "phone 1950-1234",
        "12:1950",
        "1960-1950",
        "Oxford University Press, 2003.",
        "N = 1950",
        "n=1950",
        "19500",
        "x1950y",
        "20th and 80th percentile",
        "the 5th of May",
        "the 1st and 2nd moments",
        "Table 1950",
        "grant no. 1950-1955",
        "¥1950",
    ];
    for text in cases {
        check(text, "");
    }
}

#[test]
fn the_first_two_works() {
    let paper = [
        "Toward Normalization of Relations with Japan: The Strategy of North Korea, circa 1950 to 1961",
        "Why did the North want trade with its old ruler? Industrial goods and know-how were needed from the \
         start, yet Moscow set the course. By 1961 the attempt had succeeded.",
    ];
    let lecture = [
        "The cracks in the alliance: the Soviet Union and North Korea in 1955-1960",
        "A satellite only in part: after 1955 its leaders could loosen the ties, and by the late 1950s an \
         ambassador had fled and students had been carried off.",
    ];
    for (texts, published) in [(paper, 2011), (lecture, 2014)] {
        let found = years_of(texts, Some(published));
        assert!(found.iter().any(|&(from, to)| from <= 1960 && to >= 1955), "{found:?}");
        assert!(found.iter().all(|&(from, to)| from >= 1950 && to <= 1961), "{found:?}");
    }
}

#[test]
fn merged_and_capped() {
    check("in 1950, 1951 and 1952", "1950-1952");
    check("in 1956; the 1950s; 1955-1965", "1950-1965");
    let chronicle: String = (0..200).map(|n| format!("In {} it rained. ", 1000 + 3 * n)).collect();
    assert_eq!(years(&chronicle).len(), 16);
}

mod anything {
    use ibid_core::about::years_at;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranges_are_in_order_and_apart(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "1950", "1961", "60", "5", "s", "'s", "-", "–", "/", "to", "and", "between", "the", "late", "mid",
                    "19th", "nineteenth", "century", "XIX", "siècle", "in", "since", "of", "(", ")", ",", ".", "Smith",
                    "firms", "年", "年代", "から", "世紀", "May", "26", "present", "World", "War", "II", "%", "turn",
                ]),
                0..20,
            ),
            glue in prop::bool::ANY,
        ) {
            let text = words.join(if glue { "" } else { " " });
            let found = years_at(&text, Some(2011));
            for &(from, to) in &found {
                prop_assert!(from <= to && from >= 1 && to <= 2100, "{text:?} {found:?}");
            }
            for pair in found.windows(2) {
                prop_assert!(pair[0].1 + 1 < pair[1].0, "{text:?} {found:?}");
            }
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,60}") {
            years_at(&text, None);
        }
    }
}
