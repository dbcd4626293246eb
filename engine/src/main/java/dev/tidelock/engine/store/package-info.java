/// Objects at rest: envelopes, packs, and the store of a workspace.
package dev.tidelock.engine.store;
