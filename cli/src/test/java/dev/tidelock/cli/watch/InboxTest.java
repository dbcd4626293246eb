package dev.tidelock.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InboxTest {
  @Test
  void announcementsThatNeverStopAreOneReasonToAsk() {
    Inbox inbox = new Inbox();
    for (int i = 0; i < 100_000; i++) {
      inbox.announced("head " + i);
    }

    Inbox.Happened happened = inbox.take();

    assertThat(happened.heads().size()).isLessThanOrEqualTo(2_000);
    assertThat(happened.remotes()).isTrue();
  }
}
