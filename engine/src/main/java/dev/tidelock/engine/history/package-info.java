/// Commits: reading, walking, keeping.
package dev.tidelock.engine.history;
