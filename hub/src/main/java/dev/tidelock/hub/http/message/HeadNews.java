package dev.tidelock.hub.http.message;

/// That a branch stands somewhere.
///
/// @param branch the branch
/// @param head where it stands
/// @param sequence the number of the move that brought it there
/// @param token the token of that move
/// @param writer who made it, as `device/incarnation`
/// @param number its number among the writer's
public record HeadNews(
    String branch, String head, long sequence, String token, String writer, long number) {}
