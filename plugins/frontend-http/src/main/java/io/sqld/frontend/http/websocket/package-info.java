/** WebSocket (<a href="https://www.rfc-editor.org/rfc/rfc6455">RFC 6455</a>): handshake, frames, messages, closing. */
@org.jspecify.annotations.NullMarked
package io.sqld.frontend.http.websocket;
