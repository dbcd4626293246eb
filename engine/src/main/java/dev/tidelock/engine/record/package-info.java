/// The rows of applications' databases: what they show becomes tables of the project, and what the
/// project has becomes rows of theirs.
package dev.tidelock.engine.record;
