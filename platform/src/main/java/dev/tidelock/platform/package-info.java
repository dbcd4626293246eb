/// Adapters to this machine.
package dev.tidelock.platform;
