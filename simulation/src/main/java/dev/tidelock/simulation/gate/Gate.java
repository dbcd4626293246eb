package dev.tidelock.simulation.gate;

import dev.tidelock.simulation.gate.SimCrash.Kind;
import java.util.ArrayList;
import java.util.List;

/// The one way from a simulated process to its ports: counts the calls, writes each into a [Trace],
/// and asks an [Interception] what becomes of it.
///
/// After a crash the gate is shut: every further call crashes as well, so that no cleanup code of
/// the dead process can touch the world.
public final class Gate {
  private final String device;
  private final Trace trace;
  private final Runnable tick;
  private final List<String> recent = new ArrayList<>();
  private Interception interception = Interception.CALM;
  private long calls;
  private long limit = Long.MAX_VALUE;
  private boolean shut;

  /// @param device whose gate it is
  /// @param trace takes each call
  /// @param tick lets a little time pass, once per call
  public Gate(String device, Trace trace, Runnable tick) {
    this.device = device;
    this.trace = trace;
    this.tick = tick;
  }

  /// Lets `interception` decide from now on, and counts calls from 0 again.
  public void intercept(Interception interception) {
    intercept(interception, Long.MAX_VALUE);
  }

  /// Lets `interception` decide from now on, counts calls from 0 again, and ends the process by a
  /// [Runaway] if it makes more than `limit`.
  public void intercept(Interception interception, long limit) {
    this.interception = interception;
    this.limit = limit;
    this.calls = 0;
    this.recent.clear();
  }

  /// How many calls passed since [#intercept].
  public long calls() {
    return calls;
  }

  /// The calls since [#intercept], for a failing run's report.
  public List<String> recent() {
    return List.copyOf(recent);
  }

  /// Ends the process from outside: all further calls crash.
  public void shut() {
    shut = true;
  }

  /// Whether the process ended, by itself or from outside.
  public boolean isShut() {
    return shut;
  }

  /// Announces a call and returns what becomes of it.
  ///
  /// @throws SimCrash if the process ends here, or ended before
  public Fault call(String operation, String subject) {
    if (shut) {
      throw new SimCrash(Kind.KILL, "a call after the end: " + operation + " " + subject);
    }
    if (calls >= limit) {
      throw new Runaway(calls, operation + " " + subject);
    }
    tick.run();
    Interception.Call call = new Interception.Call(calls++, operation, subject);
    trace.call(device, operation, subject);
    if (trace.isVerbose()) {
      recent.add(call.toString());
    }
    try {
      return interception.before(call);
    } catch (SimCrash crash) {
      shut = true;
      throw crash;
    }
  }
}
