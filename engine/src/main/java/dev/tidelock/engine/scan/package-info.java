/// From the disk to changes: what differs from what was shown, and what is unknown.
package dev.tidelock.engine.scan;
