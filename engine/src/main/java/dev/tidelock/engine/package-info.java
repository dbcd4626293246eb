/// What sync needs from the world, and what it decides.
package dev.tidelock.engine;
