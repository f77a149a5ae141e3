/** Named keys by which clients call the proxy: who they are, what they may do, and how much of it. */
@NullMarked
package io.gptload.gateway.clientkey;

import org.jspecify.annotations.NullMarked;
