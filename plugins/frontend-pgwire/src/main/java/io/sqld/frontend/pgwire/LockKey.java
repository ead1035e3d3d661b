package io.sqld.frontend.pgwire;

/**
 * What an advisory lock locks: one number of 64 bits, or two of 32, which are different things.
 *
 * @param pair whether it is two numbers, in one
 */
record LockKey(long value, boolean pair) {}
