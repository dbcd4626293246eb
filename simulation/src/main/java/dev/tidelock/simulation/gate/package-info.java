/// The gate that every port call of a simulated device passes, and what can happen to it there.
package dev.tidelock.simulation.gate;
