package io.sqld.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** The condition that a class has a name of some kind. */
final class HaveAName extends ArchCondition<JavaClass> {
    private final DescribedPredicate<JavaClass> kind;

    private HaveAName(DescribedPredicate<JavaClass> kind) {
        super("have a " + kind.getDescription());
        this.kind = kind;
    }

    static HaveAName matching(DescribedPredicate<JavaClass> kind) {
        return new HaveAName(kind);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        events.add(new SimpleConditionEvent(type, kind.test(type), type.getName() + " has such a name"));
    }
}
