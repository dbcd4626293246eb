/// Objects: what a project is made of. An object is named by a hash of what it says, refers to
/// other objects by their names, and is read only after its name was checked.
package dev.tidelock.core.object;
