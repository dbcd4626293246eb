/// Trees of entries as the engine reads, edits and compares them.
package dev.tidelock.engine.tree;
