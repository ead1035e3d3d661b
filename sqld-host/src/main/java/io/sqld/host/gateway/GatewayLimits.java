package io.sqld.host.gateway;

/**
 * What bounds the gateway. Each has a key in {@code sqld.limits}.
 *
 * @param sessions open at once, of all clients
 * @param sessionQueue tasks that wait in one session's mailbox
 * @param tasks that wait or are in hand, of all sessions
 * @param workerThreads that run SQL
 * @param shortStatementNanos how long a statement runs at most that may run on the thread that brings it; 0 for none
 */
public record GatewayLimits(int sessions, int sessionQueue, int tasks, int workerThreads, long shortStatementNanos) {}
