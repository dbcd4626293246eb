package dev.tidelock.cli.demo;

/// How to use the hub of a demonstration.
///
/// @param url its address
/// @param process its process id
/// @param email who may sign in
/// @param password with which password
public record HubAccess(String url, long process, String email, String password) {}
