/// What every other package rests on: bytes and ids.
package dev.tidelock.core;
