package io.sqld.frontend.pgwire;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who listens to which channel in one namespace, within this process. Thread-safe. */
final class Channels {
    private final Map<String, Set<Notifications>> listeners = new ConcurrentHashMap<>();

    void listen(String channel, Notifications listener) {
        listeners.compute(channel, (name, known) -> {
            Set<Notifications> set = known == null ? ConcurrentHashMap.newKeySet() : known;
            set.add(listener);
            return set;
        });
    }

    void unlisten(String channel, Notifications listener) {
        listeners.computeIfPresent(channel, (name, known) -> {
            known.remove(listener);
            return known.isEmpty() ? null : known;
        });
    }

    /** Puts notifications into the mailboxes of all who listen. */
    void publish(List<Notification> notifications) {
        for (Notification notification : notifications) {
            for (Notifications listener : listeners.getOrDefault(notification.channel(), Set.of())) {
                listener.deliver(notification);
            }
        }
    }
}
