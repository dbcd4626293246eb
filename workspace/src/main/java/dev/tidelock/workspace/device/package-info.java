/// This device: its identity, and the workspaces that it knows.
package dev.tidelock.workspace.device;
