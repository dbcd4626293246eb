package dev.tidelock.hub.care;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ObjectCheck;
import dev.tidelock.hub.object.Blobs;
import dev.tidelock.hub.object.Completeness;
import dev.tidelock.hub.object.DamagedObjectException;
import dev.tidelock.hub.object.ProjectObjects;
import dev.tidelock.hub.report.CheckReport;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.PackRow;
import dev.tidelock.hub.store.Project;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Reads everything that a hub keeps, and names what is not as it should be. An object that turns
/// out damaged is noted as such, so that a device that has it sends it again; one that was noted
/// and is sound, because the disk failed only once or its file was brought back, counts again.
/// Works beside a hub that serves. One thread, used once.
public final class HubCheck {
  private final Records records;
  private final Blobs blobs;
  private final EnvelopeCodec codec;
  private final List<String> findings = new ArrayList<>();
  private long projects;
  private long objects;
  private long bytes;

  /// @param records what the hub remembers
  /// @param blobs the packs
  /// @param codec opens envelopes
  public HubCheck(Records records, Blobs blobs, EnvelopeCodec codec) {
    this.records = records;
    this.blobs = blobs;
    this.codec = codec;
  }

  /// Checks everything.
  ///
  /// @param integrity what the database says of itself; `ok` if nothing is wrong
  public CheckReport run(String integrity) {
    if (!integrity.equals("ok")) {
      findings.add("the database is damaged: " + integrity);
    }
    records.read(tables -> tables.projects().all()).forEach(this::check);
    return new CheckReport(projects, objects, bytes, findings);
  }

  private void check(Project project) {
    projects++;
    ObjectCheck check;
    try {
      Genesis genesis = Genesis.decode(project.genesis());
      check = new ObjectCheck(genesis.seed());
    } catch (MalformedException e) {
      findings.add("project %s: its genesis is damaged".formatted(project.id()));
      return;
    }
    ProjectObjects source = new ProjectObjects(records, blobs, codec, project.number());
    for (PackRow pack : records.read(tables -> tables.packs().of(project.number()))) {
      if (pack.listed()) {
        records
            .read(tables -> tables.objects().in(pack.number()))
            .forEach(row -> check(project, source, check, row));
      }
    }
    SortedMap<String, ObjectId> heads =
        records.read(tables -> tables.moves().heads(project.number()));
    heads.forEach((branch, head) -> checkHead(project, source, branch, head));
  }

  private void check(Project project, ProjectObjects source, ObjectCheck check, ObjectRow row) {
    objects++;
    bytes += row.length();
    try {
      source.read(
          List.of(row), (_, envelope) -> check.check(row.id(), codec.open(row.id(), envelope)));
      if (row.standing() == Standing.DAMAGED) {
        records.write(
            tables -> tables.objects().add(project.number(), List.of(row.with(Standing.HERE, 0))));
      }
    } catch (DamagedObjectException | MalformedException e) {
      findings.add("project %s: %s".formatted(project.id(), e.getMessage()));
    }
  }

  private void checkHead(Project project, ProjectObjects source, String branch, ObjectId head) {
    try {
      List<ObjectId> missing = Completeness.of(source, head, Optional.empty()).missing();
      if (!missing.isEmpty()) {
        findings.add(
            "project %s: branch '%s' needs %d objects that are not here, such as %s"
                .formatted(project.id(), branch, missing.size(), missing.getFirst()));
      }
    } catch (DamagedObjectException | MalformedException e) {
      findings.add(
          "project %s: branch '%s' cannot be followed: %s"
              .formatted(project.id(), branch, e.getMessage()));
    }
  }
}
