/** {@code java.net.http}: a client that sends through a group, for LangChain4j, Spring and whatever else takes one. */
@NullMarked
package io.gptload.client.http.jdk;

import org.jspecify.annotations.NullMarked;
