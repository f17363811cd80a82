//! PostgreSQL: a pool of connections to one database that sorts as C does.
//!
//! A transaction that is dropped takes its connection with it, and the server rolls back. Deliberately
//! not here: tables, creating the database, TLS.

use std::error::Error as _;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime};
use futures_util::future::try_join_all;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::config::Host;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Config, NoTls};

use super::{Call, Row, Value};
use crate::error::{Error, Result};

pub(super) const TABLES: &str =
    "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()";

/// The collation and encoding by name, and whether the database really sorts as bytes do: the name
/// alone does not tell, a database may sort by ICU.
const ORDER: &str = "SELECT CAST(datcollate AS TEXT), CAST(pg_encoding_to_char(encoding) AS TEXT), \
    CAST(CASE WHEN 'a' > '_' AND '_' > 'B' THEN 1 ELSE 0 END AS BIGINT) \
    FROM pg_database WHERE datname = current_database()";

/// Taken until the end of a transaction. The number is ours: "ibid" in ASCII.
const APPEND_LOCK: &str = "SELECT pg_advisory_xact_lock(1768057188)";

/// Connections of one process at most; a further user waits for one.
const CONNECTIONS: usize = 16;

/// Statements sent ahead of their answers.
const AHEAD: usize = 256;

/// How long to wait for a connection.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Database {
    place: Arc<str>,
    pool: Pool,
}

/// A connection inside a transaction. `None` once that has ended.
pub(crate) struct Link {
    place: Arc<str>,
    client: Option<Object>,
}

impl Database {
    pub(super) async fn open(url: &str) -> Result<Database> {
        let mut config: Config = match url.parse() {
            Ok(config) => config,
            Err(error) => return Err(explain("postgres", &error)),
        };
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        let place: Arc<str> = place(&config).into();
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let pool = Pool::builder(Manager::from_config(config, NoTls, recycling))
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .build()
            .map_err(|e| fault(&place, e))?;
        let database = Database { place, pool };
        database.check_order().await?;
        Ok(database)
    }

    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Both engines must sort alike, and texts are UTF-8.
    async fn check_order(&self) -> Result<()> {
        let row = self.run(&Call::new(ORDER, &[])).await?.pop();
        let mut row = row.unwrap_or_else(|| Row(Vec::new())).of("pg_database");
        let (collation, encoding) = (row.text("datcollate")?, row.text("encoding")?);
        if row.int("sorts")? == 1 && encoding == "UTF8" {
            return Ok(());
        }
        let cause = format!(
            "is in {encoding} and sorts by {collation}, a ledger needs UTF8 and C; make its database with \
             CREATE DATABASE name TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
        );
        Err(fault(&self.place, cause))
    }

    async fn client(&self) -> Result<Object> {
        self.pool.get().await.map_err(|e| match e {
            PoolError::Backend(e) => explain(&self.place, &e),
            e => fault(&self.place, e),
        })
    }

    /// Connections that went away while idle are found out here and replaced.
    pub(super) async fn run(&self, call: &Call<'_>) -> Result<Vec<Row>> {
        let mut stale = CONNECTIONS;
        loop {
            let client = self.client().await?;
            match answer(&client, call).await {
                Err(error) if stale > 0 && gone(&error) => drop(Object::take(client)),
                result => return result.map_err(|e| explain(&self.place, &e)),
            }
            stale -= 1;
        }
    }

    pub(super) async fn begin(&self) -> Result<Link> {
        self.start("BEGIN").await
    }

    pub(super) async fn snapshot(&self) -> Result<Link> {
        self.start("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    async fn start(&self, how: &str) -> Result<Link> {
        let mut stale = CONNECTIONS;
        loop {
            let client = self.client().await?;
            match client.batch_execute(how).await {
                Ok(()) => return Ok(Link { place: self.place.clone(), client: Some(client) }),
                Err(error) if stale > 0 && gone(&error) => drop(Object::take(client)),
                Err(error) => return Err(explain(&self.place, &error)),
            }
            stale -= 1;
        }
    }
}

impl Link {
    fn client(&self) -> Result<&Object> {
        self.client.as_ref().ok_or_else(|| fault(&self.place, "the transaction has ended"))
    }

    pub(super) async fn run(&mut self, call: &Call<'_>) -> Result<Vec<Row>> {
        answer(self.client()?, call).await.map_err(|e| explain(&self.place, &e))
    }

    pub(super) async fn each(&mut self, call: &Call<'_>, values: &[Value<'_>]) -> Result<()> {
        let client = self.client()?;
        execute_each(client, call, values).await.map_err(|e| explain(&self.place, &e))
    }

