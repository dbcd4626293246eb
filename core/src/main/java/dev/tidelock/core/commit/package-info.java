/// Commits: states of a project and how they came to be.
package dev.tidelock.core.commit;
