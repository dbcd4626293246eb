package dev.tidelock.simulation.world;

import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.world.Step.Kind;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A [Scenario] as text that people read and repositories keep: one line per place, disk and step,
/// with every choice in words. Constants may be added to what is chosen from, and choices behind
/// the last of a step: those are left to its seed. What stands in a text stays as it is.
///
/// ```
/// seed 8a5cd789635d2dff
/// site hub
/// disk births=true capacity=2305843009213693951 loss=PREFIX resolution=1
/// ann EDIT CREATE LASTING d/a 5f31 @1b2c
/// bob SYNC WHOLE hub @77
/// CALM @9
/// ```
public final class ScenarioText {
  private static final String SEED = "seed";
  private static final String SITE = "site";
  private static final String DISK = "disk";
  private static final String EMPTY = "\"\"";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private ScenarioText() {}

  /// A scenario as text.
  public static String print(Scenario scenario) {
    StringBuilder text = new StringBuilder();
    text.append(SEED).append(' ').append(Long.toHexString(scenario.seed())).append('\n');
    for (Site.Kind site : scenario.sites()) {
      text.append(SITE).append(' ').append(site.name().toLowerCase(Locale.ROOT)).append('\n');
    }
    for (DiskProfile disk : scenario.disks()) {
      text.append(DISK);
      properties(disk).forEach((name, value) -> text.append(' ' + name + '=' + value));
      text.append('\n');
    }
    for (Step step : scenario.steps()) {
      if (step.kind() != Kind.CALM) {
        text.append(World.name(step.device())).append(' ');
      }
      text.append(step.kind());
      step.choices().forEach(word -> text.append(' ').append(escape(word)));
      text.append(" @").append(Long.toHexString(step.seed())).append('\n');
    }
    return text.toString();
  }

  /// The scenario of a text. Empty lines say nothing, nor do those that begin with `#`.
  ///
  /// @throws IllegalArgumentException if a line makes no sense
  public static Scenario parse(String text) {
    long seed = 0;
    List<Site.Kind> sites = new ArrayList<>();
    List<DiskProfile> disks = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    for (String line : text.lines().toList()) {
      List<String> words = Arrays.asList(line.strip().split(" +"));
      try {
        switch (words.getFirst()) {
          case "", "#" -> {}
          case SEED -> seed = Long.parseUnsignedLong(words.get(1), 16);
          case SITE -> sites.add(Site.Kind.valueOf(words.get(1).toUpperCase(Locale.ROOT)));
          case DISK -> disks.add(disk(words.subList(1, words.size())));
          default -> steps.add(step(words));
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException("this line makes no sense: " + line, e);
      }
    }
    return new Scenario(seed, sites, disks, steps);
  }

  private static Step step(List<String> words) {
    boolean everybody = words.getFirst().equals(Kind.CALM.name());
    int device = everybody ? 0 : World.device(words.getFirst());
    List<String> rest = words.subList(everybody ? 0 : 1, words.size());
    String last = rest.getLast();
    if (!last.startsWith("@")) {
      throw new IllegalArgumentException("the seed is missing at the end");
    }
    return new Step(
        Kind.valueOf(rest.getFirst()),
        device,
        rest.subList(1, rest.size() - 1).stream().map(ScenarioText::unescape).toList(),
        Long.parseUnsignedLong(last.substring(1), 16));
  }

  private static Map<String, String> properties(DiskProfile disk) {
    Map<String, String> properties = new TreeMap<>();
    for (RecordComponent component : DiskProfile.class.getRecordComponents()) {
      properties.put(component.getName(), value(component, disk).toString());
    }
    return properties;
  }

  /// A modern disk, but for these properties: text stays good when disks get more of them.
  private static DiskProfile disk(List<String> words) {
    Map<String, String> given = new TreeMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      given.put(word.substring(0, equals), word.substring(equals + 1));
    }
    RecordComponent[] components = DiskProfile.class.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      Object usual = value(components[i], DiskProfile.modern());
      values[i] =
          Optional.ofNullable(given.remove(components[i].getName()))
              .map(word -> value(usual, word))
              .orElse(usual);
    }
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("no disk has " + given.keySet());
    }
    try {
      return DiskProfile.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no disk is like that", e);
    }
  }

  private static Object value(RecordComponent component, DiskProfile disk) {
    try {
      return component.getAccessor().invoke(disk);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A word as a value of the same type as another one.
  private static Object value(Object usual, String word) {
    return switch (usual) {
      case Long _ -> Long.parseLong(word);
      case Integer _ -> Integer.parseInt(word);
      case Boolean _ -> Boolean.parseBoolean(word);
      case Enum<?> constant ->
          Arrays.stream(constant.getDeclaringClass().getEnumConstants())
              .filter(it -> it.toString().equals(word))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("there is no " + word));
      default -> throw new IllegalArgumentException("no text stands for " + usual.getClass());
    };
  }

  /// A word without spaces and control characters, and without letters that look alike.
  private static String escape(String word) {
    StringBuilder text = new StringBuilder();
    for (byte unit : word.getBytes(StandardCharsets.UTF_8)) {
      if (unit > ' ' && unit < 0x7F && unit != '%') {
        text.append((char) unit);
      } else {
        text.append('%').append(HEX.toHexDigits(unit));
      }
    }
    return text.isEmpty() ? EMPTY : text.toString();
  }

  private static String unescape(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String rest = text.equals(EMPTY) ? "" : text;
    for (int i = 0; i < rest.length(); i++) {
      if (rest.charAt(i) == '%') {
        bytes.write(HexFormat.fromHexDigits(rest, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(rest.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
