package io.sqld.benchmark.load;

import java.nio.ByteBuffer;

/** What one client says over and over, and how it checks what it hears. One thread, strictly request and answer. */
interface Conversation {
    /** Begins an operation on a row. */
    void begin(int key);

    /** Writes the next request into the empty {@code out}. */
    void request(ByteBuffer out);

    /** Takes what it can from {@code in}; the rest comes again with more behind it. */
    Answer answer(ByteBuffer in);

    /** {@return what was wrong with the last operation that failed or was refused} */
    String complaint();
}
