/** Tests of the administration. */
@NullMarked
package io.gptload.gateway.admin.dashboard;

import org.jspecify.annotations.NullMarked;
