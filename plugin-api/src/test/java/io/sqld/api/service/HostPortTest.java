package io.sqld.api.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostPortTest {
    @Test
    void printsAsItIsConfigured() {
        assertThat(new HostPort("127.0.0.1", 5432)).hasToString("127.0.0.1:5432");
        assertThat(new HostPort("::1", 8080)).hasToString("[::1]:8080");
        assertThat(new HostPort("", 0)).hasToString(":0");
    }

    @Test
    void refusesAPortThatDoesNotExist() {
        assertThatThrownBy(() -> new HostPort("localhost", 65_536)).hasMessageContaining("65536");
        assertThatThrownBy(() -> new HostPort("localhost", -1)).hasMessageContaining("-1");
    }
}
