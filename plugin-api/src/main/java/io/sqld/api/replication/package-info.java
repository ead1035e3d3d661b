/** Replication strategies: how a replica follows its primary. */
@org.jspecify.annotations.NullMarked
package io.sqld.api.replication;
