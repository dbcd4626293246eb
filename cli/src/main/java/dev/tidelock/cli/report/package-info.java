/// What helps to find a defect, and is nobody's: facts in numbers, and in words of the program.
package dev.tidelock.cli.report;
