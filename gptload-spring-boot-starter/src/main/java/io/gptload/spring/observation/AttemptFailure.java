package io.gptload.spring.observation;

import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureKind;
import org.jspecify.annotations.Nullable;

/** Marks an observation as failed; nobody throws it. */
final class AttemptFailure extends Exception {

    private static final long serialVersionUID = 1L;

    AttemptFailure(Category category, int status, @Nullable FailureKind failure) {
        super(category.id() + " (" + (failure == null ? "status " + status : failure.id()) + ")", null, false, false);
    }
}
