/** Tells a client application which groups its key opens. */
@NullMarked
package io.gptload.gateway.admin.integration;

import org.jspecify.annotations.NullMarked;
