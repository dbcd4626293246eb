/// What came of work on a hub, for whoever runs it.
package dev.tidelock.hub.report;
