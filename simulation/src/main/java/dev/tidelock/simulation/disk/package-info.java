/// A machine's disk in memory: what the programs see, what would survive a power cut, and the hands
/// of a user who edits it.
package dev.tidelock.simulation.disk;
