/**
 * Immutable definitions of groups, keys, upstreams and settings, and the checks they must pass.
 */
@NullMarked
package io.gptload.client.config;

import org.jspecify.annotations.NullMarked;
