/** Delivery of events. Not API. */
@NullMarked
package io.gptload.client.internal.event;

import org.jspecify.annotations.NullMarked;
