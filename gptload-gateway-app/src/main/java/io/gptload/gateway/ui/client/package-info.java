/** The pages of client keys. */
@NullMarked
package io.gptload.gateway.ui.client;

import org.jspecify.annotations.NullMarked;
