/// Trees: entries of directories, the values that a project's files map holds.
package dev.tidelock.core.tree;
