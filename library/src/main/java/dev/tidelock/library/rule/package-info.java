/// How rows are decided that two devices changed: ready-made rules, and functions of the
/// application's.
package dev.tidelock.library.rule;
