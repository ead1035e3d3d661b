package io.sqld.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;

/**
 * A class file does not tell what a {@code static final List} holds, but it tells that its initializer made a mutable
 * collection. Build one in a method and return {@code List.copyOf(it)}.
 */
final class StaticCollectionsAreCopied extends ArchCondition<JavaClass> {
    StaticCollectionsAreCopied() {
        super("not make a mutable collection in a static initializer");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        type.getStaticInitializer().ifPresent(initializer -> {
            for (JavaConstructorCall call : initializer.getConstructorCallsFromSelf()) {
                JavaClass made = call.getTargetOwner();
                if (made.isAssignableTo(Collection.class) || made.isAssignableTo(Map.class)) {
                    events.add(SimpleConditionEvent.violated(type, call.getDescription()));
                }
            }
        });
    }
}
