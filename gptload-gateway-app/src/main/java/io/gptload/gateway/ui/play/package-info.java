/** Ways to try a group: code to paste, and a request sent from the page. */
@NullMarked
package io.gptload.gateway.ui.play;

import org.jspecify.annotations.NullMarked;
