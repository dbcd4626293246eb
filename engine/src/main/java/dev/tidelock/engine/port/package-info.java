/// What the engine needs of the outside, as interfaces: it touches file systems, state, time and
/// randomness only here, so that a simulator can stand in for all of them.
package dev.tidelock.engine.port;
