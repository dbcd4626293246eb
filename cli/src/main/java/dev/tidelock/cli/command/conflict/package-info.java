/// Conflicts: showing them, deciding them.
package dev.tidelock.cli.command.conflict;
