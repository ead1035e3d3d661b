package io.sqld.host;

/** How the process ends. {@code --help} explains them to users. */
enum ExitCode {
    /** Did what was asked, or was told to stop. */
    OK(0),
    /** Failed while it ran, or did not stop cleanly. */
    FAILED(1),
    /** The command line makes no sense. */
    USAGE(2),
    /** The configuration is wrong. */
    CONFIGURATION(3),
    /** A plugin cannot be used. */
    PLUGIN(4),
    /** A port is taken, a database unreadable, a directory locked, and the like. */
    START(5);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
