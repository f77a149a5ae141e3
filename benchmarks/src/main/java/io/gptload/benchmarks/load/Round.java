package io.gptload.benchmarks.load;

/**
 * One measurement of one target.
 *
 * @param perSecond requests completed in a second
 * @param cpuMicros of all processes of the target, for one request
 * @param p50 latency in ms, as are the others
 */
record Round(double perSecond, double cpuMicros, double p50, double p95, double p99) {}
