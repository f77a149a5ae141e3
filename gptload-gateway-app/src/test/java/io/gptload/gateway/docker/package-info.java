/** The image and its neighbours, without Docker. */
@NullMarked
package io.gptload.gateway.docker;

import org.jspecify.annotations.NullMarked;
