/// What every command is made of. The commands themselves stand below, by subject.
package dev.tidelock.cli.command;
