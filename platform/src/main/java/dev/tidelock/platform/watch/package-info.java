/// Directories watched through the operating system's events.
package dev.tidelock.platform.watch;
