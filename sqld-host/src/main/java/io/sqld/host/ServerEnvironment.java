package io.sqld.host;

import io.sqld.api.service.ServerInfo;
import io.sqld.host.metric.MetricRegistry;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What a server takes from outside.
 *
 * @param info the program
 * @param clock the wall clock
 * @param metrics where everything is counted
 * @param incidentIds numbers that tie an answer to a line of the log
 */
public record ServerEnvironment(ServerInfo info, Clock clock, MetricRegistry metrics, Supplier<String> incidentIds) {}
