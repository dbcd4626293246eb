package dev.tidelock.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubAddressTest {
  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "HTTPS://Hub.Example:443/, https://hub.example",
    "https://hub.example/tide/lock//, https://hub.example/tide/lock",
    "http://localhost:80, http://localhost",
    "http://[::1]:9000/, http://[::1]:9000"
  })
  void anAddressHasOneForm(String text, String form) {
    assertThat(HubAddress.parse(text)).hasToString(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hub.example",
        "ftp://hub.example",
        "https://",
        "https:///x",
        "https://me:secret@hub.example",
        "https://hub.example/?q",
        "https://hub.example/#f",
        "https://hub.example:99999",
        "https://hub example"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> HubAddress.parse(text)).isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "http://hub.example, true",
    "http://192.168.1.2, true",
    "http://127.0.0.1.example, true",
    "https://hub.example, false",
    "http://127.8.9.1, false",
    "http://localhost:8080, false",
    "http://[::1], false"
  })
  void onlyPlainHttpToOthersIsOpen(String text, boolean open) {
    assertThat(HubAddress.parse(text).isOpenToOthers()).isEqualTo(open);
  }

  @Test
  void aPathBeforeTheHubsOwnStays() {
    HubAddress hub = HubAddress.parse("https://example.org/tidelock/");
    assertThat(hub.uri("/v0")).hasToString("https://example.org/tidelock/v0");
    assertThat(hub.webSocket("/v0")).hasToString("wss://example.org/tidelock/v0");
  }
}
