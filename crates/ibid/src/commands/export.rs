//! `ibid show` and `ibid export`: records in the formats they leave in.

use anyhow::{Result, bail};
use ibid_store::Stored;

use crate::Answer;
use crate::output::Output;
use crate::wire::Open;

pub(crate) async fn show(
    _open: &Open,
    _handle: &str,
    export: &str,
    _style: Option<&str>,
    _out: &mut Output,
) -> Result<Answer> {
    bail!("{export}: not yet")
}

pub(crate) async fn many(
    _open: &Open,
    _query: Option<&str>,
    export: &str,
    _out: &mut Output,
) -> Result<Answer> {
    let _: Option<Stored> = None;
    bail!("{export}: not yet")
}
