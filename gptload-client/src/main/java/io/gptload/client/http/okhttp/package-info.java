/**
 * OkHttp: an interceptor for whatever is built on it, and a small API for calls of one's own.
 */
@NullMarked
package io.gptload.client.http.okhttp;

import org.jspecify.annotations.NullMarked;
