/**
 * The shared catalogue in a relational database: groups, keys and their state, settings, the request log and the hourly
 * statistics, in the tables of gpt-load 1.x, which stay as they are. What is ours is in tables named {@code gptload_*}.
 */
@NullMarked
package io.gptload.client.store.jdbc;

import org.jspecify.annotations.NullMarked;
