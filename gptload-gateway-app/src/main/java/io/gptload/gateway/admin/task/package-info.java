/** Work that outlasts the request that asked for it. */
@NullMarked
package io.gptload.gateway.admin.task;

import org.jspecify.annotations.NullMarked;
