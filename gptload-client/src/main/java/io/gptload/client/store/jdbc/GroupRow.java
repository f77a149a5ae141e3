package io.gptload.client.store.jdbc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code groups}. JSON columns are the text that is stored; {@code null} when the column is NULL.
 *
 * @param id 0 before it is inserted
 * @param name unique
 * @param proxyKeys what clients authenticate with, comma separated; secret
 * @param groupType {@code standard} or {@code aggregate}
 * @param upstreams a JSON array of {@code {"url", "weight"}}
 * @param sort ascending in lists
 * @param testModel {@code -} for an aggregate
 * @param lastValidatedAt {@code null} before the first validation
 * @param version 0 before the first change through this store
 */
public record GroupRow(
        long id,
        String name,
        String displayName,
        String proxyKeys,
        String description,
        String groupType,
        String upstreams,
        String validationEndpoint,
        String channelType,
        int sort,
        String testModel,
        @Nullable String paramOverrides,
        @Nullable String config,
        @Nullable String headerRules,
        @Nullable String modelRedirectRules,
        boolean modelRedirectStrict,
        @Nullable Instant lastValidatedAt,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        long version) {

    /** The group type of a group with upstreams and keys of its own. */
    public static final String STANDARD = "standard";

    /** The group type of a group of groups. */
    public static final String AGGREGATE = "aggregate";

    /** A standard group to insert, everything else empty. */
    public static GroupRow standard(String name, String channelType, String upstreams, String testModel) {
        return new GroupRow(
                0,
                name,
                "",
                "",
                "",
                STANDARD,
                upstreams,
                "",
                channelType,
                0,
                testModel,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                0);
    }

    /** An aggregate group to insert, everything else empty. */
    public static GroupRow aggregate(String name, String channelType) {
        return new GroupRow(
                0,
                name,
                "",
                "",
                "",
                AGGREGATE,
                "[]",
                "",
                channelType,
                0,
                "-",
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                0);
    }

    /** Whether it is a group of groups. */
    public boolean isAggregate() {
        return groupType.equals(AGGREGATE);
    }

    /** Id, name and type; headers, overrides and proxy keys may be secret. */
    @Override
    public String toString() {
        return "GroupRow[" + id + " " + name + ", " + groupType + ", " + channelType + ", version " + version + "]";
    }
}
