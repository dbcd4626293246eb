/// The simulated ports beside the disk: state, time, randomness, compression and shared storage.
package dev.tidelock.simulation.port;
