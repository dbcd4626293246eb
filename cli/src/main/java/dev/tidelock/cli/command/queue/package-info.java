/// Operations that failed and wait to be tried again: shown, tried and forgotten.
package dev.tidelock.cli.command.queue;
