package io.sqld.frontend.http.hrana;

import java.util.List;
import java.util.Optional;

/**
 * The body of a pipeline.
 *
 * @param baton of the stream to continue; empty to open one
 */
public record PipelineRequest(Optional<String> baton, List<StreamRequest> requests) {}
