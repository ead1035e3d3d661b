package io.sqld.frontend.http;

/** What a response has to know of its request and connection. */
interface Exchange {
    /** {@return whether the client wants the head only} */
    boolean headOnly();

    /** {@return whether the client speaks HTTP/1.0} */
    boolean http10();

    /** {@return whether the connection ends after this response} */
    boolean closes();

    /** The connection ends after this response. Called before its head is written. */
    void closeAfterwards();

    /** {@return whether the connection can {@linkplain #upgrade change} to another protocol} */
    boolean upgradable();

    /** The head of the response, which is 101, is written: from here on {@code next} reads. On the event loop. */
    void upgrade(Upgrade next);

    /** The response is written. Called on the event loop, once. */
    void done();
}
