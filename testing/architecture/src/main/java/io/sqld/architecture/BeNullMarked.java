package io.sqld.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The package has a {@code package-info.java} with {@link NullMarked}, so that users and NullAway read it alike. */
final class BeNullMarked extends ArchCondition<JavaClass> {
    BeNullMarked() {
        super("be in a package with @NullMarked");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
            events.add(SimpleConditionEvent.violated(type.getPackage(), type.getPackageName() + " is not null-marked"));
        }
    }
}
