/** A web application with a pool of keys. */
@NullMarked
package io.gptload.samples.web;

import org.jspecify.annotations.NullMarked;
