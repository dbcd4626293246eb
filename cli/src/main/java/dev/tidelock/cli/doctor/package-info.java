/// What may be wrong with this device or a workspace, looked at one by one.
package dev.tidelock.cli.doctor;
