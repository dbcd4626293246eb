/// The operations of a workspace that did not do all that they were asked, and when each is tried
/// again.
package dev.tidelock.workspace.queue;
