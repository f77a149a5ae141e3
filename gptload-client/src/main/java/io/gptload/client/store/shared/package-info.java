/**
 * One pool for many processes: keeps an engine in line with the database, and the database with what the engine learns. Start
 * at {@link io.gptload.client.store.shared.SharedPool}.
 */
@NullMarked
package io.gptload.client.store.shared;

import org.jspecify.annotations.NullMarked;
