/** Tests of the administration. */
@NullMarked
package io.gptload.gateway.admin.setting;

import org.jspecify.annotations.NullMarked;
