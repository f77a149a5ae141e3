/** The groups as the database defines them, kept in memory for the proxy. */
@NullMarked
package io.gptload.gateway.catalog;

import org.jspecify.annotations.NullMarked;
