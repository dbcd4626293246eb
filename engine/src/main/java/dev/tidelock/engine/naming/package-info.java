/// Names that a disk cannot show as they are, and the names that it shows for them.
package dev.tidelock.engine.naming;
