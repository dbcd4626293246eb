/// `sync --watch`: when to look, where, and what to tell of it.
package dev.tidelock.cli.watch;
