/** The pool as a server. */
@NullMarked
package io.gptload.gateway;

import org.jspecify.annotations.NullMarked;
