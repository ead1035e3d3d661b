package io.sqld.frontend.http;

import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Netty's leak detector, which Netty makes by name (io.netty.customResourceLeakDetector), with a memory. */
public final class CountingLeakDetector<T> extends ResourceLeakDetector<T> {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    /** Called by Netty. */
    public CountingLeakDetector(Class<?> type, int samplingInterval) {
        super(type, samplingInterval);
    }

    /** Called by Netty. */
    public CountingLeakDetector(Class<?> type, int samplingInterval, long maxActive) {
        super(type, samplingInterval);
    }

    static Queue<String> leaks() {
        return LEAKS;
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        LEAKS.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        LEAKS.add(resourceType);
    }
}
