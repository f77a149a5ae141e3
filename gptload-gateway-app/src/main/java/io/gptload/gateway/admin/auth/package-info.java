/** Who has the administrator's key. */
@NullMarked
package io.gptload.gateway.admin.auth;

import org.jspecify.annotations.NullMarked;
