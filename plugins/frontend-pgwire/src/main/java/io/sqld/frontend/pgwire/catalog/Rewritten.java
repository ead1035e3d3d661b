package io.sqld.frontend.pgwire.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A catalog query in SQLite's dialect.
 *
 * @param sql what the scratch database runs
 * @param outputs the columns of its result, if all are known
 * @param relations those that it names
 * @param parameters the types that it gives to parameters, by number
 * @param places leads back to the client's text
 */
record Rewritten(
        String sql,
        Optional<List<Output>> outputs,
        Set<Relation> relations,
        Map<Integer, Integer> parameters,
        SqlWriter places) {}
