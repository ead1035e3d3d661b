package io.sqld.sqlite;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that stand for objects in native code, where no reference can be kept. Thread-safe; looking up makes no
 * garbage. The object of a number must not be looked up once it is removed.
 */
final class HandleTable<T> {
    private volatile @Nullable Object[] objects = new @Nullable Object[16];
    private int[] free = new int[0];
    private int freeCount;
    private int next = 1;

    synchronized long add(T object) {
        int handle = freeCount > 0 ? free[--freeCount] : next++;
        if (handle == objects.length) {
            objects = Arrays.copyOf(objects, handle * 2);
        }
        objects[handle] = object;
        return handle;
    }

    synchronized void remove(long handle) {
        objects[(int) handle] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2 + 8);
        }
        free[freeCount++] = (int) handle;
    }

    @SuppressWarnings("unchecked") // only add() fills the array
    T find(long handle) {
        return (T) Objects.requireNonNull(objects[(int) handle]);
    }

    /** How many objects have a number. */
    synchronized int size() {
        return next - 1 - freeCount;
    }
}
