/// The program as a whole: all commands together, and what explains them.
package dev.tidelock.cli.program;
