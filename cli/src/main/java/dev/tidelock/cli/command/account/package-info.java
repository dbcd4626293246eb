/// Signing in to a hub, and the tokens and devices that may use it.
package dev.tidelock.cli.command.account;
