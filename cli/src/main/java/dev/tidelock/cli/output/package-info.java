/// How the program speaks: streams, colours, documents, progress, errors and exit codes.
package dev.tidelock.cli.output;
