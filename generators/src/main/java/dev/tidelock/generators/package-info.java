/// Random cases from one root seed, and the runner that names the seed of a failing case.
package dev.tidelock.generators;
