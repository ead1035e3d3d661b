package io.sqld.api.storage;

import io.sqld.api.service.ServiceContext;
import io.sqld.api.service.ServiceFactory;

/** Makes storage back ends; selected by {@code sqld.storage.backend}. */
public interface StorageBackendFactory extends ServiceFactory<StorageBackend, ServiceContext> {}
