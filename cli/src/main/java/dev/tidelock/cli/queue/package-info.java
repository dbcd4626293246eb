/// What commands put into a workspace's queue, and what they take out of it.
package dev.tidelock.cli.queue;
