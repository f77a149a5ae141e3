/**
 * From a caller's request to what goes to one upstream with one key: pure functions that leave untouched bytes as they
 * were.
 */
@NullMarked
package io.gptload.client.rewrite;

import org.jspecify.annotations.NullMarked;
