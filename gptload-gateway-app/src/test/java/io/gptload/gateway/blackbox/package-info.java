/** The running gateway from outside: everything is set up over its administration and seen over HTTP. */
@NullMarked
package io.gptload.gateway.blackbox;

import org.jspecify.annotations.NullMarked;
