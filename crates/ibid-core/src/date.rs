//! Dates as records give them: a year, a year and month, or a day.

use std::fmt;

/// A calendar date of three possible precisions. `month` is 1–12, `day` 1–31 and real for its month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    pub year: i16,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl fmt::Display for Date {
    /// ISO 8601: `2011`, `2011-07`, `2011-07-27`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}
