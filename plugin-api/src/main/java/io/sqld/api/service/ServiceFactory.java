package io.sqld.api.service;

/**
 * Makes services of one kind. A factory is stateless; the host may ask it for several services.
 *
 * <p>Defaults live in a {@code reference.conf} at the root of the plugin's jar, under the factory's name, one key for
 * each setting. A plugin without settings needs none.
 *
 * @param <S> the service
 * @param <C> what the host lends it
 */
public interface ServiceFactory<S extends Service, C extends ServiceContext> {
    /**
     * {@return the name by which the configuration selects this factory, and the name of its section} Lower case
     * letters, digits and dashes; unique among all factories of all plugins.
     */
    String name();

    /**
     * Reads and checks the section. Acquires nothing and starts nothing: {@code --check-config} stops after it.
     * Problems go to {@link Settings#problem} and to the accessors, so that all of them are reported at once; when
     * there is any, the result is never used.
     *
     * @return what makes the service out of the validated settings
     */
    Prepared<S, C> configure(Settings settings);

    /** A factory whose settings have been read. */
    @FunctionalInterface
    interface Prepared<S extends Service, C extends ServiceContext> {
        /** {@return a new service, not started; the caller closes it} */
        S create(C context);
    }
}
