package io.sqld.api.service;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;

/** What the host lends to every service. Thread-safe; valid until the service is closed. */
public interface ServiceContext {
    /** {@return the program that serves, for banners and version answers} */
    ServerInfo server();

    /** {@return what the server is to others} */
    Role role();

    /** {@return the directory that this server owns and has locked against a second server} */
    Path dataDirectory();

    /**
     * {@return a factory of platform threads named {@code sqld-<role>-<n>}} They carry the plugin's class loader, and
     * what they fail to catch is logged. A plugin makes its threads here and nowhere else; it ends them in
     * {@link Service#close()}.
     */
    ThreadFactory threads(String role);

    /** {@return the wall clock; deadlines use {@link System#nanoTime()} instead} */
    Clock clock();

    /** {@return where the service registers what it measures} */
    Metrics metrics();
}
