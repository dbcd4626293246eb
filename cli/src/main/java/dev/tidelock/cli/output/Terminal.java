package dev.tidelock.cli.output;

import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonText;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The three streams of the program: data goes to the output, everything said to a person about it
/// to the errors, and answers come from the input. One thread.
public final class Terminal {
  private final BufferedReader in;
  private final PrintStream out;
  private final PrintStream err;
  private final Set<Stream> attached;
  private final Map<String, String> environment;
  private final boolean ofThisProcess;

  /// @param in where answers come from
  /// @param out where data goes
  /// @param err where all else goes
  /// @param attached which of the three a person sits at
  /// @param environment tells whether colours are wanted
  public Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Set<Stream> attached,
      Map<String, String> environment) {
    this(in, out, err, attached, environment, false);
  }

  private Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Set<Stream> attached,
      Map<String, String> environment,
      boolean ofThisProcess) {
    this.ofThisProcess = ofThisProcess;
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.err = err;
    this.attached = Set.copyOf(attached);
    this.environment = Map.copyOf(environment);
  }

  /// The streams of this process.
  public static Terminal ofProcess() {
    Set<Stream> attached = EnumSet.noneOf(Stream.class);
    for (Stream stream : Stream.values()) {
      if (isTerminal(stream.descriptor)) {
        attached.add(stream);
      }
    }
    return new Terminal(
        System.in,
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        attached,
        System.getenv(),
        true);
  }

  /// Linux names what stands behind a descriptor; elsewhere nothing is taken for a terminal.
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /// Prints a line of data.
  public void print(String line) {
    out.println(line);
  }

  /// Prints data as it is.
  public void printRaw(String text) {
    out.print(text);
    out.flush();
  }

  /// Prints a document on one line.
  public void print(Json document) {
    out.println(JsonText.compact(document));
  }

  /// Prints a line about what is done, or a hint.
  public void say(String line) {
    err.println(line);
  }

  /// Prints a document on one line, about what went wrong.
  public void say(Json document) {
    err.println(JsonText.compact(document));
  }

  /// Shows `line` on the terminal's current line, in place of what stands there; "" clears it.
  public void overwrite(String line) {
    err.print("\r" + line + "\u001b[K" + (line.isEmpty() ? "\r" : ""));
    err.flush();
  }

  /// Text for the output in a style, if there it has one.
  public String styled(Style style, String text) {
    return colourful(Stream.OUTPUT) ? style.on(text) : text;
  }

  /// Text for the errors in a style, if there it has one.
  public String emphasised(Style style, String text) {
    return colourful(Stream.ERRORS) ? style.on(text) : text;
  }

  /// Whether a person sits at a stream.
  public boolean attached(Stream stream) {
    return attached.contains(stream);
  }

  /// Whether a question can be asked and answered.
  public boolean interactive() {
    return attached(Stream.INPUT) && attached(Stream.ERRORS);
  }

  /// Asks on the errors and gives the answer, trimmed; nothing at the end of the input.
  public Optional<String> ask(String question) {
    err.print(question + " ");
    err.flush();
    try {
      return Optional.ofNullable(in.readLine()).map(String::strip);
    } catch (IOException e) {
      throw new UncheckedIOException("the answer cannot be read", e);
    }
  }

  /// Asks for a secret: what is typed is not shown where that can be helped.
  public Optional<String> askSecretly(String question) {
    return Optional.ofNullable(System.console())
        .filter(console -> ofThisProcess && console.isTerminal())
        .map(console -> Optional.ofNullable(console.readPassword("%s ", question)).map(String::new))
        .orElseGet(() -> ask(question));
  }

  /// Reads a line that nobody was asked for; nothing at the end of the input.
  public Optional<String> readLine() {
    try {
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException("the input cannot be read", e);
    }
  }

  /// Whether text at a stream may have a [Style].
  public boolean colourful(Stream stream) {
    return attached(stream)
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /// A stream of the process.
  public enum Stream {
    /// Standard input.
    INPUT(0),
    /// Standard output.
    OUTPUT(1),
    /// Standard error.
    ERRORS(2);

    private final int descriptor;

    Stream(int descriptor) {
      this.descriptor = descriptor;
    }
  }
}
