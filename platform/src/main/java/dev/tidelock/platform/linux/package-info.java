/// Linux through its system calls: files without ever following a link, and locks.
package dev.tidelock.platform.linux;
