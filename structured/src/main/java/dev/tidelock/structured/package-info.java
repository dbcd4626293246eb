/// Merge of structured text.
package dev.tidelock.structured;
