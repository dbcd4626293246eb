package dev.tidelock.hub.http.message;

/// That a branch stands somewhere.
///
/// @param branch the branch
/// @param head where it stands
/// @param sequence the number of the move that brought it there
public record HeadNews(String branch, String head, long sequence) {}
