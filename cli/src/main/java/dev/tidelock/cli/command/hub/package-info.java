/// A hub on this machine: serving, its people, its care.
package dev.tidelock.cli.command.hub;
