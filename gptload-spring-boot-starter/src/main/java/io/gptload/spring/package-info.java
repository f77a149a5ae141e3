/** Configures the engine in Spring Boot applications. */
@NullMarked
package io.gptload.spring;

import org.jspecify.annotations.NullMarked;
