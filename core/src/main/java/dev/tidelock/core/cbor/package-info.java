/// Canonical CBOR: one encoding for each value, so that bytes can be hashed.
package dev.tidelock.core.cbor;
