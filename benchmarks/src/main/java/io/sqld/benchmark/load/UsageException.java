package io.sqld.benchmark.load;

/** The command line is wrong; the message says what to do. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
