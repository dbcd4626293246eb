/// The waist: the one port through which the engine knows other places, and the log that turns any
/// store of blobs into such a place.
package dev.tidelock.engine.remote;
