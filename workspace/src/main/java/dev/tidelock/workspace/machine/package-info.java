/// The machine as a workspace finds it: the engine's ports, the environment, and what it refuses.
package dev.tidelock.workspace.machine;
