/**
 * An example of a plugin: a front end that speaks one line of SQL over TCP, built on the published API and the JDK
 * alone. {@code docs/WRITING_A_PLUGIN.md} walks through it.
 */
@NullMarked
package io.sqld.example.line;

import org.jspecify.annotations.NullMarked;
