/// What the disk shows: the stat cache by which a scan knows what changed.
package dev.tidelock.engine.shown;
