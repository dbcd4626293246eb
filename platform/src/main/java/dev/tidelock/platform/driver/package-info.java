/// What the databases of applications and the state have in common: the driver of SQLite.
package dev.tidelock.platform.driver;
