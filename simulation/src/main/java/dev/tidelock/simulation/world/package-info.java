/// Runs of several devices from one seed: what the users do, what goes wrong, and what must hold in
/// the end.
package dev.tidelock.simulation.world;
