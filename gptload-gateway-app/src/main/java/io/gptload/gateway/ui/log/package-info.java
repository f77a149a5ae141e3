/** The request log. */
@NullMarked
package io.gptload.gateway.ui.log;

import org.jspecify.annotations.NullMarked;
