/** What calls took of tokens. */
@NullMarked
package io.gptload.gateway.admin.usage;

import org.jspecify.annotations.NullMarked;
