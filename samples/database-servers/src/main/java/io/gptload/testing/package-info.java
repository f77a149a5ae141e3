/** Real database servers for tests, started from binaries that Maven delivers. */
@NullMarked
package io.gptload.testing;

import org.jspecify.annotations.NullMarked;
