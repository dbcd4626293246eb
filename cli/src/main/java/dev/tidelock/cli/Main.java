package dev.tidelock.cli;

/// The entry point of the program.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.out.println("tidelock 0.1.0-SNAPSHOT");
  }
}
