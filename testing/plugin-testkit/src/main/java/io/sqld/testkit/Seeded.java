package io.sqld.testkit;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Supplies a {@link Seed} to test methods: that of {@code -Dtest.seed}, otherwise a new one, named when the test fails.
 */
public final class Seeded implements ParameterResolver, TestWatcher {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Seeded.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Seed.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Long given = Long.getLong("test.seed");
        var seed = new Seed(given == null ? ThreadLocalRandom.current().nextLong() : given);
        context.getStore(NAMESPACE).put(Seed.class, seed);
        return seed;
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        Seed seed = context.getStore(NAMESPACE).get(Seed.class, Seed.class);
        if (seed != null) {
            context.publishReportEntry("seed", Long.toString(seed.value()));
            System.err.println(context.getDisplayName() + " failed; run it again with -Dtest.seed=" + seed.value());
        }
    }
}
