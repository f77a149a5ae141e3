/** The system settings, as an administrator sees and changes them. */
@NullMarked
package io.gptload.gateway.admin.setting;

import org.jspecify.annotations.NullMarked;
