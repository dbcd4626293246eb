/// How those who wait for moves of heads hear of them.
package dev.tidelock.hub.bus;
