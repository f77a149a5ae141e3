/** Named keys of clients: who has one, what it allows, and what was used by it. */
@NullMarked
package io.gptload.gateway.admin.clientkey;

import org.jspecify.annotations.NullMarked;
