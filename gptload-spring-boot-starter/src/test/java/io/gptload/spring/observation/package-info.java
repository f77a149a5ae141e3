@org.jspecify.annotations.NullMarked
package io.gptload.spring.observation;
