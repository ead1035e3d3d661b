package io.sqld.benchmark.load;

/** What one measurement is about. */
record Cell(String server, Protocol protocol, Workload workload, int connections) {
    /** {@return a name for files and progress lines} */
    String label() {
        return server + "-" + protocol.label() + "-" + workload.label() + "-" + connections;
    }
}
