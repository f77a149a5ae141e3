package io.gptload.benchmarks.load;

/**
 * Status and framing of an answer.
 *
 * @param length of the body in bytes, or {@link #CHUNKED}
 */
record AnswerHead(int status, long length) {

    static final long CHUNKED = -1;
}
