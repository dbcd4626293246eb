package dev.tidelock.fuzz;

import dev.tidelock.cli.command.hub.HubOptionDecoders;
import dev.tidelock.core.map.MapDecoders;
import dev.tidelock.engine.apply.ApplyDecoders;
import dev.tidelock.engine.guard.GuardDecoders;
import dev.tidelock.engine.remote.RemoteDecoders;
import dev.tidelock.engine.shown.ShownDecoders;
import dev.tidelock.engine.store.StoreDecoders;
import dev.tidelock.engine.sync.SyncDecoders;
import dev.tidelock.hub.http.HubDecoders;
import dev.tidelock.hub.protocol.FrameDecoders;
import dev.tidelock.hubclient.ClientDecoders;
import dev.tidelock.platform.sqlite.DatabaseDecoders;
import dev.tidelock.workspace.MarkerDecoders;
import dev.tidelock.workspace.remote.UrlDecoders;
import dev.tidelock.workspace.settings.SettingsDecoders;
import java.util.List;
import java.util.stream.Stream;

/// All decoders under attack.
final class Decoders {
  private Decoders() {}

  static List<Decoder> all() {
    return Stream.of(
            CoreDecoders.all(),
            MapDecoders.all(),
            StoreDecoders.all(),
            RemoteDecoders.all(),
            ShownDecoders.all(),
            SyncDecoders.all(),
            GuardDecoders.all(),
            ApplyDecoders.all(),
            FrameDecoders.all(),
            HubDecoders.all(),
            ClientDecoders.all(),
            UrlDecoders.all(),
            SettingsDecoders.all(),
            HubOptionDecoders.all(),
            DatabaseDecoders.all(),
            MarkerDecoders.all(),
            MergeDecoders.all())
        .flatMap(List::stream)
        .toList();
  }

  /// The decoder with this name.
  static Decoder named(String name) {
    return all().stream()
        .filter(decoder -> decoder.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no decoder is called " + name));
  }
}
