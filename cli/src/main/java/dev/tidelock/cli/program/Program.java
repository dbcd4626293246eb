package dev.tidelock.cli.program;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.account.DeviceCommand;
import dev.tidelock.cli.command.account.LoginCommand;
import dev.tidelock.cli.command.account.LogoutCommand;
import dev.tidelock.cli.command.account.TokenCommand;
import dev.tidelock.cli.command.account.WhoamiCommand;
import dev.tidelock.cli.command.config.ConfigCommand;
import dev.tidelock.cli.command.conflict.ConflictsCommand;
import dev.tidelock.cli.command.conflict.ResolveCommand;
import dev.tidelock.cli.command.database.HydrateCommand;
import dev.tidelock.cli.command.database.RecordCommand;
import dev.tidelock.cli.command.database.SeedCommand;
import dev.tidelock.cli.command.health.BugReportCommand;
import dev.tidelock.cli.command.health.DoctorCommand;
import dev.tidelock.cli.command.health.GcCommand;
import dev.tidelock.cli.command.health.VerifyCommand;
import dev.tidelock.cli.command.history.DiffCommand;
import dev.tidelock.cli.command.history.LogCommand;
import dev.tidelock.cli.command.hub.HubCommand;
import dev.tidelock.cli.command.project.CloneCommand;
import dev.tidelock.cli.command.project.InitCommand;
import dev.tidelock.cli.command.queue.QueueCommand;
import dev.tidelock.cli.command.remote.RemoteCommand;
import dev.tidelock.cli.command.sync.StatusCommand;
import dev.tidelock.cli.command.sync.SyncCommand;
import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The program as commands: takes a command line and gives an exit code.
public final class Program {
  private static final String ALIAS = "cloud";
  private static final String SYNC = "sync";
  private static final String HELP = "help";
  private static final String COMPLETION = "completion";

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
      return commandLine(plain, json).execute(plain.toArray(String[]::new));
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

  private CommandLine commandLine(List<String> arguments, boolean json) {
    Terminal terminal = surroundings.terminal();
    Workbench workbench = new Workbench(surroundings);
    SequencedMap<String, Supplier<CommandLine>> commands = commands(workbench);
    if (!arguments.isEmpty() && commands.containsKey(arguments.getFirst())) {
      commands.keySet().removeIf(name -> isOther(name, arguments.getFirst()));
    }
    if (isPlainSync(arguments)) {
      commands.replace(SYNC, () -> new CommandLine(new SyncCommand(workbench)));
    }
    CommandLine program = tree(workbench, commands);
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

  /// Whether a command is not needed to understand a command line that begins with `first`.
  private static boolean isOther(String name, String first) {
    return !name.equals(first) && !first.equals(HELP) && !first.equals(COMPLETION);
  }

  /// Whether a command line is a sync with long options and nothing else: then what `sync` holds is
  /// not needed to understand it.
  private static boolean isPlainSync(List<String> arguments) {
    return !arguments.isEmpty()
        && arguments.getFirst().equals(SYNC)
        && arguments.stream().skip(1).allMatch(each -> each.startsWith("--"))
        && !arguments.contains("--help");
  }

  /// All commands, with all that they hold.
  public static CommandLine tree(Workbench workbench) {
    return tree(workbench, commands(workbench));
  }

  /// The commands by name, in the order of help. Making a command known costs time, so a command
  /// line that names one of them is read with that one alone.
  private static SequencedMap<String, Supplier<CommandLine>> commands(Workbench workbench) {
    SequencedMap<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
    commands.put("init", () -> new CommandLine(new InitCommand(workbench)));
    commands.put("clone", () -> new CommandLine(new CloneCommand(workbench)));
    commands.put(SYNC, () -> SyncCommand.tree(workbench));
    commands.put("status", () -> new CommandLine(new StatusCommand(workbench)));
    commands.put("conflicts", () -> new CommandLine(new ConflictsCommand(workbench)));
    commands.put("resolve", () -> new CommandLine(new ResolveCommand(workbench)));
    commands.put("log", () -> new CommandLine(new LogCommand(workbench)));
    commands.put("diff", () -> new CommandLine(new DiffCommand(workbench)));
    commands.put("record", () -> RecordCommand.tree(workbench));
    commands.put("seed", () -> new CommandLine(new SeedCommand(workbench)));
    commands.put("hydrate", () -> new CommandLine(new HydrateCommand(workbench)));
    commands.put("queue", () -> QueueCommand.tree(workbench));
    commands.put("verify", () -> new CommandLine(new VerifyCommand(workbench)));
    commands.put("gc", () -> new CommandLine(new GcCommand(workbench)));
    commands.put("doctor", () -> new CommandLine(new DoctorCommand(workbench)));
    commands.put("bug-report", () -> new CommandLine(new BugReportCommand(workbench)));
    commands.put("demo", () -> new CommandLine(new DemoCommand(workbench)));
    commands.put("login", () -> new CommandLine(new LoginCommand(workbench)));
    commands.put("logout", () -> new CommandLine(new LogoutCommand(workbench)));
    commands.put("whoami", () -> new CommandLine(new WhoamiCommand(workbench)));
    commands.put("token", () -> TokenCommand.tree(workbench));
    commands.put("device", () -> DeviceCommand.tree(workbench));
    commands.put("remote", () -> RemoteCommand.tree(workbench));
    commands.put("config", () -> ConfigCommand.tree(workbench));
    commands.put("hub", () -> HubCommand.tree(workbench));
    commands.put(COMPLETION, () -> new CommandLine(new CompletionCommand(workbench)));
    commands.put("version", () -> new CommandLine(new VersionCommand(workbench)));
    commands.put(HELP, () -> new CommandLine(new HelpCommand(workbench)));
    return commands;
  }

  private static CommandLine tree(
      Workbench workbench, Map<String, Supplier<CommandLine>> commands) {
    CommandLine program = new CommandLine(new TidelockCommand(workbench));
    commands.forEach((name, command) -> program.addSubcommand(name, command.get()));
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
}
