/// Syncing, once or for good, and what came of it.
package dev.tidelock.cli.command.sync;
