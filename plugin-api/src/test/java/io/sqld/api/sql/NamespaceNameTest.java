package io.sqld.api.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"default", "a", "9lives", "a-b_C",
            "0123456789012345678901234567890123456789012345678901234567890123"})
    void acceptsPlainNames(String name) {
        assertThat(new NamespaceName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../etc", "a/b", "a\\b", "-a", "_a", "a.b", "a b", "a\0b", "ä", "a\n",
            "01234567890123456789012345678901234567890123456789012345678901234"})
    void refusesEverythingThatCouldBeAPath(String name) {
        assertThatThrownBy(() -> new NamespaceName(name)).isInstanceOfSatisfying(SqldException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.NAMESPACE_INVALID));
    }
}
