/** Rules about the code of all modules. */
@NullMarked
package io.sqld.architecture;

import org.jspecify.annotations.NullMarked;
