/// Workspaces on the disk: where they are, what marks them, what may become one, and how one is
/// opened.
package dev.tidelock.workspace;
