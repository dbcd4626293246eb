/// From entries to the disk: plans, staging, displacement, intents and the trash.
package dev.tidelock.engine.apply;
