/** Groups: the list, and what is set for one. */
@NullMarked
package io.gptload.gateway.ui.group;

import org.jspecify.annotations.NullMarked;
