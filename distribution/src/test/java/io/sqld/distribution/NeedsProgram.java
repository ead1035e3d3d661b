package io.sqld.distribution;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that needs programs which not every machine has. Where one is missing the test is skipped and says so; with
 * {@code -Dclients=required} it fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsProgramCondition.class)
@interface NeedsProgram {
    /** Names of programs, found on the path or where Debian keeps those of PostgreSQL. */
    String[] value() default {};

    /** Names of packages in {@code testing/clients}. */
    String[] npm() default {};

    /** Modules of Perl. */
    String[] perl() default {};

    /** Extensions of PHP. */
    String[] php() default {};

    /** Packages of Python, of the system's own. */
    String[] python() default {};

    /** Libraries of Ruby. */
    String[] ruby() default {};
}
