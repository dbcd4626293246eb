/// What the hub remembers, as ports: accounts, projects, where objects lie, every move of a head.
package dev.tidelock.hub.store;
