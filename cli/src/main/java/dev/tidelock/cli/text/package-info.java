/// Texts and their differences as people read them.
package dev.tidelock.cli.text;
