//! The table of orders, in SQLite: its calls block, so they are made by a stage for such.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::order::Converted;

/// Opens the database, with the table.
pub(crate) async fn open(path: PathBuf) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch("CREATE TABLE orders (id INTEGER PRIMARY KEY, euro_cents INTEGER NOT NULL)")?;
    Ok(connection)
}

/// Stores a batch in one transaction: all of it, or nothing.
pub(crate) fn insert(connection: &mut Connection, orders: Vec<Converted>) -> rusqlite::Result<usize> {
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare_cached("INSERT INTO orders VALUES (?1, ?2)")?;
        for order in &orders {
            insert.execute((order.id, order.euro_cents))?;
        }
    }
    transaction.commit()?;
    Ok(orders.len())
}

/// Closes the database, and tells what goes wrong with that: dropping would not.
pub(crate) async fn close(connection: Connection) -> rusqlite::Result<()> {
    connection.close().map_err(|(_, error)| error)
}

/// How many orders there are, and their sum.
pub(crate) fn totals(path: &Path) -> rusqlite::Result<(usize, u64)> {
    let connection = Connection::open(path)?;
    connection
        .query_row("SELECT count(*), sum(euro_cents) FROM orders", (), |row| Ok((row.get(0)?, row.get(1)?)))
}
