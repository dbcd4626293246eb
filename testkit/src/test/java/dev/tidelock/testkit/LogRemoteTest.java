package dev.tidelock.testkit;

class LogRemoteTest implements RemoteContract {
  @Override
  public RemotePlace place() {
    return new BlobPlace();
  }
}
