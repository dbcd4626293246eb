/// The SQLite databases of applications, as the engine needs them: what is in them, what changed,
/// and writing rows into them.
package dev.tidelock.platform.database;
