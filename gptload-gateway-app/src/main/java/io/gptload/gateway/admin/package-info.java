/** What the parts of the administration share. */
@NullMarked
package io.gptload.gateway.admin;

import org.jspecify.annotations.NullMarked;
