package io.sqld.frontend.http;

/** The last handler of a connection, which can bring it to an end in the way of its protocol. */
interface Drainable {
    /** The server stops: finishes what is in hand, says goodbye, and closes. On the event loop. */
    void drain();
}
