//! A PostgreSQL database of its own for a test, in the server `IBID_TEST_POSTGRES` names.

use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::NoTls;

/// A fresh database, dropped with this value.
#[derive(Debug)]
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    /// A new empty one; `None` when the tests have no server.
    pub fn fresh() -> Option<Database> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("IBID_TEST_POSTGRES").ok()?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("ibid_story_{}_{number}", std::process::id());
        let create =
            format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
        run(&server, &create);
        Some(Database { server, name })
    }

    /// Cuts every connection to it, as a server that goes away does.
    pub fn cut(&self) {
        let cut = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()",
            self.name
        );
        run(&self.server, &cut);
    }

    /// What to open it by.
    pub fn url(&self) -> String {
        let (server, _) = self.server.rsplit_once('/').expect("an address with a database");
        format!("{server}/{}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        run(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

fn run(server: &str, statement: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(server, NoTls).await.expect(server);
        let connection = tokio::spawn(connection);
        client.batch_execute(statement).await.expect(statement);
        drop(client);
        let _ = connection.await;
    });
}
