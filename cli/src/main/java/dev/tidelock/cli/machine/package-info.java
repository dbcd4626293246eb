/// What this machine tells a program of its own accord.
package dev.tidelock.cli.machine;
