/// The hub's memory in SQL. Statements are of the kind that SQLite and PostgreSQL both understand;
/// what differs between them is in [dev.tidelock.hub.sql.Dialect].
package dev.tidelock.hub.sql;
