/** Real database servers for tests, started from binaries that Maven delivers. */
@NullMarked
package io.gptload.client.testing;

import org.jspecify.annotations.NullMarked;
