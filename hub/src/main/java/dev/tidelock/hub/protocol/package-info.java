/// What `docs/protocol.md` says, apart from HTTP: refusals and streams of objects.
package dev.tidelock.hub.protocol;
