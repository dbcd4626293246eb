/// The hub: one process that keeps projects for many devices.
package dev.tidelock.hub;
