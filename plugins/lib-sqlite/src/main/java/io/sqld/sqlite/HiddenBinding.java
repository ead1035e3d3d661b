package io.sqld.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/**
 * Makes one copy of a binding class for each library. The copy takes its {@link Symbols} from its class data into
 * {@code static final} method handles, which the JIT folds into direct calls; no static state is shared by two
 * libraries.
 */
final class HiddenBinding {
    private HiddenBinding() {}

    /** {@return an instance of a copy of {@code template}, a class with a constructor without parameters} */
    static <T> T define(Class<? extends T> template, Symbols symbols) {
        try {
            var copy = MethodHandles.lookup()
                    .defineHiddenClassWithClassData(bytecode(template), symbols, true)
                    .lookupClass();
            var constructor = copy.getDeclaredConstructor();
            @SuppressWarnings("unchecked") // a hidden class has the supertypes of its template
            T binding = (T) constructor.newInstance();
            return binding;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot define " + template.getName(), e);
        }
    }

    private static byte[] bytecode(Class<?> template) {
        var file = template.getSimpleName() + ".class";
        try (var in = Objects.requireNonNull(template.getResourceAsStream(file), file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
