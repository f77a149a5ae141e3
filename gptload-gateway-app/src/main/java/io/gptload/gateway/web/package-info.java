/** What every answer of the gateway's own has in common: its form, its language, its headers, and who may ask for it. */
@NullMarked
package io.gptload.gateway.web;

import org.jspecify.annotations.NullMarked;
