/** The first page: how it goes. */
@NullMarked
package io.gptload.gateway.ui.dashboard;

import org.jspecify.annotations.NullMarked;
