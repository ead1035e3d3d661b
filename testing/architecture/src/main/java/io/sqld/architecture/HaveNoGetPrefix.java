package io.sqld.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** A method is called what it returns, unless somebody else's type has named it. */
final class HaveNoGetPrefix extends ArchCondition<JavaMethod> {
    HaveNoGetPrefix() {
        super("have no get prefix");
    }

    @Override
    public void check(JavaMethod method, ConditionEvents events) {
        String name = method.getName();
        boolean prefixed = name.length() > 3 && name.startsWith("get") && Character.isUpperCase(name.charAt(3));
        if (prefixed && !inherited(method)) {
            events.add(SimpleConditionEvent.violated(method, method.getFullName()));
        }
    }

    private static boolean inherited(JavaMethod method) {
        JavaClass owner = method.getOwner();
        return Stream.concat(owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
                .anyMatch(
                        above -> above.getMethods().stream().anyMatch(same -> same.getName().equals(method.getName())));
    }
}
