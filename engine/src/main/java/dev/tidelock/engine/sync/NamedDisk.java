package dev.tidelock.engine.sync;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.naming.NameTraits;
import dev.tidelock.engine.naming.NamedFiles;
import dev.tidelock.engine.naming.NamedImages;
import dev.tidelock.engine.naming.NamedLook;
import dev.tidelock.engine.naming.TraitsProbe;
import dev.tidelock.engine.port.DatabaseImages;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.scan.Look;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The workspace's disk, on which every name of a tree can stand: the disk itself where it can hold
/// them all, otherwise [NamedFiles] over it.
final class NamedDisk {
  private final WorkspaceParts parts;
  private final Optional<NamedFiles> named;

  private NamedDisk(WorkspaceParts parts, Optional<NamedFiles> named) {
    this.parts = parts;
    this.named = named;
  }

  /// The disk of a workspace whose private directories are there. How it treats names is tried once
  /// for each directory that a workspace is in, and remembered.
  static NamedDisk of(WorkspaceParts parts, WorkspaceState state) {
    RootIdentity root = RootIdentity.of(parts.files());
    NameTraits traits =
        state
            .names(root)
            .orElseGet(() -> {
              NameTraits found = TraitsProbe.of(parts.files(), Stores.STAGING);
              state.write(batch -> state.names(batch, root, found));
              return found;
            });
    return new NamedDisk(
        parts,
        traits.exact()
            ? Optional.empty()
            : Optional.of(new NamedFiles(parts.files(), traits, Stores.PRIVATE)));
  }

  FileSystem files() {
    return named.isPresent() ? named.get() : parts.files();
  }

  DatabaseImages databases() {
    return named.isPresent()
        ? new NamedImages(parts.databases().images(), named.get())
        : parts.databases().images();
  }

  /// A look by the names of the tree; what was asked for is by those of the disk.
  Look look(Look look) {
    return named.map(files -> NamedLook.of(look, files)).orElse(look);
  }

  /// What the disk shows under another name, as far as it was listed, with that name.
  SortedMap<TreePath, String> escaped() {
    return named.map(NamedFiles::escaped).orElseGet(TreeMap::new);
  }
}
