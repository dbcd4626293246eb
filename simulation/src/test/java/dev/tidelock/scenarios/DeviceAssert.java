package dev.tidelock.scenarios;

import dev.tidelock.core.Bytes;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/// What is expected of a device.
final class DeviceAssert extends AbstractAssert<DeviceAssert, Device> {
  private DeviceAssert(Device actual) {
    super(actual, DeviceAssert.class);
  }

  static DeviceAssert assertThat(Device device) {
    return new DeviceAssert(device);
  }

  /// A file with this text stands at a path.
  DeviceAssert shows(String path, String text) {
    return shows(path, Bytes.utf8(text));
  }

  DeviceAssert shows(String path, Bytes content) {
    Sight sight = actual.sees().get(path);
    Assertions.assertThat(sight).as("%s at %s", path, actual).isInstanceOf(Sight.OfFile.class);
    if (sight instanceof Sight.OfFile file) {
      Assertions.assertThat(file.content().equals(content))
          .as("%s at %s is %s", path, actual, sight)
          .isTrue();
    }
    return this;
  }

  /// Exactly these paths are there, directories included.
  DeviceAssert showsOnly(String... paths) {
    Assertions.assertThat(actual.sees().keySet())
        .as("what %s shows", actual)
        .containsExactlyInAnyOrder(paths);
    return this;
  }

  DeviceAssert showsLink(String path, String text) {
    Assertions.assertThat(actual.sees().get(path))
        .as("%s at %s", path, actual)
        .isEqualTo(new Sight.OfLink(text));
    return this;
  }

  DeviceAssert showsDirectory(String path) {
    Assertions.assertThat(actual.sees().get(path))
        .as("%s at %s", path, actual)
        .isEqualTo(new Sight.OfDirectory());
    return this;
  }

  /// Nothing stands at a path.
  DeviceAssert lacks(String path) {
    Assertions.assertThat(actual.has(path)).as("%s at %s", path, actual).isFalse();
    return this;
  }

  DeviceAssert hasNoConflict() {
    Assertions.assertThat(actual.conflicts()).as("conflicts on %s", actual).isEmpty();
    return this;
  }

  /// A conflict is open at a path, between these texts.
  DeviceAssert hasConflict(String path, String... texts) {
    Assertions.assertThat(actual.terms(path))
        .as("the terms of %s on %s", path, actual)
        .containsExactlyInAnyOrder(texts);
    return this;
  }
}
