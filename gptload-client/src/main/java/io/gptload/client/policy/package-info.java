/**
 * The failure policy: rules as data, and the verdict they give on what an attempt ended in.
 */
@NullMarked
package io.gptload.client.policy;

import org.jspecify.annotations.NullMarked;
