/// Remotes as people write them, and how they are opened.
package dev.tidelock.workspace.remote;
