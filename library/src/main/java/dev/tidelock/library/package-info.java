/// An application's SQLite database that is kept in sync: [SyncedDatabase] is where to begin.
package dev.tidelock.library;
