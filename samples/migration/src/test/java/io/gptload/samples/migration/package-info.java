/** The sample, run. */
package io.gptload.samples.migration;
