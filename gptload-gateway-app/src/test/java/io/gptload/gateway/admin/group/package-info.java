/** Tests of the administration. */
@NullMarked
package io.gptload.gateway.admin.group;

import org.jspecify.annotations.NullMarked;
