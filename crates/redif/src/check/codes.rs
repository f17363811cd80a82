//! Codes: JEL, ISSN, ISBN, percentages.

use super::{Spot, shown};
use crate::diagnostic::Severity::{Note, Warning};
use crate::jel;

/// Codes of the Journal of Economic Literature, separated by whatever people separate them with.
pub(super) fn jel(value: &str, spot: &mut Spot<'_>) {
    let tokens = || {
        value
            .split(|c: char| c.is_whitespace() || ",;:./|&".contains(c))
            .filter(|token| !token.is_empty() && !is_filler(token))
    };
    let mut buffer = [0u8; 4];
    if tokens().all(|token| short(token, &mut buffer).is_some_and(jel::is_code)) {
        return;
    }
    let looks_like_code = |token: &str| {
        token.len() <= 4 && token.bytes().skip(1).all(|b| b.is_ascii_digit()) && token.is_ascii()
    };
    if !tokens().any(looks_like_code) {
        let message = format!("`{}` has no JEL codes in it", shown(value));
        spot.warning("not-jel", message);
        return;
    }
    let mut mended = Vec::new();
    let mut changed = false;
    for token in tokens() {
        let upper = token.to_ascii_uppercase();
        match short(token, &mut buffer) {
            Some(code) if jel::is_code(code) => mended.push(code.to_owned()),
            _ => match jel::nearest(&upper) {
                Some(right) => {
                    changed = true;
                    mended.push(right.to_owned());
                }
                None => mended.push(upper),
            },
        }
    }
    let wrong: Vec<&str> =
        tokens().filter(|token| !short(token, &mut buffer).is_some_and(jel::is_code)).take(5).collect();
    let old =
        wrong.iter().all(|t| t.len() == 3 && t.bytes().all(|b| b.is_ascii_digit()) && !t.starts_with('0'));
    if old {
        let message = format!("`{}` is of the classification used until 1990", shown(&wrong.join(" ")));
        spot.say("old-jel", Note, message, None);
        return;
    }
    let message = format!("no such JEL code: {}", shown(&wrong.join(", ")));
    spot.say("unknown-jel", Warning, message, changed.then(|| mended.join(", ")));
}

fn is_filler(token: &str) -> bool {
    ["jel", "and", "codes", "code", "classification", "classifications", "und", "et", "y", "no"]
        .iter()
        .any(|word| token.eq_ignore_ascii_case(word))
        && token != "Y"
}

/// The code in capitals, a fourth zero cut: `c700` → `C70`.
fn short<'b>(token: &str, buffer: &'b mut [u8; 4]) -> Option<&'b str> {
    let bytes = token.as_bytes();
    if bytes.len() > 4 || !token.is_ascii() {
        return None;
    }
    buffer[..bytes.len()].copy_from_slice(bytes);
    buffer[0] = buffer[0].to_ascii_uppercase();
    let length = if bytes.len() == 4 && bytes[3] == b'0' { 3 } else { bytes.len() };
    std::str::from_utf8(&buffer[..length]).ok()
}

/// Eight characters, the last a check digit; a hyphen in the middle is wanted.
pub(super) fn issn(value: &str, spot: &mut Spot<'_>) {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, 'x' | 'X' | '-');
    let numbers: Vec<&str> = value
        .split(|c: char| !is_part(c))
        .filter(|part| part.bytes().filter(u8::is_ascii_digit).count() >= 4)
        .collect();
    if numbers.is_empty() {
        spot.warning("bad-issn", format!("`{}` is not an ISSN", shown(value)));
    }
    for number in numbers {
        let digits: Vec<u32> = number.chars().filter_map(digit).collect();
        let sum: u32 = digits.iter().zip((1..=8).rev()).map(|(d, weight)| d * weight).sum();
        if digits.len() != 8 || !sum.is_multiple_of(11) {
            let message = format!("`{}` is not an ISSN", shown(number));
            spot.warning("bad-issn", message);
        } else if number.as_bytes().get(4) != Some(&b'-') {
            let fix = format!("{}-{}", &number[..4.min(number.len())], &number[4.min(number.len())..]);
            let fix = (number.len() == 8).then_some(fix);
            spot.say("issn-hyphen", Note, format!("ISSN `{number}` wants a hyphen"), fix);
        }
    }
}

/// Ten or thirteen digits, the last a check digit; several may be given.
pub(super) fn isbn(value: &str, spot: &mut Spot<'_>) {
    for part in value.split([',', ';', '/', '(']) {
        let digits: Vec<u32> = part.chars().filter_map(digit).collect();
        let right = match digits.len() {
            10 => {
                let sum: u32 = digits.iter().zip((1..=10).rev()).map(|(d, weight)| d * weight).sum();
                sum.is_multiple_of(11)
            }
            13 => {
                let sum: u32 = digits.iter().zip([1, 3].iter().cycle()).map(|(d, weight)| d * weight).sum();
                sum.is_multiple_of(10) && !digits.contains(&10)
            }
            0..=3 => continue,
            _ => false,
        };
        if !right {
            spot.warning("bad-isbn", format!("`{}` is not an ISBN", shown(part.trim())));
        }
    }
}

fn digit(char: char) -> Option<u32> {
    match char {
        'x' | 'X' => Some(10),
        _ => char.to_digit(10),
    }
}

/// A whole number up to 100.
pub(super) fn percent(value: &str, spot: &mut Spot<'_>) {
    if !value.trim_end_matches(['%', ' ']).parse().is_ok_and(|number: u32| number <= 100) {
        spot.warning("bad-percent", format!("`{}` is not a percentage", shown(value)));
    }
}
