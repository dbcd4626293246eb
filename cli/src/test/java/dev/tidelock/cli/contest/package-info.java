/// Tidelock and other tools on the same seeds, with the same edits and kills, before one judge.
package dev.tidelock.cli.contest;
