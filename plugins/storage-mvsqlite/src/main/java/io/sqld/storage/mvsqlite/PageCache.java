package io.sqld.storage.mvsqlite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sqld.storage.mvsqlite.kv.Versionstamp;
import java.util.Optional;

/** The pages that this node has read or written lately, of all namespaces, bounded by bytes. Thread-safe. */
final class PageCache {
    private static final int ENTRY_BYTES = 150;

    private record Address(Versionstamp namespace, int page) {}

    private final Cache<Address, CachedPage> pages;

    PageCache(long bytesMax) {
        pages = Caffeine.newBuilder()
                .maximumWeight(bytesMax)
                .weigher((Address address, CachedPage page) -> ENTRY_BYTES + page.image().length)
                .executor(Runnable::run)
                .build();
    }

    Optional<CachedPage> get(Versionstamp namespace, int page) {
        return Optional.ofNullable(pages.getIfPresent(new Address(namespace, page)));
    }

    /** Keeps the newer of what is there and what is given. */
    void put(Versionstamp namespace, int page, CachedPage given) {
        pages.asMap()
                .merge(new Address(namespace, page), given,
                        (present, newer) -> present.from().compareTo(newer.from()) > 0 ? present : newer);
    }
}
