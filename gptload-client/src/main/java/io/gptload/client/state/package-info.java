/** What is known of keys, in a form that can be stored and shared. */
@NullMarked
package io.gptload.client.state;

import org.jspecify.annotations.NullMarked;
