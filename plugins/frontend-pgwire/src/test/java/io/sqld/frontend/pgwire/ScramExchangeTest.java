package io.sqld.frontend.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sqld.testkit.ScramProof;
import io.sqld.testkit.Seed;
import io.sqld.testkit.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScramExchangeTest {
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static final Optional<byte[]> BINDING = Optional.of("certificate".getBytes(StandardCharsets.US_ASCII));
    private static final String PLUS_HEADER = "p=tls-server-end-point,,";

    @Test
    void theExampleOfRfc7677IsFollowedToTheLetter() {
        ScramExchange exchange = ScramExchange.begin("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", false, Optional.empty());
        assertThat(exchange.serverFirst("%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0", SALT, 4096)).isEqualTo(
                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        ScramExchange.ClientFinal last = exchange.clientFinal("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)h"
                + "NlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        var client = new ScramProof("pencil", SALT, 4096);
        assertThat(last.proof()).isEqualTo(client.proof(last.authMessage()));
        assertThat(ScramExchange.serverFinal(client.serverSignature(last.authMessage())))
                .isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void aClientThatTiesItselfToTheConnectionMeansThisConnection() {
        ScramExchange exchange = ScramExchange.begin(PLUS_HEADER + "n=,r=abc", true, BINDING);
        exchange.serverFirst("def", SALT, 4096);
        String bound = base64(PLUS_HEADER + "certificate");
        assertThat(exchange.clientFinal("c=" + bound + ",r=abcdef,p=AAAA").proof()).isEqualTo(new byte[3]);
        assertThatThrownBy(() -> exchange.clientFinal("c=" + base64(PLUS_HEADER + "another") + ",r=abcdef,p=AAAA"))
                .hasMessageContaining("channel binding check failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            n,,n=,r=abc                         | true  | true  | malformed SCRAM message
            y,,n=,r=abc                         | true  | true  | malformed SCRAM message
            y,,n=,r=abc                         | false | true  | SCRAM channel binding negotiation error
            p=tls-server-end-point,,n=,r=abc    | false | true  | malformed SCRAM message
            p=tls-unique,,n=,r=abc              | true  | true  | unsupported SCRAM channel-binding type
            x,,n=,r=abc                         | false | false | malformed SCRAM message
            n,a=bob,n=,r=abc                    | false | false | authorization identity
            n,,m=x,n=,r=abc                     | false | false | unsupported SCRAM extension
            n,,n=,r=                            | false | false | malformed SCRAM message
            n,,r=abc,n=                         | false | false | malformed SCRAM message
            n,,n=                               | false | false | malformed SCRAM message
            n,                                  | false | false | malformed SCRAM message
            n                                   | false | false | malformed SCRAM message
            """)
    void aFirstMessageThatBreaksTheRulesEndsTheExchange(
            String message, boolean plus, boolean offered, String expected) {
        assertThatThrownBy(() -> ScramExchange.begin(message, plus, offered ? BINDING : Optional.empty()))
                .isInstanceOf(PgException.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c=eSws,r=abcdef,p=AAAA     | channel binding check failed
            c=biws,r=abcde,p=AAAA      | invalid SCRAM response
            c=biws,r=def,p=AAAA        | invalid SCRAM response
            c=biws,r=abcdef            | malformed SCRAM message
            c=biws,r=abcdef,p=?        | malformed SCRAM message
            c=biws,r=abcdef,p=AAAA,x=y | malformed SCRAM message
            r=abcdef,c=biws,p=AAAA     | malformed SCRAM message
            p=AAAA                     | malformed SCRAM message
            """)
    void aLastMessageThatDoesNotFitEndsTheExchange(String message, String expected) {
        ScramExchange exchange = ScramExchange.begin("n,,n=,r=abc", false, Optional.empty());
        exchange.serverFirst("def", SALT, 4096);
        assertThatThrownBy(() -> exchange.clientFinal(message)).isInstanceOf(PgException.class)
                .hasMessageContaining(expected);
    }

    @Test
    @ExtendWith(Seeded.class)
    void whateverStrangersSendIsReadOrRefused(Seed seed) {
        RandomGenerator random = seed.random();
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            String first = mutated(random, "n,,n=user,r=abcdefgh");
            try {
                ScramExchange exchange = ScramExchange.begin(first, random.nextBoolean(), BINDING);
                exchange.serverFirst("def", SALT, 4096);
                exchange.clientFinal(mutated(random, "c=biws,r=abcdefghdef,p=AAAA"));
                read++;
            } catch (PgException refused) {
                assertThat(refused.error().message()).isNotEmpty();
            }
        }
        assertThat(read).isBetween(1, 19_999);
    }

    private static String mutated(RandomGenerator random, String text) {
        var mutated = new StringBuilder(text);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(mutated.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> mutated.insert(at, (char) random.nextInt(1, 0x3000));
                case 1 -> mutated.insert(at, ",=npcry".charAt(random.nextInt(7)));
                case 2 -> mutated.delete(at, Math.min(mutated.length(), at + 1 + random.nextInt(3)));
                default -> mutated.setLength(at);
            }
        }
        return mutated.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
