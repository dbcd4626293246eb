/// The ports of the engine as this machine has them.
package dev.tidelock.cli.machine;
