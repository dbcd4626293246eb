/// The settings of a workspace.
package dev.tidelock.cli.command.config;
