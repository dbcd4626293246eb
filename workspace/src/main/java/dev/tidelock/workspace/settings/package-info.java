/// A workspace's settings: the keys of `.tidelock/sync.yaml`, their values and their defaults.
package dev.tidelock.workspace.settings;
