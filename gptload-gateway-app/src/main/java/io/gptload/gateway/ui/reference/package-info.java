/** The description of the REST API, for people. */
@NullMarked
package io.gptload.gateway.ui.reference;

import org.jspecify.annotations.NullMarked;
