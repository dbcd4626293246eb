/// Names of entries and paths through a tree, with the rules that keep hostile ones out.
package dev.tidelock.core.name;
