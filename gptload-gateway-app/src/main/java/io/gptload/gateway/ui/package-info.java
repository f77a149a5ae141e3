/** The administration as web pages. */
@NullMarked
package io.gptload.gateway.ui;

import org.jspecify.annotations.NullMarked;
