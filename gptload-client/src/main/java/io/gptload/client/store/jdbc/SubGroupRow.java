package io.gptload.client.store.jdbc;

/**
 * A standard group as a member of an aggregate.
 *
 * @param groupId the aggregate
 * @param subGroupId the member
 * @param weight its share, 0 to 1000; 0 for none
 */
public record SubGroupRow(long groupId, long subGroupId, int weight) {}
