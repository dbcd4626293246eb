/// Open conflicts as people see and decide them.
package dev.tidelock.cli.conflict;
