package io.sqld.frontend.http;

import java.util.ArrayDeque;
import java.util.Deque;

/** The events that wait for one client. When there are too many they are dropped, and it is told so. Thread-safe. */
final class EventQueue {
    private static final String LOST = "event:error\ndata:some changes were lost\n\n";

    private final int most;
    private final Deque<String> events = new ArrayDeque<>();

    EventQueue(int most) {
        this.most = most;
    }

    synchronized void add(String event) {
        if (events.size() >= most) {
            events.clear();
            events.add(LOST);
        }
        events.add(event);
    }

    /** {@return the oldest event; empty if there is none} */
    synchronized String next() {
        String event = events.pollFirst();
        return event == null ? "" : event;
    }
}
