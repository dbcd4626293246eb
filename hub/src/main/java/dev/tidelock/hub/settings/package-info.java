/// What a hub is told when it starts.
package dev.tidelock.hub.settings;
