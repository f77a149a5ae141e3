/** The description of the REST API, for programs. */
@NullMarked
package io.gptload.gateway.admin.openapi;

import org.jspecify.annotations.NullMarked;
