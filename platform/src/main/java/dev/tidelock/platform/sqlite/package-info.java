/// SQLite: the durable memory of a workspace, and the databases that users keep among their files.
package dev.tidelock.platform.sqlite;
