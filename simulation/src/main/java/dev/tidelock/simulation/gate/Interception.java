package dev.tidelock.simulation.gate;

/// What is decided about each port call before it takes effect.
@FunctionalInterface
public interface Interception {
  /// Everything goes through.
  Interception CALM = call -> Fault.NONE;

  /// Decides about one call; may first do something else to the world, such as an edit by the user.
  ///
  /// @throws SimCrash if the process does not survive this call
  Fault before(Call call);

  /// One port call.
  ///
  /// @param number its number since the interception was put in place, from 0
  /// @param operation the port and its method, as in `fs.create`
  /// @param subject what it is about: a path, a blob's name
  record Call(long number, String operation, String subject) {
    @Override
    public String toString() {
      return "call " + number + " " + operation + " " + subject;
    }
  }
}
