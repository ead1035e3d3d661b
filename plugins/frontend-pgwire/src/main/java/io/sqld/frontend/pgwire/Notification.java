package io.sqld.frontend.pgwire;

/**
 * A message from one session to those that listen to a channel.
 *
 * @param processId the number of the session that sent it
 */
record Notification(int processId, String channel, String payload) {}
