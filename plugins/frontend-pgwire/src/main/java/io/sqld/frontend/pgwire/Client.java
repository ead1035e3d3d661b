package io.sqld.frontend.pgwire;

/**
 * Who is at the other end, and what the server calls the connection.
 *
 * @param user as authenticated
 * @param database as asked for
 * @param processId the number that stands for PostgreSQL's process, unique among the open connections
 */
record Client(String user, String database, int processId) {}
