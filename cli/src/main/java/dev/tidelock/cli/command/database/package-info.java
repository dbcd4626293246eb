/// Databases of applications: which of their tables are synced, and moving all of their rows.
package dev.tidelock.cli.command.database;
