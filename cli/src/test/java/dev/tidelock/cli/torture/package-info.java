/// The real program on real trees, for long, with every trouble that a test can make.
package dev.tidelock.cli.torture;
