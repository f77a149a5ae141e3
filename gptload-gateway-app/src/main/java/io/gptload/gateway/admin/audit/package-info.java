/** Who did what, where from and when: written down, shown, and forgotten in time. */
@NullMarked
package io.gptload.gateway.admin.audit;

import org.jspecify.annotations.NullMarked;
