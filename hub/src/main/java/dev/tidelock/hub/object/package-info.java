/// The objects of projects: how they come in, are checked, found complete, and go out.
package dev.tidelock.hub.object;
