/** A gateway to try: simulated providers behind it, some traffic, and the state of the keys on the console. */
@NullMarked
package io.gptload.samples.demo;

import org.jspecify.annotations.NullMarked;
