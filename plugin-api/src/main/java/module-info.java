/** The contract between the sqld host and its plugins. */
module io.sqld.api {
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.sqld.api;
    exports io.sqld.api.auth;
    exports io.sqld.api.command;
    exports io.sqld.api.error;
    exports io.sqld.api.frontend;
    exports io.sqld.api.replication;
    exports io.sqld.api.service;
    exports io.sqld.api.sql;
    exports io.sqld.api.storage;
}
