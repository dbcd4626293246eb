/// What a user does not want to be kept the same: ignore files with gitignore's syntax and meaning,
/// and the rules that follow from all of them in one directory.
package dev.tidelock.core.ignore;
