package io.sqld.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.sqld.api.error.ErrorCode;
import io.sqld.api.error.SqldException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of TLS 1.2 and 1.3, for one listener. Its files are looked at from time to time: new ones count for
 * the connections that come after, and those that cannot be used change nothing but the log. Thread-safe.
 */
public final class TlsEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsEndpoint.class);
    private static final long CLOSE_TIMEOUT_MILLIS = 5_000;

    private final TlsSettings settings;
    private final List<String> protocols;
    private final CountDownLatch closed = new CountDownLatch(1);
    private TlsFiles files;
    private volatile SslContext context;
    private @Nullable Thread watcher;

    private TlsEndpoint(TlsSettings settings, List<String> protocols) throws TlsException {
        this.settings = settings;
        this.protocols = List.copyOf(protocols);
        this.files = TlsFiles.read(settings);
        this.context = context(files);
    }

    /**
     * Reads the files and begins to watch them; the caller closes it.
     *
     * @param protocols what clients may choose from by ALPN
     *     (<a href="https://www.rfc-editor.org/rfc/rfc7301">RFC 7301</a>), the best first; one that names others only
     *     is refused, one that names none is not
     * @param threads makes the thread that watches
     * @throws SqldException with {@code START_FAILED}, and what to change, if the files cannot be used
     */
    public static TlsEndpoint open(TlsSettings settings, List<String> protocols, ThreadFactory threads) {
        try {
            var endpoint = new TlsEndpoint(settings, protocols);
            Thread thread = threads.newThread(endpoint::watch);
            endpoint.watcher = thread;
            thread.start();
            return endpoint;
        } catch (TlsException e) {
            throw new SqldException(ErrorCode.START_FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Makes a connection one of TLS: adds the handler in front of all others. Connections that fail to agree are
     * closed, without a word in the log.
     */
    public void secure(Channel channel) {
        channel.pipeline().addFirst(handler(channel), new TlsFailures());
    }

    /** {@return a handler that secures each connection before {@code plain} sets it up} */
    public ConnectionHandler around(ConnectionHandler plain) {
        return new ConnectionHandler() {
            @Override
            public void accept(Channel channel) {
                secure(channel);
                plain.accept(channel);
            }

            @Override
            public void refuse(Channel channel) {
                secure(channel);
                plain.refuse(channel);
            }

            @Override
            public void drain(Channel channel) {
                plain.drain(channel);
            }

            @Override
            public void cut(Channel channel) {
                plain.cut(channel);
            }
        };
    }

    /** Does so with the handler right behind another, which passes on what has arrived and leaves. */
    public void secureAfter(ChannelHandlerContext first) {
        SslHandler handler = handler(first.channel());
        first.pipeline().addAfter(first.name(), null, handler);
        first.pipeline().addAfter(first.pipeline().context(handler).name(), null, new TlsFailures());
    }

    private SslHandler handler(Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(settings.handshakeTimeout().toMillis());
        return handler;
    }

    /** {@return the handler of a connection that was made one of TLS} */
    public static Optional<SslHandler> of(Channel channel) {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class));
    }

    /**
     * {@return what ties an authentication to this connection: the hash of the server's certificate, as
     * {@code tls-server-end-point} (<a href="https://www.rfc-editor.org/rfc/rfc5929#section-4">RFC 5929, section 4</a>)
     * has it; empty where that says nothing}
     *
     * @param handler of a connection whose handshake is complete
     */
    public static Optional<byte[]> channelBinding(SslHandler handler) {
        Certificate[] local = handler.engine().getSession().getLocalCertificates();
        if (local == null || local.length == 0 || !(local[0] instanceof X509Certificate certificate)) {
            return Optional.empty();
        }
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        int with = algorithm.indexOf("WITH");
        if (with < 0) {
            return Optional.empty();
        }
        String hash = switch (algorithm.substring(0, with)) {
            case "MD5", "SHA1", "SHA256" -> "SHA-256";
            case "SHA224" -> "SHA-224";
            case "SHA384" -> "SHA-384";
            case "SHA512" -> "SHA-512";
            default -> "";
        };
        try {
            return hash.isEmpty()
                    ? Optional.empty()
                    : Optional.of(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was just used", e);
        }
    }

    private void watch() {
        String problem = "";
        try {
            while (!closed.await(settings.reloadInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                String found = refresh();
                if (!found.isEmpty() && !found.equals(problem)) {
                    LOG.error("{}; the certificate that was read before stays in use", found);
                }
                problem = found;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return what is wrong with the files; empty if nothing is} Two that change together may be met half-way. */
    private String refresh() {
        try {
            TlsFiles now = TlsFiles.read(settings);
            if (!now.equals(files)) {
                context = context(now);
                files = now;
                LOG.info("{}: the certificate has changed and was read again", settings.path());
            }
            return "";
        } catch (TlsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private SslContext context(TlsFiles read) throws TlsException {
        X509Certificate[] chain = read.chain(settings);
        SslContextBuilder builder = SslContextBuilder.forServer(read.privateKey(settings, chain[0]), chain)
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.FATAL_ALERT,
                        SelectedListenerFailureBehavior.ACCEPT,
                        protocols));
        if (settings.clientCa().isPresent()) {
            builder.trustManager(read.clientRoots(settings, settings.clientCa().get())).clientAuth(ClientAuth.REQUIRE);
        }
        try {
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsException(settings.path() + ": the certificate cannot be used (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Thread thread = watcher;
        if (thread == null) {
            return;
        }
        try {
            thread.join(CLOSE_TIMEOUT_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
