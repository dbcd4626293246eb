/// How a directory becomes a workspace of a project.
package dev.tidelock.cli.command.project;
