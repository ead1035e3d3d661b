package io.sqld.frontend.pgwire.catalog;

import java.util.Optional;
import java.util.Set;

/** What catalog queries can ask about the connection that they come from. Used on its session's thread. */
public interface CatalogClient {
    /** {@return what tells its database from others of this server} */
    String namespace();

    /** {@return the database as the client names it} */
    String database();

    /** {@return the user} */
    String user();

    /** {@return the number that stands for the server's process} */
    int processId();

    /** {@return the names of all settings} */
    Set<String> settings();

    /** {@return the value of a setting, if there is one} */
    Optional<String> setting(String name);

    /** Changes a setting; {@code local} to the transaction. */
    void set(String name, String value, boolean local);
}
