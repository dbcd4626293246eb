package dev.tidelock.cli.program;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tidelock completion`: what shells need to complete commands and options.
@CommandLine.Command(
    name = "completion",
    description = "Print a script that teaches a shell to complete commands and options.",
    footer = {
      "",
      "Examples:",
      "  tidelock completion bash > ~/.local/share/bash-completion/completions/tidelock",
      "  tidelock completion zsh > ~/.tidelock-completion.zsh   and source it in ~/.zshrc",
      "  tidelock completion fish > ~/.config/fish/completions/tidelock.fish"
    })
final class CompletionCommand extends Command {
  @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish.")
  private Shell shell = Shell.BASH;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    CommandLine program = spec.root().commandLine();
    terminal()
        .printRaw(
            switch (shell) {
              case BASH, ZSH -> AutoComplete.bash("tidelock", program);
              case FISH -> FishCompletion.of(program.getCommandSpec());
            });
    return ExitCode.OK;
  }

  /// A shell that can be taught. Zsh reads the script for bash.
  enum Shell {
    /// The GNU shell.
    BASH,
    /// The Z shell.
    ZSH,
    /// The friendly shell.
    FISH
  }
}