    pub(super) async fn bulk(&mut self, call: &Call<'_>, values: &[Value<'_>]) -> Result<()> {
        let client = self.client()?;
        copy_in(client, call, values).await.map_err(|e| explain(&self.place, &e))
    }

    pub(super) async fn script(&mut self, sql: &str) -> Result<()> {
        let sql = sql.replace("{bytes}", "BYTEA").replace("{serial}", "BIGINT PRIMARY KEY");
        self.client()?.batch_execute(&sql).await.map_err(|e| explain(&self.place, &e))
    }

    pub(super) async fn append_lock(&mut self) -> Result<()> {
        self.script(APPEND_LOCK).await
    }

    pub(super) async fn commit(mut self) -> Result<()> {
        self.client()?.batch_execute("COMMIT").await.map_err(|e| explain(&self.place, &e))?;
        self.client = None;
        Ok(())
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        drop(self.client.take().map(Object::take));
    }
}

async fn answer(client: &Object, call: &Call<'_>) -> Result<Vec<Row>, tokio_postgres::Error> {
    let statement = client.prepare_cached(&call.text('$')).await?;
    let values: Vec<&(dyn ToSql + Sync)> = (0..call.parameters).map(|index| call.value(index) as _).collect();
    let mut out = Vec::new();
    for row in client.query(&statement, &values).await? {
        let values = (0..row.len()).map(|column| row.try_get(column));
        out.push(Row(values.collect::<Result<_, _>>()?));
    }
    Ok(out)
}

async fn execute_each(
    client: &Object,
    call: &Call<'_>,
    values: &[Value<'_>],
) -> Result<(), tokio_postgres::Error> {
    let statement = client.prepare_cached(&call.text('$')).await?;
    for some in values.chunks(call.parameters * AHEAD) {
        let rows = some.chunks_exact(call.parameters);
        try_join_all(rows.map(|row| client.execute_raw(&statement, row))).await?;
    }
    Ok(())
}

async fn copy_in(
    client: &Object,
    call: &Call<'_>,
    values: &[Value<'_>],
) -> Result<(), tokio_postgres::Error> {
    let (table, columns) = call.sql.split_once('(').unwrap_or((call.sql, ")"));
    let columns = columns.trim_end_matches(')');
    let shape = client.prepare_cached(&format!("SELECT {columns} FROM {table} LIMIT 0")).await?;
    let types: Vec<Type> = shape.columns().iter().map(|column| column.type_().clone()).collect();
    let copy = client.prepare_cached(&format!("COPY {} FROM STDIN BINARY", call.sql)).await?;
    let mut writer = pin!(BinaryCopyInWriter::new(client.copy_in(&copy).await?, &types));
    for row in values.chunks_exact(call.parameters) {
        writer.as_mut().write_raw(row).await?;
    }
    writer.finish().await.map(drop)
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(value) if *ty == Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
            Value::Int(value) => value.to_sql(ty, out),
            Value::Real(value) => value.to_sql(ty, out),
            Value::Text(value) => value.to_sql(ty, out),
            Value::Bytes(value) => value.as_ref().to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value<'static> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, raw)?),
            Type::TEXT => Value::Text(String::from_sql(ty, raw)?.into()),
            Type::BYTEA => Value::Bytes(raw.to_owned().into()),
            _ => return Err(format!("a column of type {ty}").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Value::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// `postgres://user@host:5432/name`, without the password.
fn place(config: &Config) -> String {
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(host)) => host.clone(),
        Some(Host::Unix(path)) => path.display().to_string(),
        None => config.get_hostaddrs().first().map(ToString::to_string).unwrap_or_default(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let user = config.get_user().map(|user| format!("{user}@")).unwrap_or_default();
    format!("postgres://{user}{host}:{port}/{}", config.get_dbname().unwrap_or_default())
}

/// Whether the connection is of no more use: closed by the server, or by what lies between.
fn gone(error: &tokio_postgres::Error) -> bool {
    let shut = [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::IDLE_SESSION_TIMEOUT];
    error.is_closed()
        || error.code().is_some_and(|code| shut.contains(code))
        || error.source().is_some_and(|source| source.is::<std::io::Error>())
}

/// The server's own words where there are any, else the whole chain of causes.
fn explain(place: &str, error: &tokio_postgres::Error) -> Error {
    if let Some(server) = error.as_db_error() {
        return fault(place, format!("{} ({})", server.message(), server.code().code()));
    }
    let mut cause = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        cause = format!("{cause}: {error}");
        source = error.source();
    }
    fault(place, cause)
}

fn fault(place: &str, cause: impl ToString) -> Error {
    Error::Engine { place: place.to_owned(), cause: cause.to_string() }
}
