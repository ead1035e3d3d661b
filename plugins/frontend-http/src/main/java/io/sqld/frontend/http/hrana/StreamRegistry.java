package io.sqld.frontend.http.hrana;

import io.sqld.api.frontend.ClientSession;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The streams of all HTTP clients, by baton. A stream is either in use by one request, or idle until its next request
 * or its time is over. Idle streams without a transaction hold nothing but their session object, and after a while not
 * even that; when there are too many, the one that has been idle longest makes room. Thread-safe.
 */
public final class StreamRegistry {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REMEMBERED_MAX = 100_000;
    private static final long REMEMBERED_NANOS = 300_000_000_000L;

    private record Idle(HranaStream stream, long untilNanos) {}

    private final StreamLimits limits;
    private final StoreLimits storeLimits;
    private final LongSupplier nanoTime;
    private final Baton.Signer signer;
    private final SecureRandom random;

    private final Object lock = new Object();
    private final Map<Long, HranaStream> busy = new HashMap<>();
    /** Both in the order in which they became idle, which is also that in which their time is over. */
    private final LinkedHashMap<Long, Idle> idle = new LinkedHashMap<>();
    private final LinkedHashMap<Long, Idle> idleInTransaction = new LinkedHashMap<>();
    /** Streams that had been idle for long, and were left without a session, which nobody will miss. */
    private final LinkedHashMap<Long, Idle> dormant = new LinkedHashMap<>();
    /** Streams whose time is over, and until when to say so. */
    private final LinkedHashMap<Long, Long> expired = new LinkedHashMap<>();
    private boolean closed;

    /** An empty registry with a signing key of its own. */
    public StreamRegistry(StreamLimits limits, StoreLimits storeLimits, LongSupplier nanoTime, SecureRandom random) {
        this.limits = limits;
        this.storeLimits = storeLimits;
        this.nanoTime = nanoTime;
        this.random = random;
        this.signer = new Baton.Signer(random);
    }

    /** {@return a stream for a single request} It is not registered; the caller closes its session. */
    public HranaStream single(StreamOwner owner) {
        return new HranaStream(0, owner, storeLimits);
    }

    /**
     * {@return a new stream, in use} The caller {@linkplain #release releases} or {@linkplain #close closes} it.
     *
     * @throws StreamException if there are too many
     */
    public HranaStream open(StreamOwner owner) {
        Optional<ClientSession> evicted = Optional.empty();
        HranaStream stream;
        synchronized (lock) {
            if (size() >= limits.streamsMax()) {
                evicted = evict();
            }
            long id = random.nextLong();
            stream = new HranaStream(id, owner, storeLimits);
            busy.put(id, stream);
        }
        evicted.ifPresent(ClientSession::close);
        return stream;
    }

    /**
     * {@return the stream that {@code baton} belongs to, now in use} The baton is used up, also if the request then
     * fails.
     *
     * @throws ProtocolException if it is no baton, or used, or somebody else's
     * @throws StreamException if the stream's time was over
     */
    public HranaStream resume(String baton, StreamOwner owner) {
        Baton genuine = signer.verify(baton)
                .orElseThrow(() -> new ProtocolException("Received an invalid baton"));
        sweep();
        synchronized (lock) {
            if (busy.containsKey(genuine.stream())) {
                throw new ProtocolException("Received a baton that has already been used");
            }
            Map<Long, Idle> queue = queueOf(genuine.stream());
            Idle found = queue.get(genuine.stream());
            if (found == null) {
                if (expired.containsKey(genuine.stream())) {
                    throw new StreamException(HranaError.client(
                            "STREAM_EXPIRED", "The stream has expired due to inactivity"));
                }
                throw new ProtocolException("Received an invalid baton");
            }
            HranaStream stream = found.stream();
            if (stream.uses() != genuine.use()) {
                throw new ProtocolException("Received a baton that has already been used");
            }
            if (!stream.owner().equals(owner)) {
                throw new ProtocolException("Received an invalid baton");
            }
            queue.remove(genuine.stream());
            stream.use();
            busy.put(genuine.stream(), stream);
            return stream;
        }
    }

