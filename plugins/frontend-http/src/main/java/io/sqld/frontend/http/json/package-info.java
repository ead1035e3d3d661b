/** JSON without a tree: read from an array of bytes, written into network buffers. Knows no protocol. */
@NullMarked
package io.sqld.frontend.http.json;

import org.jspecify.annotations.NullMarked;
