@NullMarked
package io.gptload.samples.quickstart;

import org.jspecify.annotations.NullMarked;
