@NullMarked
package io.gptload.gateway.admin.audit;

import org.jspecify.annotations.NullMarked;
