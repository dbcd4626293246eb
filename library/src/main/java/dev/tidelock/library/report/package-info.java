/// What the library tells of its work: operations, how they go, and how they ended.
package dev.tidelock.library.report;
