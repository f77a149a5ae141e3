@NullMarked
package io.gptload.gateway.command;

import org.jspecify.annotations.NullMarked;