    /** {@return the baton for the next use of a stream that is in use} */
    public String baton(HranaStream stream) {
        return signer.sign(new Baton(stream.id(), stream.uses()));
    }

    /** The request is over; the stream waits for the next one. */
    public void release(HranaStream stream) {
        boolean close;
        synchronized (lock) {
            boolean registered = busy.remove(stream.id(), stream);
            close = !registered || closed;
            if (!close) {
                boolean transaction = stream.inTransaction();
                long timeout = (transaction ? limits.transactionIdleTimeout() : limits.idleTimeout()).toNanos();
                (transaction ? idleInTransaction : idle)
                        .put(stream.id(), new Idle(stream, nanoTime.getAsLong() + timeout));
            }
        }
        if (close) {
            stream.closeSession();
        }
    }

    /** The stream ends with this request: rolls back. */
    public void close(HranaStream stream) {
        synchronized (lock) {
            busy.remove(stream.id(), stream);
        }
        stream.closeSession();
    }

    private Map<Long, Idle> queueOf(long stream) {
        if (idle.containsKey(stream)) {
            return idle;
        }
        return dormant.containsKey(stream) ? dormant : idleInTransaction;
    }

    /** Ends the streams whose time is over, or only their sessions. To be called now and then. */
    public void sweep() {
        var over = new ArrayList<ClientSession>();
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            for (Map<Long, Idle> queue : List.of(idle, idleInTransaction)) {
                for (HranaStream stream : due(queue, now, Integer.MAX_VALUE)) {
                    retire(stream, now).ifPresent(over::add);
                }
            }
            for (HranaStream stream : due(dormant, now, REMEMBERED_MAX)) {
                expired.put(stream.id(), now + REMEMBERED_NANOS);
            }
            Iterator<Long> until = expired.values().iterator();
            while (until.hasNext() && (until.next() - now <= 0 || expired.size() > REMEMBERED_MAX)) {
                until.remove();
            }
        }
        over.forEach(ClientSession::close);
    }

    /** {@return the session of a stream that has been idle for too long, to be closed} */
    private Optional<ClientSession> retire(HranaStream stream, long now) {
        if (stream.canSleep() && !limits.dormantTimeout().isZero()) {
            dormant.put(stream.id(), new Idle(stream, now + limits.dormantTimeout().toNanos()));
        } else {
            expired.put(stream.id(), now + REMEMBERED_NANOS);
        }
        return stream.takeSession();
    }

    /** Ends all idle streams; those in use end with their request. */
    public void closeAll() {
        List<HranaStream> all = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            idle.values().forEach(entry -> all.add(entry.stream()));
            idleInTransaction.values().forEach(entry -> all.add(entry.stream()));
            idle.clear();
            idleInTransaction.clear();
            dormant.clear();
        }
        all.forEach(HranaStream::closeSession);
    }

    /** {@return how many streams there are} */
    public int count() {
        synchronized (lock) {
            return size();
        }
    }

    private int size() {
        return busy.size() + idle.size() + idleInTransaction.size();
    }

    private Optional<ClientSession> evict() {
        Map.Entry<Long, Idle> oldest = idle.pollFirstEntry();
        if (oldest == null) {
            throw new StreamException(new HranaError(
                    "TOO_MANY_STREAMS",
                    "Too many open streams: all " + limits.streamsMax()
                            + " are in use or in a transaction (http.limits.streams-max). Try again later",
                    TOO_MANY_REQUESTS));
        }
        return retire(oldest.getValue().stream(), nanoTime.getAsLong());
    }

    /** {@return the streams whose time is over, and the oldest beyond {@code most}} They are taken out. */
    private static List<HranaStream> due(Map<Long, Idle> queue, long now, int most) {
        var due = new ArrayList<HranaStream>();
        Iterator<Idle> entries = queue.values().iterator();
        while (entries.hasNext()) {
            Idle entry = entries.next();
            if (entry.untilNanos() - now > 0 && queue.size() <= most) {
                return due;
            }
            entries.remove();
            due.add(entry.stream());
        }
        return due;
    }
}
