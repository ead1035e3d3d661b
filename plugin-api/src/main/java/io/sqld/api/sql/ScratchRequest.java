package io.sqld.api.sql;

import java.util.List;

/**
 * What a scratch database is to have.
 *
 * @param schemas empty schemas beside {@code main}, in the order in which unqualified names are looked up
 * @param functions the SQL functions beside the engine's own; one of the same name and number of arguments replaces it
 */
public record ScratchRequest(List<String> schemas, List<SqlFunction> functions) {
    /** Copies the lists. */
    public ScratchRequest {
        schemas = List.copyOf(schemas);
        functions = List.copyOf(functions);
    }
}
