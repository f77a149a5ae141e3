@NullMarked
package io.gptload.gateway.config;

import org.jspecify.annotations.NullMarked;
