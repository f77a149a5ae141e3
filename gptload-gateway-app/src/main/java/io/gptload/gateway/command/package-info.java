/** What the program does besides serving. */
@NullMarked
package io.gptload.gateway.command;

import org.jspecify.annotations.NullMarked;
