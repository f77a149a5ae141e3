/** What tests of the running gateway share. */
@NullMarked
package io.gptload.gateway.testing;

import org.jspecify.annotations.NullMarked;
