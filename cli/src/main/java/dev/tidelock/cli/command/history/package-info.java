/// What was, and what is different now.
package dev.tidelock.cli.command.history;
