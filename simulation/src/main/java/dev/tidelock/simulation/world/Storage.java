package dev.tidelock.simulation.world;

import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.port.BlobVault;
import dev.tidelock.simulation.port.SimBlobStore;
import java.util.List;
import java.util.Optional;

/// Dumb storage that all devices share.
public final class Storage implements Site {
  private final BlobVault vault = new BlobVault();
  private final StorageKeeper keeper;

  /// @param trace takes what is done when it is tidied
  /// @param tape decides how that is done
  Storage(Trace trace, Tape tape) {
    keeper = new StorageKeeper(vault, trace, tape);
  }

  /// The way to it.
  ///
  /// @param site what it is called
  /// @param blobs what it holds
  public record Blobs(String site, BlobStore blobs) implements Link {}

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public Kind kind() {
    return Kind.STORAGE;
  }

  @Override
  public Link link(Gate gate, Tape tape) {
    return new Blobs(name(), new SimBlobStore(vault, gate, tape));
  }

  @Override
  public long changes() {
    return vault.changes();
  }

  @Override
  public void takeBackup() {
    vault.takeBackup();
  }

  @Override
  public void restoreBackup() {
    vault.restoreBackup();
  }

  @Override
  public Optional<String> flipBit(int choice) {
    return vault.flipBit(choice);
  }

  @Override
  public void healBits() {
    vault.healBits();
  }

  @Override
  public List<String> events() {
    return keeper.events();
  }

  @Override
  public List<String> verify() {
    return List.of();
  }

  @Override
  public long calls() {
    return keeper.calls();
  }

  @Override
  public void advance(long nanos) {
    keeper.advance(nanos);
  }

  @Override
  public void setClock(long wrongByNanos) {
    keeper.setClock(wrongByNanos);
  }

  @Override
  public void intercept(Interception interception) {
    keeper.intercept(interception);
  }

  @Override
  public void settle() {}

  @Override
  public void tidy() {
    keeper.tidy();
  }
}
