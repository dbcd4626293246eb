/// The device's side of the protocol between device and hub, described in `docs/protocol.md`.
package dev.tidelock.hubclient;
