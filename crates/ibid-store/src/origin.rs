//! Which catalogue a ledger holds: its own name, and whose copy it is.
//!
//! Positions of journals mean something only beside the name of the catalogue they belong to. Deliberately
//! not here: making and reading the files that go from one to the other.

use crate::engine::statements;
use crate::error::Result;
use crate::{Reader, Tx};

statements! {
    GET = "SELECT catalogue, seq FROM origin WHERE name = $1";
    /// A ledger is named once.
    NAME = "INSERT INTO origin (name, catalogue, seq) VALUES ('own', $1, 0) ON CONFLICT (name) DO NOTHING";
    COPIED = "INSERT INTO origin (name, catalogue, seq) VALUES ('copied', $1, $2) ON CONFLICT (name) DO \
        UPDATE SET catalogue = excluded.catalogue, seq = excluded.seq";
    /// Files that were read here have a digest.
    BROUGHT = "SELECT r.id FROM record r JOIN file f ON f.id = r.file \
        WHERE r.id > $1 AND r.state = 0 AND f.digest = $2 ORDER BY r.id LIMIT $3";
}

/// Of what a ledger is a copy: the name of the catalogue, and the line of its journal up to which
/// everything is here. 0 while the first of it is still being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyOf {
    pub catalogue: String,
    pub position: i64,
}

impl Reader {
    /// By what name copies know this catalogue; `None` until it is given one.
    pub async fn catalogue(&self) -> Result<Option<String>> {
        Ok(self.origin("own").await?.map(|it| it.catalogue))
    }

    /// Whose copy this is.
    pub async fn copied(&self) -> Result<Option<CopyOf>> {
        self.origin("copied").await
    }

    /// Ids of live records that were not read from a file here: up to `limit` after `after`.
    pub async fn brought(&self, after: i64, limit: usize) -> Result<Vec<i64>> {
        let values = [after.into(), [].as_slice().into(), (limit as i64).into()];
        let rows = self.engine().run(BROUGHT, &values).await?;
        rows.into_iter().map(|row| row.of("record").int("id")).collect()
    }

    async fn origin(&self, name: &str) -> Result<Option<CopyOf>> {
        let row = self.engine().run(GET, &[name.into()]).await?.pop();
        let read = |mut row: crate::engine::Columns| {
            Ok(CopyOf { catalogue: row.text("catalogue")?, position: row.int("seq")? })
        };
        row.map(|row| read(row.of("origin"))).transpose()
    }
}

impl Tx {
    /// Names the catalogue, unless it has a name.
    pub async fn name_catalogue(&mut self, name: &str) -> Result<()> {
        self.link.run(NAME, &[name.into()]).await.map(drop)
    }

    /// Notes whose copy this is, and how far.
    pub async fn set_copied(&mut self, copied: &CopyOf) -> Result<()> {
        let values = [copied.catalogue.as_str().into(), copied.position.into()];
        self.link.run(COPIED, &values).await.map(drop)
    }
}
