package io.gptload.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request stays within the limits of its key.
 *
 * @param readings the state of every limit
 * @param exhausted the limit that refused the request, or null
 */
record Admission(List<Reading> readings, @Nullable Reading exhausted) {}
