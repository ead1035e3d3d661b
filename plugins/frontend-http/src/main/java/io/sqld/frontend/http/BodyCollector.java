package io.sqld.frontend.http;

import io.netty.buffer.ByteBuf;
import io.sqld.frontend.http.json.MemoryBudget;
import java.util.Arrays;

/** Collects the body of one request, whose length may be unknown, within limits. Used on the event loop. */
final class BodyCollector {
    /** How a part fits. */
    enum Fit {
        /** It was added. */
        ADDED,
        /** The body is larger than one may be. */
        TOO_LARGE,
        /** All bodies together are larger than they may be. */
        NO_ROOM
    }

    private static final int FIRST_BYTES = 1024;
    private static final int TRUSTED_BYTES = 64 * 1024;

    private final int bytesMax;
    private final MemoryBudget budget;
    private byte[] bytes;
    private int length;
    private int reserved;

    /**
     * An empty body.
     *
     * @param announced how long the client says that it is, or -1; not trusted beyond {@value #TRUSTED_BYTES} bytes
     */
    BodyCollector(long announced, int bytesMax, MemoryBudget budget) {
        this.bytesMax = bytesMax;
        this.budget = budget;
        this.bytes = new byte[announced < 0 ? FIRST_BYTES : (int) Math.min(announced, TRUSTED_BYTES)];
    }

    Fit add(ByteBuf part) {
        int more = part.readableBytes();
        if (more > bytesMax - length) {
            return Fit.TOO_LARGE;
        }
        if (length + more > TRUSTED_BYTES) {
            int needed = Math.max(length + more, Math.min(2 * reserved, bytesMax));
            if (needed > reserved) {
                if (!budget.tryReserve(needed - reserved)) {
                    return Fit.NO_ROOM;
                }
                reserved = needed;
            }
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes,
                    Math.max(length + more, Math.max(reserved, Math.min(2 * bytes.length, bytesMax))));
        }
        part.readBytes(bytes, length, more);
        length += more;
        return Fit.ADDED;
    }

    Request.Body body() {
        return length == 0 ? Request.Body.EMPTY : new Request.Body(bytes, length);
    }

    /** Gives back what the body had from the budget. Idempotent. */
    void release() {
        budget.release(reserved);
        reserved = 0;
    }
}
