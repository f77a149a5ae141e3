package io.gptload.gateway.admin.task;

/**
 * A task of a group began, is further, or ended. It is published on the thread that is at work on it.
 *
 * @param groupId whose task it is
 */
public record TaskMoved(long groupId) {}
