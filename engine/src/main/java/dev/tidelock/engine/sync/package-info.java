/// A workspace and its sync. [Workspace] is what others see of it: it hands each request to one of
/// the classes below, which work on [Stores], the workspace's memory and its ways to the disk.
///
/// - One sync is a [SyncRun]: [LocalWork] looks at the files and [TableWork] at the databases, both
///   against what they showed last; [Integration] merges what came; [DiskUpdate] and [TableUpdate]
///   write; [Outgoing] sends. [SyncRequest] says what is wanted, [SyncOutcome] what became of it.
/// - What is found is what a [Preview] and a [StatusReport] tell without doing anything.
/// - What waits for a person is an [OpenConflict] of files, ended by [Resolving], or an
///   [OpenRowConflict], ended by [RowResolving].
/// - What was: [LogWalk], [Comparison] of files, [RowHistory] of rows.
/// - Which tables of which databases: [Tracking], [AttachedDatabases], [DatabaseMemory].
/// - Whether all of it is sound: [Verifier], [RemoteVerifier]; what is not needed any more:
///   [Housekeeping].
package dev.tidelock.engine.sync;
