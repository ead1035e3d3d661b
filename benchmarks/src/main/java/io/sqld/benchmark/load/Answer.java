package io.sqld.benchmark.load;

/** Where a conversation stands after what was read. */
enum Answer {
    /** More bytes must come. */
    INCOMPLETE,
    /** The answer is whole, and the operation needs another request. */
    CONTINUE,
    /** The operation is done, and everything about it was right. */
    DONE,
    /** The operation is over: the server refused it, because the database was busy. */
    BUSY,
    /** The operation is over: an error, or an answer that is not the right one. */
    FAILED
}
