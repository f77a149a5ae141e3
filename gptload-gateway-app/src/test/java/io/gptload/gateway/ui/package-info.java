@NullMarked
package io.gptload.gateway.ui;

import org.jspecify.annotations.NullMarked;
