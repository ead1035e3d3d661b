/**
 * Load benchmark: starts sqld and its peers as processes, drives each with the same requests from one cheap client
 * thread, checks every answer, and reports throughput, latency and server CPU per operation as ratios.
 */
@NullMarked
package io.sqld.benchmark.load;

import org.jspecify.annotations.NullMarked;
