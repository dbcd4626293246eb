/// The JSON messages of `docs/protocol.md`, as records with the names of their members.
package dev.tidelock.hub.http.message;
