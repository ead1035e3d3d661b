package io.sqld.api.replication;

import io.sqld.api.service.ServiceFactory;

/** Makes replication strategies; selected by {@code sqld.replication.strategy}. */
public interface ReplicationStrategyFactory extends ServiceFactory<ReplicationStrategy, ReplicationContext> {}
