package dev.tidelock.cli.program;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A completion script for the fish shell.
final class FishCompletion {
  private final StringBuilder script = new StringBuilder();

  private FishCompletion() {}

  /// The script for a program.
  static String of(CommandSpec program) {
    FishCompletion completion = new FishCompletion();
    completion.script.append("# Completion of tidelock for fish.\n");
    completion.command(program, "", "");
    return completion.script.toString();
  }

  /// Adds what may follow a command.
  ///
  /// @param path the names of the command and those above it, without the program's
  private void command(CommandSpec spec, String path, String above) {
    String inside = path.isEmpty() ? "" : "__fish_seen_subcommand_from " + last(path);
    String here = above.isEmpty() ? inside : above + "; and " + inside;
    String children = String.join(" ", spec.subcommands().keySet());
    for (CommandLine child : spec.subcommands().values()) {
      String none = "not __fish_seen_subcommand_from " + children;
      line(here.isEmpty() ? none : here + "; and " + none)
          .append(" -f -a ")
          .append(quoted(child.getCommandName()))
          .append(" -d ")
          .append(quoted(description(child.getCommandSpec())))
          .append('\n');
    }
    for (OptionSpec option : spec.options()) {
      StringBuilder line = line(here);
      for (String name : option.names()) {
        line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
      }
      line.append(option.arity().max() > 0 ? " -r" : "")
          .append(" -d ")
          .append(quoted(String.join(" ", option.description())))
          .append('\n');
    }
    for (CommandLine child : spec.subcommands().values()) {
      command(child.getCommandSpec(), path + " " + child.getCommandName(), here);
    }
  }

  private StringBuilder line(String condition) {
    script.append("complete -c tidelock");
    return condition.isEmpty() ? script : script.append(" -n ").append(quoted(condition));
  }

  private static String description(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().description());
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf(' ') + 1);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
