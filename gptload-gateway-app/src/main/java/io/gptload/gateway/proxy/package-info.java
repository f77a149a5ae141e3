/** The transparent proxy: a request under {@code /proxy/{group}/} goes through that group. */
@NullMarked
package io.gptload.gateway.proxy;

import org.jspecify.annotations.NullMarked;
