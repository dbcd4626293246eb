/// One run of a sync: how it goes, and how it ended.
package dev.tidelock.cli.sync;
