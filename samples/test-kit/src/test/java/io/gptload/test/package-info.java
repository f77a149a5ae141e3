/** The kit tested, and shown. */
package io.gptload.test;
