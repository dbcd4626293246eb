package dev.tidelock.cli.command;

import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program as commands: takes a command line and gives an exit code.
public final class Program {
  private static final String ALIAS = "cloud";

  private final Surroundings surroundings;

  /// @param surroundings what it finds around it
  public Program(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// Runs one command line and gives its exit code. Whatever goes wrong is said, never thrown.
  public int run(List<String> arguments) {
    List<String> plain = withoutAlias(arguments);
    boolean json = plain.contains("--json");
    try {
      return commandLine(json).execute(plain.toArray(String[]::new));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return report(e, json);
    }
  }

  /// `tidelock cloud X` is `tidelock X`.
  private static List<String> withoutAlias(List<String> arguments) {
    return !arguments.isEmpty() && arguments.getFirst().equals(ALIAS)
        ? arguments.subList(1, arguments.size())
        : arguments;
  }

  private CommandLine commandLine(boolean json) {
    Terminal terminal = surroundings.terminal();
    CommandLine program = tree(new Workbench(surroundings));
    program.setOut(new PrintWriter(new TerminalWriter(terminal::printRaw), true));
    program.setErr(
        new PrintWriter(new TerminalWriter(text -> terminal.say(text.stripTrailing())), true));
    program.setColorScheme(
        Help.defaultColorScheme(
            terminal.colourful(Terminal.Stream.OUTPUT) ? Help.Ansi.ON : Help.Ansi.OFF));
    program.setUsageHelpAutoWidth(false);
    program.setUsageHelpWidth(100);
    program.setCaseInsensitiveEnumValuesAllowed(true);
    program.setParameterExceptionHandler((e, _) -> reportUsage(e, json));
    program.setExecutionExceptionHandler((e, _, _) -> report(e, json));
    return program;
  }

  /// All commands, for help and completion too.
  static CommandLine tree(Workbench workbench) {
    CommandLine program = new CommandLine(new TidelockCommand(workbench));
    CommandLine sync =
        new CommandLine(new SyncCommand(workbench))
            .addSubcommand(new StatusCommand(workbench))
            .addSubcommand(new HistoryCommand(workbench))
            .addSubcommand(new PendingCommand(workbench))
            .addSubcommand(new ConflictsCommand(workbench))
            .addSubcommand(new ResolveCommand(workbench));
    CommandLine remote =
        new CommandLine(new RemoteCommand(workbench))
            .addSubcommand(new RemoteAddCommand(workbench))
            .addSubcommand(new RemoteListCommand(workbench))
            .addSubcommand(new RemoteTestCommand(workbench))
            .addSubcommand(new RemoteRemoveCommand(workbench));
    CommandLine config =
        new CommandLine(new ConfigCommand(workbench))
            .addSubcommand(new ConfigGetCommand(workbench))
            .addSubcommand(new ConfigSetCommand(workbench))
            .addSubcommand(new ConfigListCommand(workbench))
            .addSubcommand(new ConfigExplainCommand(workbench))
            .addSubcommand(new ConfigValidateCommand(workbench));
    program
        .addSubcommand(new InitCommand(workbench))
        .addSubcommand(new CloneCommand(workbench))
        .addSubcommand(sync)
        .addSubcommand(new StatusCommand(workbench))
        .addSubcommand(new ConflictsCommand(workbench))
        .addSubcommand(new ResolveCommand(workbench))
        .addSubcommand(new LogCommand(workbench))
        .addSubcommand(new DiffCommand(workbench))
        .addSubcommand(new VerifyCommand(workbench))
        .addSubcommand(new DoctorCommand(workbench))
        .addSubcommand(new DemoCommand(workbench))
        .addSubcommand(remote)
        .addSubcommand(config)
        .addSubcommand(new CompletionCommand(workbench))
        .addSubcommand(new VersionCommand(workbench))
        .addSubcommand(new HelpCommand(workbench));
    addHelp(program);
    return program;
  }

  /// Lets each command explain itself.
  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    command.getSubcommands().values().forEach(Program::addHelp);
  }

  private int reportUsage(ParameterException e, boolean json) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String hint = "see '" + command + " --help'";
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        hint = "did you mean '" + near.getFirst() + "'? See '" + command + " --help'";
      }
    }
    return say(new Diagnosis(ExitCode.USAGE, String.valueOf(e.getMessage()), hint), json);
  }

  private int report(Throwable e, boolean json) {
    if (surroundings.debugging()) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      surroundings.terminal().say(trace.toString());
    }
    return say(Diagnosis.of(e), json);
  }

  private int say(Diagnosis diagnosis, boolean json) {
    Terminal terminal = surroundings.terminal();
    if (json) {
      terminal.say(diagnosis.toJson());
    } else {
      terminal.say(terminal.emphasised(Style.RED, "error:") + " " + diagnosis.message());
      if (!diagnosis.hint().isEmpty()) {
        terminal.say("  " + diagnosis.hint());
      }
    }
    return diagnosis.exit().number();
  }

  /// The exit codes as lines of help.
  static String[] exitCodes() {
    return Stream.concat(
            Stream.of("", "Exit codes:"),
            Arrays.stream(ExitCode.values())
                .map(code -> "  %-4d %s".formatted(code.number(), code.meaning())))
        .toArray(String[]::new);
  }
}
