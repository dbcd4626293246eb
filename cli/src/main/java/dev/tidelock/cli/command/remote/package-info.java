/// The places that a workspace syncs with.
package dev.tidelock.cli.command.remote;
