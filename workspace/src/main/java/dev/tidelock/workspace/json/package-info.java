/// JSON as values, for answers and for the small files that the program keeps: less than a library
/// would bring, so that every command starts quickly.
package dev.tidelock.workspace.json;
