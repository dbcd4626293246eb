/// Merkle maps: ordered, content-addressed, history-independent.
package dev.tidelock.core.map;
