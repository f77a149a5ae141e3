/** The system settings. */
@NullMarked
package io.gptload.gateway.ui.setting;

import org.jspecify.annotations.NullMarked;
