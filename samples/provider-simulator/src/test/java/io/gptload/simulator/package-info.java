@NullMarked
package io.gptload.simulator;

import org.jspecify.annotations.NullMarked;
