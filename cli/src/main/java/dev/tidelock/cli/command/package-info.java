/// The commands: what is asked on the command line, and how it is answered.
package dev.tidelock.cli.command;
