/** Tests of the administration. */
@NullMarked
package io.gptload.gateway.admin.clientkey;

import org.jspecify.annotations.NullMarked;
