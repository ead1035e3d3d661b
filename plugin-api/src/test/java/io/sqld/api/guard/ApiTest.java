package io.sqld.api.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sqld.api.SqldPlugin;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiTest {
    private static final String UPDATE = "mvn -q -pl plugin-api -am test -Dapi.update=true";

    @Test
    void theFileHoldsThePublicSignatures() throws Exception {
        Path file = Path.of("api.txt");
        Path classes = Path.of(location());
        ApiListing now = ApiListing.of(classes, SqldPlugin.class.getClassLoader());
        if (Boolean.getBoolean("api.update")) {
            Files.writeString(file, now.toText());
        }
        ApiListing written = ApiListing.parse(Files.readAllLines(file));
        assertThat(written.differences(now))
                .as("plugin-api/api.txt against the code (- only in the file, + only in the code).%n"
                        + "If the change is meant, write the file anew and commit it with the code:%n  %s", UPDATE)
                .isEmpty();
    }

    private static URI location() throws Exception {
        return SqldPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    }
}
