/// Kills the real program before each of the system calls with which it changes disk or network.
package dev.tidelock.cli.crash;
