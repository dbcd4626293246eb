/// Projects and the moves of their heads.
package dev.tidelock.hub.project;
