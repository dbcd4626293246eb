/// The commands and the main class.
package dev.tidelock.cli;
