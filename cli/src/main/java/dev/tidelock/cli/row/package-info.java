/// Rows of databases as people see them and scripts read them.
package dev.tidelock.cli.row;
