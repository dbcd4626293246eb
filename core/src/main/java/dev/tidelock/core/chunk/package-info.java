/// Large contents: cut into chunks where their bytes say so.
package dev.tidelock.core.chunk;
