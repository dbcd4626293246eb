package dev.tidelock.hub;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/// Where the hub's log goes.
public final class HubLog {
  private static final String LINE =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %msg%n%ex{full}";

  private HubLog() {}

  /// How much is logged.
  public enum Detail {
    /// What concerns whoever runs the hub.
    USUAL,
    /// Everything.
    EVERYTHING
  }

  /// Logs to the standard error of the process, from now on.
  public static void toStandardError(Detail detail) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    context.reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(LINE);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    // What it has to say, whoever calls it is told by an exception, and says it in his own words.
    context.getLogger("io.javalin.Javalin").setLevel(Level.OFF);
    boolean everything = detail == Detail.EVERYTHING;
    context.getLogger("dev.tidelock").setLevel(everything ? Level.DEBUG : Level.INFO);
  }
}
