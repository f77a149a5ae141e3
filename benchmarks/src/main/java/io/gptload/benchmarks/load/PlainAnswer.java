package io.gptload.benchmarks.load;

/** What came back. */
record PlainAnswer(int status, byte[] body) {}
