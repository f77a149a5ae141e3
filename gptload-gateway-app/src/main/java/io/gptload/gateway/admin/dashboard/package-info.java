/** How the gateway is doing, at a glance. */
@NullMarked
package io.gptload.gateway.admin.dashboard;

import org.jspecify.annotations.NullMarked;
