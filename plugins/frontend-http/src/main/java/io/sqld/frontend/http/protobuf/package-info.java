/** Protocol Buffers (<a href="https://protobuf.dev/programming-guides/encoding/">encoding</a>), without objects. */
@org.jspecify.annotations.NullMarked
package io.sqld.frontend.http.protobuf;
