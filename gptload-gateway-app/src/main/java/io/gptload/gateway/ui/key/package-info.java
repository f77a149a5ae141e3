/** One group and its keys. */
@NullMarked
package io.gptload.gateway.ui.key;

import org.jspecify.annotations.NullMarked;
