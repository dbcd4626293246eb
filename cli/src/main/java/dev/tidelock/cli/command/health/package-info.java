/// Whether all is well with this device and a workspace.
package dev.tidelock.cli.command.health;
