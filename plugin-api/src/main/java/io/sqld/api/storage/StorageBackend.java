package io.sqld.api.storage;

import io.sqld.api.service.Service;
import io.sqld.api.sql.NamespaceName;

import java.util.List;

/** Where databases live. Its methods may read and write disks; they are never called on a network thread. */
public interface StorageBackend extends Service {
    /**
     * Opens a namespace. Thread-safe. The host opens each namespace at most once at a time and closes it.
     *
     * @throws io.sqld.api.error.SqldException with {@code NAMESPACE_NOT_FOUND}, {@code CANNOT_OPEN}, {@code CORRUPT} or
     *     {@code READ_ONLY}, and one line that says which file and why
     */
    Database open(NamespaceName namespace, OpenMode mode);

    /** {@return the namespaces that exist, sorted} */
    List<NamespaceName> namespaces();
}
