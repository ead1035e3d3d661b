package io.sqld.storage.mvsqlite.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sqld.storage.mvsqlite.kv.StoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pages rely on, for every store. */
abstract class KeyValueStoreContract {
    /** A store may be shared with others, and have been used before. */
    private static final Key PREFIX = Key.of(bytes("sqld-test-" + new SplittableRandom().nextLong() + "/"));

    private KeyValueStore store;

    /** {@return an empty store} */
    abstract KeyValueStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        try (var transaction = store.begin()) {
            transaction.clear(KeyRange.prefix(PREFIX));
            transaction.commit();
        }
        store.close();
    }

    @Test
    void whatWasCommittedIsRead() {
        set("a", "1");
        set("b", "2");
        assertThat(get("a")).contains("1");
        assertThat(get("b")).contains("2");
        assertThat(get("c")).isEmpty();
    }

    @Test
    void aTransactionReadsTheStateAtItsVersion() {
        set("a", "old");
        try (var transaction = store.begin()) {
            long version = transaction.readVersion();
            set("a", "new");
            assertThat(text(transaction.get(List.of(key("a"))).getFirst())).contains("old");
            try (var other = store.begin()) {
                other.readVersion(version);
                assertThat(text(other.get(List.of(key("a"))).getFirst())).contains("old");
            }
        }
        assertThat(get("a")).contains("new");
    }

    @Test
    void nothingIsWrittenWithoutCommit() {
        try (var transaction = store.begin()) {
            transaction.set(key("a"), bytes("1"));
        }
        assertThat(get("a")).isEmpty();
    }

    @Test
    void rangesAreReadInOrderUpToALimit() {
        for (var name : List.of("b", "a", "d", "c", "e")) {
            set(name, name);
        }
        try (var transaction = store.begin()) {
            assertThat(transaction.range(new KeyRange(key("b"), key("e")), 100)).map(KeyValue::key)
                    .containsExactly(key("b"), key("c"), key("d"));
            assertThat(transaction.range(new KeyRange(key("b"), key("e")), 2)).map(KeyValue::key)
                    .containsExactly(key("b"), key("c"));
        }
    }

    @Test
    void theLastOfEachRangeIsFound() {
        set("a1", "1");
        set("a3", "3");
        set("b2", "2");
        try (var transaction = store.begin()) {
            var last = transaction.last(List.of(KeyRange.prefix(key("a")), new KeyRange(key("a"), key("a3")),
                    KeyRange.prefix(key("c")), KeyRange.of(key("b2"))));
            assertThat(last).map(found -> found.map(entry -> string(entry.value())))
                    .containsExactly(Optional.of("3"), Optional.of("1"), Optional.empty(), Optional.of("2"));
        }
    }

    @Test
    void keysAreOrderedAsUnsignedBytes() {
        try (var transaction = store.begin()) {
            transaction.set(join((byte) 1, (byte) 0xff), bytes("high"));
            transaction.set(join((byte) 1, (byte) 0x7f), bytes("low"));
            transaction.set(join((byte) 1), bytes("first"));
            transaction.commit();
        }
        try (var transaction = store.begin()) {
            assertThat(transaction.range(KeyRange.prefix(join((byte) 1)), 10)).map(e -> string(e.value()))
                    .containsExactly("first", "low", "high");
        }
    }

    @Test
    void aClearedRangeIsGone() {
        for (var name : List.of("a", "b", "c")) {
            set(name, name);
        }
        try (var transaction = store.begin()) {
            transaction.clear(new KeyRange(key("a"), key("c")));
            transaction.commit();
        }
        assertThat(get("a")).isEmpty();
        assertThat(get("b")).isEmpty();
        assertThat(get("c")).contains("c");
    }

    @Test
    void aTransactionWhoseDeclaredReadWasWrittenIsRefused() {
        try (var transaction = store.begin()) {
            transaction.readVersion();
            transaction.readConflict(KeyRange.of(key("a")));
            transaction.set(key("b"), bytes("1"));
            set("a", "1");
            assertThat(kind(transaction::commit)).isEqualTo(Kind.CONFLICT);
        }
        assertThat(get("b")).isEmpty();
    }

    @Test
    void aDeclaredWriteConflictsWithoutAValue() {
        try (var transaction = store.begin();
                var other = store.begin()) {
            transaction.readVersion();
            transaction.readConflict(KeyRange.prefix(key("k")));
            transaction.set(key("b"), bytes("1"));
            other.writeConflict(KeyRange.of(key("k7")));
            other.commit();
            assertThat(kind(transaction::commit)).isEqualTo(Kind.CONFLICT);
        }
        assertThat(get("k7")).isEmpty();
    }

    @Test
    void aClearedRangeConflictsWithWhatReadsInIt() {
        set("k5", "5");
        try (var transaction = store.begin();
                var other = store.begin()) {
            transaction.readVersion();
            transaction.readConflict(KeyRange.of(key("k5")));
            transaction.set(key("b"), bytes("1"));
            other.clear(KeyRange.prefix(key("k")));
            other.commit();
            assertThat(kind(transaction::commit)).isEqualTo(Kind.CONFLICT);
        }
    }

    @Test
    void writesWithoutDeclaredReadsDoNotConflict() {
        try (var transaction = store.begin()) {
            transaction.get(List.of(key("a")));
            transaction.set(key("a"), bytes("mine"));
            set("a", "theirs");
            transaction.commit();
        }
        assertThat(get("a")).contains("mine");
    }

    @Test
    void versionstampsAreThoseOfTheCommitAndGrow() {
        Versionstamp first;
        Versionstamp second;
        try (var transaction = store.begin()) {
            transaction.setStampedKey(key("p"), key("x"), bytes("1"));
            transaction.setStampedValue(key("head"), bytes("token"));
            first = transaction.commit();
        }
        try (var transaction = store.begin()) {
            transaction.setStampedKey(key("p"), key("x"), bytes("2"));
            second = transaction.commit();
        }
        assertThat(second).isGreaterThan(first);
        try (var transaction = store.begin()) {
            assertThat(transaction.readVersion()).isGreaterThanOrEqualTo(second.version());
            var pages = transaction.range(KeyRange.prefix(key("p")), 10);
            assertThat(pages).map(entry -> Versionstamp.read(entry.key().bytes(), key("p").bytes().length))
                    .containsExactly(first, second);
            assertThat(pages).map(entry -> string(entry.value())).containsExactly("1", "2");
            var head = transaction.get(List.of(key("head"))).getFirst().orElseThrow();
            assertThat(string(head)).startsWith("token");
            assertThat(Versionstamp.read(head, 5)).isEqualTo(first);
        }
    }

    @Test
    void whatIsTooLargeIsRefused() {
        try (var transaction = store.begin()) {
            var value = new byte[KeyValueStore.VALUE_BYTES_MAX + 1];
            assertThat(kind(() -> transaction.set(key("a"), value))).isEqualTo(Kind.TOO_LARGE);
        }
        try (var transaction = store.begin()) {
            var key = Key.of(new byte[KeyValueStore.KEY_BYTES_MAX + 1]);
            assertThat(kind(() -> transaction.set(key, bytes("1")))).isEqualTo(Kind.TOO_LARGE);
        }
        try (var transaction = store.begin()) {
            var value = new byte[KeyValueStore.VALUE_BYTES_MAX];
            assertThat(kind(() -> {
                for (int i = 0; i <= KeyValueStore.TRANSACTION_BYTES_MAX / value.length; i++) {
                    transaction.set(key("a" + i), value);
                }
            })).isEqualTo(Kind.TOO_LARGE);
        }
    }

    @Test
    void aVersionOfTheFutureIsNotRead() {
        try (var transaction = store.begin()) {
            transaction.readVersion(Long.MAX_VALUE / 2);
            assertThat(kind(() -> transaction.get(List.of(key("a"))))).isEqualTo(Kind.RETRY);
        }
    }

    @Test
    void concurrentIncrementsAreAllCounted() throws Exception {
        int threads = 4;
        int each = 50;
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < threads; i++) {
                Callable<Void> increments = () -> {
                    for (int n = 0; n < each; n++) {
                        increment();
                    }
                    return null;
                };
                done.add(pool.submit(increments));
            }
            for (var future : done) {
                future.get();
            }
        }
        assertThat(get("counter")).contains(Integer.toString(threads * each));
    }

    private void increment() {
        while (true) {
            try (var transaction = store.begin()) {
                var value = text(transaction.get(List.of(key("counter"))).getFirst()).orElse("0");
                transaction.readConflict(KeyRange.of(key("counter")));
                transaction.set(key("counter"), bytes(Integer.toString(Integer.parseInt(value) + 1)));
                transaction.commit();
                return;
            } catch (StoreException e) {
                assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
            }
        }
    }

    @Test
    void randomTransactionsLeaveWhatAMapWould() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("test.seed=" + seed);
        var random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(seed);
        var expected = new TreeMap<Key, String>();
        for (int i = 0; i < 300; i++) {
            try (var transaction = store.begin()) {
                for (int n = random.nextInt(5); n >= 0; n--) {
                    change(transaction, expected, random, i);
                }
                transaction.commit();
            }
        }
        try (var transaction = store.begin()) {
            var all = new TreeMap<Key, String>();
            transaction.range(KeyRange.prefix(key("k")), 1000).forEach(e -> all.put(e.key(), string(e.value())));
            assertThat(all).isEqualTo(expected);
        }
    }

    private static void change(KeyValueTransaction transaction, NavigableMap<Key, String> expected,
            RandomGenerator random,
            int i) {
        var key = key("k" + random.nextInt(10, 100));
        if (random.nextInt(4) == 0) {
            var range = new KeyRange(key, key("k" + random.nextInt(10, 100)));
            if (range.begin().compareTo(range.end()) < 0) {
                transaction.clear(range);
                expected.subMap(range.begin(), range.end()).clear();
            }
        } else {
            transaction.set(key, bytes("v" + i));
            expected.put(key, "v" + i);
        }
    }

    private void set(String name, String value) {
        try (var transaction = store.begin()) {
            transaction.set(key(name), bytes(value));
            transaction.commit();
        }
    }

    private Optional<String> get(String name) {
        try (var transaction = store.begin()) {
            return text(transaction.get(List.of(key(name))).getFirst());
        }
    }

    private static Kind kind(ThrowingCallable call) {
        return catchThrowableOfType(StoreException.class, call).kind();
    }

    private static Optional<String> text(Optional<byte[]> value) {
        return value.map(KeyValueStoreContract::string);
    }

    private static Key key(String name) {
        return join(bytes(name));
    }

    private static Key join(byte... bytes) {
        var joined = Arrays.copyOf(PREFIX.bytes(), PREFIX.bytes().length + bytes.length);
        System.arraycopy(bytes, 0, joined, PREFIX.bytes().length, bytes.length);
        return Key.of(joined);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
