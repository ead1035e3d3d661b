package io.sqld.frontend.http;

/** What carries an exchange: a connection of HTTP/1, or one stream of HTTP/2. Called on the event loop. */
interface Carrier {
    /** {@return how many bytes a request body may have before they are counted} */
    int bodyBytesFree();

    /** The request has arrived whole and its answer is written. */
    void ended(HttpExchange exchange);

    /** {@return whether it can carry another protocol than HTTP} */
    boolean upgradable();

    /** The request was the last one: {@code next} takes over. */
    void upgrade(Upgrade next);

    /** The answer is written while the request, which is refused, still arrives. */
    void answeredEarly(HttpExchange exchange);
}
