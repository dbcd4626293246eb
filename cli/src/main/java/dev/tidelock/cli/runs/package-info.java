/// The syncs that a workspace remembers.
package dev.tidelock.cli.runs;
