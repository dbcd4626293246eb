/// Content of one file: how it differs between two versions and how two changes of it are merged.
package dev.tidelock.core.content;
