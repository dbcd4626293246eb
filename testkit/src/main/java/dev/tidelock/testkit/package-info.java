/// Port contracts and strict fakes.
package dev.tidelock.testkit;
