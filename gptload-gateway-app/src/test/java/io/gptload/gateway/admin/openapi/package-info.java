@NullMarked
package io.gptload.gateway.admin.openapi;

import org.jspecify.annotations.NullMarked;
