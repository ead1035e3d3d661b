@NullMarked
package io.sqld.benchmark.sqlite;

import org.jspecify.annotations.NullMarked;
