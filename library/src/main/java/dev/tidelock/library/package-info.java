/// An application's SQLite database that is kept in sync: [SyncedDatabase] is where to begin.
///
/// An application sees that, what it is made with ([SyncConfig], [RemoteTarget], [RetryPolicy]),
/// what it is asked ([SyncOptions]), and what it holds ([RetryQueue], [Devices]); what it hears is
/// in [dev.tidelock.library.report], how rows are decided in [dev.tidelock.library.rule].
///
/// Inside, one thread does everything, the [Worker]: [Operations] says what comes next, an
/// [OperationRun] is one operation in the workspace that a [Binding] made, and [AutoSync] says by
/// [Schedule] when one is due, from what [ChangeWatch] and [RemoteEar] hear.
package dev.tidelock.library;
