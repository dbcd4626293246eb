/// A plain directory as a remote: a mounted share, a drive that is plugged in, another disk.
package dev.tidelock.platform.directory;
