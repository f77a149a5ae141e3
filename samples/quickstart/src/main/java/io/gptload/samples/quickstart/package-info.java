/** The first thing to run: a pool of keys, most of them bad, and an SDK that never notices. */
@NullMarked
package io.gptload.samples.quickstart;

import org.jspecify.annotations.NullMarked;
