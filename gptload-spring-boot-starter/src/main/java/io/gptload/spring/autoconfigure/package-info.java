/** Configures the engine, and what stands around it, from application properties. */
@NullMarked
package io.gptload.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
