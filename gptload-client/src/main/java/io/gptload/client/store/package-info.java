/**
 * What a store knows of keys, in words the engine understands. Knows no database.
 */
@NullMarked
package io.gptload.client.store;

import org.jspecify.annotations.NullMarked;
