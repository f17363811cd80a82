//! Roman numerals, as volumes, parts and centuries are counted with. Not here: which words are meant as one.

/// The number a numeral in capitals stands for: `XIV` is 14. `None` for what is no numeral, or one of more
/// than twelve letters.
pub fn roman(numeral: &str) -> Option<u32> {
    let value = |letter| match letter {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        'C' => Some(100),
        'D' => Some(500),
        'M' => Some(1_000),
        _ => None,
    };
    let letters: Option<Vec<i32>> = numeral.chars().map(value).collect();
    let letters = letters.filter(|it| !it.is_empty() && it.len() <= 12)?;
    let next = letters.iter().skip(1).chain([&0]);
    let signed = letters.iter().zip(next).map(|(&one, &next)| if one < next { -one } else { one });
    u32::try_from(signed.sum::<i32>()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        let check = |numeral, expected| assert_eq!(roman(numeral), expected, "{numeral}");
        check("I", Some(1));
        check("XIV", Some(14));
        check("MCMLXXXIX", Some(1989));
        check("xiv", None);
        check("VOL", None);
        check("", None);
        check("IIIIIIIIIIIII", None);
    }
}
