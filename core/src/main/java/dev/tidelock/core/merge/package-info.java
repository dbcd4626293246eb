/// Three-way merge of trees, with conflicts as values.
package dev.tidelock.core.merge;
