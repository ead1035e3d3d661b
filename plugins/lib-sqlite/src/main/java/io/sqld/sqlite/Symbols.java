package io.sqld.sqlite;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The functions of one SQLite library, as method handles. Every pointer is a {@code long}.
 *
 * <p>Used while a library is opened, by one thread; the missing functions are collected, so that one message names all.
 */
final class Symbols {
    private final String library;
    private final SymbolLookup lookup;
    private final Linker linker = Linker.nativeLinker();
    private final List<String> missing = new ArrayList<>();

    Symbols(String library, SymbolLookup lookup) {
        this.library = library;
        this.lookup = lookup;
    }

    /** {@return what the library is called in messages} */
    String library() {
        return library;
    }

    /** {@return the address of a function} */
    Optional<MemorySegment> find(String name) {
        return lookup.find(name).filter(address -> address.address() != 0);
    }

    /** {@return a function that every usable library has} */
    MethodHandle required(String name, Class<?> result, Class<?>... arguments) {
        return link(name, MethodType.methodType(result, arguments));
    }

    /**
     * {@return a required function that runs for a bounded, short time, calls nothing back and does no input or output}
     *
     * <p>Such a call keeps the thread in its Java state: cheaper, but no safepoint can be reached before it returns.
     */
    MethodHandle critical(String name, Class<?> result, Class<?>... arguments) {
        return link(name, MethodType.methodType(result, arguments), Linker.Option.critical(false));
    }

    /** {@return a required function whose arguments are variable from the given one on} */
    MethodHandle variadic(String name, int firstVariable, Class<?> result, Class<?>... arguments) {
        return link(name, MethodType.methodType(result, arguments), Linker.Option.firstVariadicArg(firstVariable));
    }

    /** {@return a function that some libraries lack; calling it there throws {@link UnsupportedOperationException}} */
    MethodHandle optional(String name, Class<?> result, Class<?>... arguments) {
        var type = MethodType.methodType(result, arguments);
        return find(name).map(address -> linker.downcallHandle(address, descriptor(type)))
                .orElseGet(
                        () -> unsupported(name, type));
    }

    /** {@return the required functions that the library lacks} */
    List<String> missing() {
        return List.copyOf(missing);
    }

    private MethodHandle link(String name, MethodType type, Linker.Option... options) {
        var address = find(name);
        if (address.isEmpty()) {
            missing.add(name);
            return MethodHandles.empty(type);
        }
        return linker.downcallHandle(address.get(), descriptor(type), options);
    }

    private MethodHandle unsupported(String name, MethodType type) {
        var failure = new UnsupportedOperationException(library + " has no function " + name);
        var thrower = MethodHandles.throwException(type.returnType(), UnsupportedOperationException.class);
        return MethodHandles.dropArguments(thrower.bindTo(failure), 0, type.parameterList());
    }

    /** {@return the C signature of a Java one} */
    static FunctionDescriptor descriptor(MethodType type) {
        var arguments = type.parameterList().stream().map(Symbols::layout).toArray(MemoryLayout[]::new);
        return type.returnType() == void.class ? FunctionDescriptor.ofVoid(arguments)
                : FunctionDescriptor.of(layout(type.returnType()), arguments);
    }

    private static MemoryLayout layout(Class<?> type) {
        if (type == int.class) {
            return ValueLayout.JAVA_INT;
        }
        if (type == long.class) {
            return ValueLayout.JAVA_LONG;
        }
        if (type == double.class) {
            return ValueLayout.JAVA_DOUBLE;
        }
        throw new IllegalArgumentException(type.toString());
    }
}
