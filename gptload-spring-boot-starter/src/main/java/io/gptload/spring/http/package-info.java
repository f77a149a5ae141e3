/** Sends the requests of Spring's HTTP clients, and of others built on OkHttp, through groups. */
@NullMarked
package io.gptload.spring.http;

import org.jspecify.annotations.NullMarked;
