/// The mass-change guard.
package dev.tidelock.engine.guard;
