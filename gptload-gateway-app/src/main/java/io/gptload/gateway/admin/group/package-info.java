/** Groups and their members, as an administrator manages them. */
@NullMarked
package io.gptload.gateway.admin.group;

import org.jspecify.annotations.NullMarked;
