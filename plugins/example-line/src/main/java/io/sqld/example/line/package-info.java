/** Example front end: one line of SQL over TCP, one line of answer. */
@NullMarked
package io.sqld.example.line;

import org.jspecify.annotations.NullMarked;
