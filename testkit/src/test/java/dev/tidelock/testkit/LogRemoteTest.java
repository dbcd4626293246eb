package dev.tidelock.testkit;

class LogRemoteTest implements RemoteContract {
  @Override
  public RemotePlace place() {
    return new LogPlace(new MemoryBlobStore()::another);
  }
}
