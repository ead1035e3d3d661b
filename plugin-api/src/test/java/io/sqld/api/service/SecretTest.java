package io.sqld.api.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void printsAsStarsAlsoInsideARecord() {
        record Login(String user, Secret password) {}
        assertThat(new Login("ann", Secret.of("swordfish"))).hasToString("Login[user=ann, password=***]");
    }

    @Test
    void equalsByValueAndRevealsIt() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
        assertThat(Secret.of("a").reveal()).isEqualTo("a");
    }

    @Test
    void theHashTellsNothingAboutTheValue() {
        assertThat(Secret.of("a")).hasSameHashCodeAs(Secret.of("b"));
    }
}
