package io.sqld.storage.mvsqlite.kv;

import static org.assertj.core.api.Assertions.assertThat;

import com.apple.foundationdb.FDBException;
import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What FoundationDB's error codes mean for a transaction. */
class FdbErrorsTest {
    @ParameterizedTest
    @CsvSource({
            "1020, CONFLICT",
            "1021, MAYBE_COMMITTED",
            "1039, MAYBE_COMMITTED",
            "1007, RETRY",
            "1009, RETRY",
            "1037, RETRY",
            "1038, THROTTLED",
            "1213, THROTTLED",
            "2101, TOO_LARGE",
            "2103, TOO_LARGE",
            "2017, MISUSE",
            "1031, UNAVAILABLE",
            "1025, UNAVAILABLE",
            "9999, UNAVAILABLE"})
    void everyCodeHasAMeaning(int code, Kind kind) {
        var exception = FdbErrors.exception(new FDBException("what happened", code));
        assertThat(exception.kind()).isEqualTo(kind);
        assertThat(exception.message()).contains("what happened").contains(Integer.toString(code));
    }
}
