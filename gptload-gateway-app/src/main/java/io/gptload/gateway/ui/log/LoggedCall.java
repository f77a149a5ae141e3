package io.gptload.gateway.ui.log;

import io.gptload.gateway.ui.AttemptBar;
import java.util.List;

/** A call as the log tells it. @param millis from its beginning to its last row */
record LoggedCall(List<AttemptBar> attempts, long millis) {}
