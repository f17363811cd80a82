//! What a form sends, by the names of its boxes.
//!
//! Deliberately not here: what the values mean; a page says that.

use axum::extract::{FromRequest, Request};

use crate::problem::Problem;
use crate::urls::percent;

/// The boxes of a form that was sent, in order. Line ends are kept.
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) fn read(text: &str) -> Result<Fields, Problem> {
        percent::decode_lines(text).map(Fields).ok_or_else(|| Problem::unreadable(|t| t.problem.no_text))
    }

    /// The first value of a name; empty when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// Whether there is a box of this name: one to be ticked is sent only when it is.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// All values of a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// A number; nothing when it is none.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.get(name).parse().ok()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = axum::response::Response;

    async fn from_request(request: Request, state: &S) -> Result<Fields, Self::Rejection> {
        use axum::response::IntoResponse;
        let text = String::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        Fields::read(&text).map_err(IntoResponse::into_response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_found_by_name() {
        let form = Fields::read("a=1&b=two+words&a=3&ticked=&lines=x%0D%0Ay").expect("a form");
        assert_eq!(form.get("b"), "two words");
        assert_eq!(form.all("a").collect::<Vec<_>>(), ["1", "3"]);
        assert_eq!((form.number("a"), form.number("b")), (Some(1), None));
        assert!(form.has("ticked") && !form.has("c"));
        assert_eq!((form.get("c"), form.get("lines")), ("", "x\ny"));
        assert!(Fields::read("a=%FF").is_err());
    }
}
