/**
 * The session: a state machine without I/O that hands out attempts and is told what came back.
 */
@NullMarked
package io.gptload.client.session;

import org.jspecify.annotations.NullMarked;
