package io.gptload.client.store.jdbc;

import java.time.Instant;

/**
 * What somebody did. No part of it is a secret; parts that do not apply are empty.
 *
 * @param at when
 * @param actor who: {@code session}, {@code auth_key}, or {@code anonymous} for somebody who did not get in
 * @param address where from
 * @param requestId the request it was asked for by
 * @param action what was done, for instance {@code group.update}
 * @param outcome {@code ok}, {@code refused} or {@code failed}
 * @param group the group's name
 * @param target what it was done to: masked keys, the name of a setting
 * @param detail what was changed, in words
 */
public record AuditEntry(
        Instant at,
        String actor,
        String address,
        String requestId,
        String action,
        String outcome,
        String group,
        String target,
        String detail) {}
