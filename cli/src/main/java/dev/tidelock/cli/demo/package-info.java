/// The main job on real input, played by real processes for somebody who watches.
package dev.tidelock.cli.demo;
