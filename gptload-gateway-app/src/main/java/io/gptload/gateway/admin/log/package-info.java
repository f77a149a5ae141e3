/** The request log, as an administrator reads it. */
@NullMarked
package io.gptload.gateway.admin.log;

import org.jspecify.annotations.NullMarked;
