/// What keeps a hub in order: collecting garbage, checking, saving and bringing back.
package dev.tidelock.hub.care;
