/** The keys of groups, as an administrator manages and tests them. */
@NullMarked
package io.gptload.gateway.admin.key;

import org.jspecify.annotations.NullMarked;
