package io.sqld.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/**
 * Logs to standard error, one line for each event. Logback finds it as a service; in code rather than in XML, because
 * reading XML costs a tenth of the start. A file named by the system property {@code logback.configurationFile} takes
 * its place.
 */
public final class HostLogging extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{0}: %msg%n";
    private static final String FILE_PROPERTY = "logback.configurationFile";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setName("stderr");
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(console);
        levels(context, LogLevel.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Sets how much is logged, unless a file decides. */
    static void level(LogLevel level) {
        if (System.getProperty(FILE_PROPERTY) == null
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            levels(context, level);
        }
    }

    /** Libraries say more than INFO only when everything is wanted; what pf4j warns of, the host reports itself. */
    private static void levels(LoggerContext context, LogLevel level) {
        Level own = Level.valueOf(level.name());
        Level libraries = level == LogLevel.TRACE || own.isGreaterOrEqual(Level.INFO) ? own : Level.INFO;
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(libraries);
        context.getLogger("io.sqld").setLevel(own);
        context.getLogger("org.pf4j").setLevel(level == LogLevel.TRACE ? own : Level.OFF);
    }
}
