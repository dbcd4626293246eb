/// The protocol over HTTP and WebSocket.
package dev.tidelock.hub.http;
