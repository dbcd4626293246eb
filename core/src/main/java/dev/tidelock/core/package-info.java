/// Values that every part of the core speaks in.
package dev.tidelock.core;
